import { expect, it } from "vitest";
import { testProfile, testWorld } from "../guarantees/testing.ts";
import { controllersOf } from "./controllers/controllers-of.ts";
import { type Written, workloadYaml } from "./controllers/testing.ts";
import { routesOf } from "./routes/routes-of.ts";
import { servingOfRoute } from "./serving-route.ts";

const TRAEFIK: Written = {
  name: "traefik",
  image: "traefik:v2.10",
  args: ["--providers.kubernetesingress", "--providers.kubernetescrd"],
};
const CONTOUR: Written = {
  name: "contour",
  image: "envoyproxy/envoy:v1.25.2",
  args: [],
  spec: { initContainers: [{ name: "init", image: "ghcr.io/projectcontour/contour:v1.24.2" }] },
};
const ISTIO: Written = {
  name: "istio",
  namespace: "istio-system",
  image: "istio/proxyv2:1.17.2",
  args: ["proxy", "router"],
  labels: { istio: "ingressgateway", app: "istio" },
};
const envoy = (name: string, labels: Readonly<Record<string, string>>): Written => ({
  name,
  namespace: "envoy-gateway-system",
  image: "envoyproxy/envoy:v1.29.2",
  container: "envoy",
  args: [],
  labels,
});
const OWNING = "gateway.envoyproxy.io/owning-gateway";

/** Who serves each route, in order, or why nobody does. */
function served(controllers: readonly Written[], yaml: string): string[] {
  const world = testWorld([...controllers.map(workloadYaml), yaml].join("---\n"));
  const found = controllersOf(world, testProfile());
  return routesOf(world).map((route) => {
    const { controllers: by, why } = servingOfRoute(route, found, world);
    return why ?? by.map(({ workload }) => workload.ref.name).join(" ");
  });
}

const gatewayApi = (gatewayClass = "eg") => `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: shared, namespace: gateway }
spec: { gatewayClassName: ${gatewayClass}, listeners: [{ name: http, port: 80, protocol: HTTP }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: { name: tr }
spec: { controllerName: traefik.io/gateway-controller }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: gateway }
spec: { parentRefs: [{ name: shared }], rules: [{ backendRefs: [{ name: web, port: 80 }] }] }
`;

it.each<[string, readonly Written[], string, string]>([
  [
    "the proxy Envoy Gateway made for its Gateway",
    [
      envoy("own", { [`${OWNING}-name`]: "shared", [`${OWNING}-namespace`]: "gateway" }),
      envoy("another", { [`${OWNING}-name`]: "shared", [`${OWNING}-namespace`]: "elsewhere" }),
    ],
    gatewayApi(),
    "own",
  ],
  [
    "the proxy of its class, where Gateways are merged",
    [envoy("merged", { [`${OWNING}class`]: "eg" })],
    gatewayApi(),
    "merged",
  ],
  [
    "the proxy with the Gateway's name in its namespace",
    [{ ...ISTIO, namespace: "gateway", labels: { "gateway.networking.k8s.io/gateway-name": "shared" } }],
    gatewayApi(),
    "istio",
  ],
  ["the controller of its class", [TRAEFIK, CONTOUR], gatewayApi("tr"), "traefik"],
  ["nobody that is known", [CONTOUR], gatewayApi(), "no proxy here is known to stand for its Gateway"],
])("a route of the Gateway API is served by %s", (_title, controllers, yaml, expected) => {
  expect(served(controllers, yaml)).toEqual([expected]);
});

it("serves a VirtualService by the pods its Gateway selects", () => {
  const yaml = (label: string) => `
apiVersion: networking.istio.io/v1beta1
kind: Gateway
metadata: { name: edge, namespace: shop }
spec: { selector: { istio: ${label} }, servers: [{ port: { number: 80, protocol: HTTP, name: http }, hosts: ["*"] }] }
---
apiVersion: networking.istio.io/v1beta1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec: { hosts: [a.example.com], gateways: [edge], http: [{ route: [{ destination: { host: web } }] }] }
`;
  expect(served([ISTIO, TRAEFIK], yaml("ingressgateway"))).toEqual(["istio"]);
  expect(served([ISTIO, TRAEFIK], yaml("other"))).toEqual([
    "no proxy here is known to stand for its Gateway",
  ]);
});

const own = (kind: string, apiVersion: string, annotation: string, spec: string) => `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: web, namespace: shop, annotations: {${annotation}} }
spec: ${spec}
`;

it.each<[string, string, string]>([
  [
    "an HTTPProxy without a class",
    own(
      "HTTPProxy",
      "projectcontour.io/v1",
      "",
      "{ virtualhost: { fqdn: a.example }, routes: [{ services: [{ name: web, port: 80 }] }] }",
    ),
    "contour",
  ],
  [
    "an HTTPProxy of another class",
    own(
      "HTTPProxy",
      "projectcontour.io/v1",
      "",
      "{ ingressClassName: other, virtualhost: { fqdn: a.example }, routes: [{ services: [{ name: web, port: 80 }] }] }",
    ),
    "no contour here surely takes class other",
  ],
  [
    "an IngressRoute",
    own(
      "IngressRoute",
      "traefik.io/v1alpha1",
      "",
      "{ routes: [{ match: 'Host(`a.example`)', services: [{ name: web, port: 80 }] }] }",
    ),
    "traefik",
  ],
  [
    "an IngressRoute annotated for another",
    own(
      "IngressRoute",
      "traefik.io/v1alpha1",
      "kubernetes.io/ingress.class: edge",
      "{ routes: [{ match: 'Host(`a.example`)', services: [{ name: web, port: 80 }] }] }",
    ),
    "no traefik here surely takes class edge",
  ],
  [
    "an Ingress like any",
    own(
      "Ingress",
      "networking.k8s.io/v1",
      "kubernetes.io/ingress.class: traefik",
      "{ defaultBackend: { service: { name: web, port: { number: 80 } } } }",
    ),
    "traefik",
  ],
])("serves %s by its own kind of controller", (_title, yaml, expected) => {
  expect(served([TRAEFIK, CONTOUR], yaml)).toEqual([expected]);
});

it("says that there is no controller of a route's kind", () => {
  const yaml = own(
    "HTTPProxy",
    "projectcontour.io/v1",
    "",
    "{ virtualhost: { fqdn: a.example }, routes: [{ services: [{ name: web, port: 80 }] }] }",
  );
  expect(served([TRAEFIK], yaml)).toEqual(["no contour was found"]);
});

it.each<[string, readonly string[], string]>([
  ["the provider's own class", ["--providers.kubernetesCRD.ingressClass=edge"], "traefik"],
  ["no provider for it", ["--providers.kubernetesingress"], "no traefik here surely takes class edge"],
  ["settings elsewhere", ["--configfile=/x"], "no traefik here surely takes class edge"],
])("serves an IngressRoute of class edge by Traefik with %s", (_title, args, expected) => {
  const yaml = own(
    "IngressRoute",
    "traefik.io/v1alpha1",
    "kubernetes.io/ingress.class: edge",
    "{ routes: [{ match: 'Host(`a.example`)', services: [{ name: web, port: 80 }] }] }",
  );
  expect(served([{ ...TRAEFIK, args }], yaml)).toEqual([expected]);
});

it("leaves open who stands for a Gateway that was not read", () => {
  const nginx: Written = { name: "nginx" };
  const yaml = gatewayApi().slice(gatewayApi().lastIndexOf("---") + 3);
  const world = testWorld([...[nginx, TRAEFIK].map(workloadYaml), yaml].join("---\n"));
  const [route] = routesOf(world);
  if (route === undefined) throw new Error("no route");
  const { controllers, maybe, why } = servingOfRoute(route, controllersOf(world, testProfile()), world);
  expect([controllers.length, maybe.map(({ kind }) => kind)]).toEqual([0, ["traefik"]]);
  expect(why).toBe("Gateway gateway/shared was not read");
});
