import { expect, it } from "vitest";
import { testProfile, testWorld } from "../guarantees/testing.ts";
import { workloadYaml } from "./controllers/testing.ts";
import { routeClasses } from "./route-classes.ts";

const NGINX = workloadYaml({ args: ["/nginx-ingress-controller", "--watch-ingress-without-class"] });

it("does not give a Gateway's routes to a controller that takes Ingresses without a class", () => {
  const world = testWorld(`${NGINX}---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: plain, namespace: shop }
spec: { rules: [{ host: a.example.com }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec: { parentRefs: [{ name: edge }], hostnames: [b.example.com], rules: [{ backendRefs: [{ name: web, port: 80 }] }] }
`);
  const served = routeClasses(world, testProfile()).flatMap(({ routes, controllers, serving }) =>
    routes.map(({ host }) => [host, controllers.length, serving.why]),
  );
  expect(served).toEqual([
    ["a.example.com", 1, undefined],
    ["b.example.com", 0, "Gateway shop/edge was not read"],
  ]);
});
