import { expect, it } from "vitest";
import { testWorld } from "../../guarantees/testing.ts";
import { routesOf } from "./routes-of.ts";
import { routeLines } from "./testing.ts";

const lines = (yaml: string): string[] => routeLines(routesOf(testWorld(yaml)));

it.each(["traefik.io", "traefik.containo.us"])("reads an IngressRoute of %s", (group) => {
  const yaml = `
apiVersion: ${group}/v1alpha1
kind: IngressRoute
metadata: { name: web, namespace: shop }
spec:
  entryPoints: [websecure]
  tls: {}
  routes:
    - { kind: Rule, match: "Host(\`Shop.example.com\`) && PathPrefix(\`/api\`)", services: [{ name: api, port: 80 }, { name: old, port: http, namespace: erp }] }
    - { kind: Rule, match: "Host(\`a.example.com\`, \`b.example.com\`) && Method(\`GET\`)", services: [{ name: web, kind: TraefikService }] }
    - { kind: Rule, match: "Host(", services: [{ name: web, port: 80 }] }
`;
  expect(lines(yaml)).toEqual([
    "tls shop.example.com /api Prefix > shop/api:80 at spec.routes[0].match",
    "tls shop.example.com /api Prefix > erp/old:http at spec.routes[0].match",
    "tls a.example.com / Prefix > (TraefikService web) at spec.routes[1].match [only where Method(`GET`)]",
    "tls b.example.com / Prefix > (TraefikService web) at spec.routes[1].match [only where Method(`GET`)]",
    "tls (any) / Prefix > (its rule is not understood) at spec.routes[2].match [its rule is not understood: Host(]",
  ]);
});

it("reads Traefik's routes for TCP and UDP", () => {
  const yaml = `
apiVersion: traefik.io/v1alpha1
kind: IngressRouteTCP
metadata: { name: db, namespace: data }
spec: { routes: [{ match: "HostSNI(\`*\`)", services: [{ name: db, port: 5432 }] }] }
---
apiVersion: traefik.io/v1alpha1
kind: IngressRouteUDP
metadata: { name: log, namespace: data }
spec: { routes: [{ services: [{ name: syslog, port: 514 }] }] }
`;
  expect(lines(yaml)).toEqual([
    "plain tls (any) / Prefix > data/db:5432 at spec.routes[0].match",
    "plain udp (any) / Prefix > data/syslog:514 at spec.routes[0]",
  ]);
});

const proxy = (name: string, spec: string): string => `
apiVersion: projectcontour.io/v1
kind: HTTPProxy
metadata: { name: ${name}, namespace: shop }
spec: ${spec}
`;

it("follows Contour's inclusions from the virtual host down", () => {
  const yaml = [
    proxy(
      "root",
      "{ virtualhost: { fqdn: Shop.example.com, tls: { secretName: s } }, routes: [{ services: [{ name: web, port: 80 }] }], includes: [{ name: api, conditions: [{ prefix: /api }] }] }",
    ),
    proxy(
      "api",
      "{ routes: [{ conditions: [{ prefix: /v1 }, { header: { name: x } }], services: [{ name: api, port: 81 }] }], includes: [{ name: api }, { name: gone }] }",
    ),
    proxy("nobody", "{ routes: [{ services: [{ name: web, port: 80 }] }] }"),
    proxy(
      "pass",
      "{ virtualhost: { fqdn: pass.example.com, tls: { passthrough: true } }, tcpproxy: { services: [{ name: web, port: 443 }] } }",
    ),
  ].join("---");
  const found = lines(yaml);
  expect(found.slice(0, 2)).toEqual([
    "tls shop.example.com / Prefix > shop/web:80 at spec.routes[0]",
    "tls shop.example.com /api/v1 Prefix > shop/api:81 at spec.routes[0] [only for certain header]",
  ]);
  expect(found.at(-1)).toBe("tls tls pass.example.com / Prefix > shop/web:443 at spec.tcpproxy");
  // A cycle of inclusion ends, and nothing comes of what nobody includes.
  expect(found.length).toBeLessThan(20);
  expect(new Set(found).size).toBe(3);
});

it("reads VirtualServices that are bound to Gateways", () => {
  const yaml = `
apiVersion: networking.istio.io/v1beta1
kind: Gateway
metadata: { name: edge, namespace: istio-system }
spec:
  selector: { istio: ingressgateway }
  servers:
    - { port: { number: 443, name: https, protocol: HTTPS }, hosts: ["shop/*.example.com"] }
    - { port: { number: 80, name: http, protocol: HTTP }, hosts: ["*"] }
---
apiVersion: networking.istio.io/v1beta1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec:
  hosts: [Shop.example.com]
  gateways: [istio-system/edge, mesh]
  http:
    - { match: [{ uri: { prefix: /api } }, { uri: { exact: /x }, method: { exact: GET } }], route: [{ destination: { host: api, port: { number: 80 } } }] }
    - { route: [{ destination: { host: web.erp.svc.cluster.local } }, { destination: { host: far.example.net } }] }
---
apiVersion: networking.istio.io/v1beta1
kind: VirtualService
metadata: { name: mesh, namespace: shop }
spec: { hosts: [web], http: [{ route: [{ destination: { host: web } }] }] }
---
apiVersion: networking.istio.io/v1beta1
kind: VirtualService
metadata: { name: lost, namespace: erp }
spec: { hosts: ["*"], gateways: [gone], tcp: [{ route: [{ destination: { host: db, port: { number: 5432 } } }] }] }
`;
  expect(lines(yaml)).toEqual([
    "tls shop.example.com /api Prefix > shop/api:80 at spec.http[0].match[0] by edge/https+http",
    "tls shop.example.com /x Exact > shop/api:80 at spec.http[0].match[1] by edge/https+http [only for certain method]",
    "tls shop.example.com / Prefix > erp/web: at spec.http[1] by edge/https+http",
    "tls shop.example.com / Prefix > (far.example.net) at spec.http[1] by edge/https+http",
    "plain tcp (any) / Prefix > erp/db:5432 at spec.tcp[0] by gone (Gateway erp/gone was not read)",
  ]);
});
