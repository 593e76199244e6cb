import { expect, it } from "vitest";
import { testWorld } from "../../guarantees/testing.ts";
import { routesOf } from "./routes-of.ts";
import { routeLines } from "./testing.ts";

const V1 = `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop }
spec:
  defaultBackend: { service: { name: fallback, port: { name: http } } }
  tls:
    - { hosts: [Shop.example.com], secretName: a }
    - { hosts: ["*.wild.example.com"], secretName: b }
  rules:
    - host: SHOP.example.com
      http:
        paths:
          - { path: /, pathType: Prefix, backend: { service: { name: front, port: { number: 80 } } } }
          - { path: /api, pathType: Exact, backend: { service: { name: api, port: { name: web } } } }
    - host: "*.wild.example.com"
      http: { paths: [{ pathType: ImplementationSpecific, backend: { service: { name: wild, port: { number: 8080 } } } }] }
    - host: a.wild.example.com
      http: { paths: [{ path: /x, pathType: Prefix, backend: { resource: { apiGroup: k.example, kind: Bucket, name: static } } }] }
    - host: bare.example.com
    - http: { paths: [{ path: /any, pathType: Prefix, backend: { service: { name: any, port: { number: 1 } } } }] }
`;

it("reads every host and path of networking.k8s.io/v1", () => {
  expect(routeLines(routesOf(testWorld(V1)))).toEqual([
    "tls shop.example.com / Prefix > shop/front:80 at spec.rules[0].http.paths[0]",
    "tls shop.example.com /api Exact > shop/api:web at spec.rules[0].http.paths[1]",
    "tls *.wild.example.com / ImplementationSpecific > shop/wild:8080 at spec.rules[1].http.paths[0]",
    "tls a.wild.example.com /x Prefix > (Bucket static) at spec.rules[2].http.paths[0]",
    "plain bare.example.com / ImplementationSpecific > shop/fallback:http at spec.rules[3]",
    "plain (any) /any Prefix > shop/any:1 at spec.rules[4].http.paths[0]",
    "plain (any) / ImplementationSpecific > shop/fallback:http at spec.defaultBackend",
  ]);
});

it.each(["networking.k8s.io/v1beta1", "extensions/v1beta1"])("reads %s", (apiVersion) => {
  const yaml = `
apiVersion: ${apiVersion}
kind: Ingress
metadata: { name: old, namespace: shop }
spec:
  backend: { serviceName: fallback, servicePort: "8080" }
  tls: [{ secretName: any }]
  rules:
    - host: old.example.com
      http: { paths: [{ path: /a, backend: { serviceName: a, servicePort: http } }, { backend: { serviceName: b, servicePort: 80 } }] }
`;
  expect(routeLines(routesOf(testWorld(yaml)))).toEqual([
    "tls old.example.com /a ImplementationSpecific > shop/a:http at spec.rules[0].http.paths[0]",
    "tls old.example.com / ImplementationSpecific > shop/b:80 at spec.rules[0].http.paths[1]",
    "tls (any) / ImplementationSpecific > shop/fallback:8080 at spec.backend",
  ]);
});

it("says of backends it cannot read that it cannot", () => {
  const yaml = `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: broken, namespace: shop }
spec: { rules: [null, 7, { host: a.example.com }, { host: b.example.com, http: { paths: [{ path: /, backend: 1 }, "x"] } }] }
`;
  expect(routeLines(routesOf(testWorld(yaml)))).toEqual([
    "plain a.example.com / ImplementationSpecific > (no backend: the controller's own default answers) at spec.rules[2]",
    "plain b.example.com / ImplementationSpecific > (a backend that could not be read) at spec.rules[3].http.paths[0]",
  ]);
});

it("takes a host that is no text for no host at all, and says so", () => {
  const yaml = V1.replace("host: bare.example.com", "host: 12345");
  expect(yaml).not.toBe(V1);
  expect(routeLines(routesOf(testWorld(yaml)))).toContain(
    "plain (any) / ImplementationSpecific > (its host is no text) at spec.rules[3].host",
  );
});
