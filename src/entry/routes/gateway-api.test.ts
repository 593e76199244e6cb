import { expect, it } from "vitest";
import { testWorld } from "../../guarantees/testing.ts";
import { routesOf } from "./routes-of.ts";
import { routeLines } from "./testing.ts";

const GATEWAY = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: shared, namespace: gateway }
spec:
  gatewayClassName: eg
  listeners:
    - { name: http, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }
    - { name: shop, port: 443, protocol: HTTPS, hostname: "*.Shop.example.com", allowedRoutes: { namespaces: { from: Selector, selector: { matchLabels: { gateway: "yes" } } } } }
    - { name: own, port: 8443, protocol: HTTPS }
    - { name: pass, port: 9443, protocol: TLS, allowedRoutes: { namespaces: { from: All } } }
    - { name: db, port: 5432, protocol: TCP, allowedRoutes: { namespaces: { from: All }, kinds: [{ kind: TCPRoute }] } }
---
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { gateway: "yes" } }
---
apiVersion: v1
kind: Namespace
metadata: { name: erp }
`;

interface Written {
  readonly kind?: string;
  readonly namespace?: string;
  readonly parent?: string;
  readonly hostnames?: string;
  readonly rules?: string;
}

const RULES = "[{ backendRefs: [{ name: web, port: 80 }] }]";

function lines({
  kind = "HTTPRoute",
  namespace = "shop",
  parent = "",
  hostnames = "[]",
  rules = RULES,
}: Written) {
  const yaml = `${GATEWAY}
---
apiVersion: gateway.networking.k8s.io/v1
kind: ${kind}
metadata: { name: web, namespace: ${namespace} }
spec:
  parentRefs: [{ name: shared, namespace: gateway${parent} }]
  hostnames: ${hostnames}
  rules: ${rules}
`;
  return routeLines(routesOf(testWorld(yaml)));
}

it("narrows the host names down to those of the listeners that take them", () => {
  expect(lines({ hostnames: "[a.shop.example.com, other.example.com]" })).toEqual([
    "tls a.shop.example.com / Prefix > shop/web:80 at spec.rules[0] by shared/http+shop",
    "plain other.example.com / Prefix > shop/web:80 at spec.rules[0] by shared/http",
  ]);
  expect(lines({})).toEqual([
    "plain (any) / Prefix > shop/web:80 at spec.rules[0] by shared/http",
    "tls *.shop.example.com / Prefix > shop/web:80 at spec.rules[0] by shared/http+shop",
  ]);
});

it.each<[string, Written, string]>([
  [
    "the section it names",
    { parent: ", sectionName: http", hostnames: "[a.shop.example.com]" },
    "by shared/http",
  ],
  ["the port it names", { parent: ", port: 443", hostnames: "[a.shop.example.com]" }, "by shared/shop"],
  [
    "none of another namespace's",
    { namespace: "erp", parent: ", sectionName: shop" },
    "(no listener of Gateway gateway/shared takes it)",
  ],
  ["all of its own namespace's", { namespace: "gateway", parent: ", sectionName: own" }, "by shared/own"],
  [
    "none without a host in common",
    { parent: ", sectionName: shop", hostnames: "[example.com]" },
    "(no listener of Gateway gateway/shared takes it)",
  ],
  [
    "one for TLS",
    { kind: "TLSRoute", hostnames: "[db.example.com]" },
    "tls tls db.example.com / Prefix > shop/web:80 at spec.rules[0] by shared/pass",
  ],
  [
    "one that lists its kind",
    { kind: "TCPRoute", parent: ", sectionName: db" },
    "plain tcp (any) / Prefix > shop/web:80 at spec.rules[0] by shared/db",
  ],
])("is taken by %s", (_title, written, expected) => {
  const [line, ...more] = lines(written);
  expect(more).toEqual([]);
  expect(line).toContain(expected);
});

it("reads paths, conditions and backends", () => {
  const rules = `
    - matches: [{ path: { type: Exact, value: /a } }, { path: { type: RegularExpression, value: "/b.*" }, headers: [{ name: x, value: y }] }]
      backendRefs: [{ name: one, port: 80, weight: 9 }, { name: two, port: 81, namespace: erp }, { name: off, port: 82, weight: 0 }]
    - { filters: [{ type: RequestRedirect }] }
    - { matches: [{ method: GET }], backendRefs: [{ kind: Bucket, group: k.example, name: files }] }`;
  expect(
    lines({ hostnames: "[other.example.com]", rules }).map((line) =>
      line.replace(/^plain other.example.com /, ""),
    ),
  ).toEqual([
    "/a Exact > shop/one:80 at spec.rules[0].matches[0] by shared/http",
    "/a Exact > erp/two:81 at spec.rules[0].matches[0] by shared/http",
    "/b.* ImplementationSpecific > shop/one:80 at spec.rules[0].matches[1] by shared/http [only for certain headers]",
    "/b.* ImplementationSpecific > erp/two:81 at spec.rules[0].matches[1] by shared/http [only for certain headers]",
    "/ Prefix > (a redirect) at spec.rules[1] by shared/http",
    "/ Prefix > (Bucket files) at spec.rules[2].matches[0] by shared/http [only for certain method]",
  ]);
});

it("reads gRPC methods as paths", () => {
  const rules = `
    - { matches: [{ method: { service: shop.Cart, method: Add } }, { method: { service: shop.Cart } }, {}], backendRefs: [{ name: cart, port: 9000 }] }`;
  expect(
    lines({ kind: "GRPCRoute", hostnames: "[g.example.com]", rules }).map((line) => line.split(" > ")[0]),
  ).toEqual([
    "plain g.example.com /shop.Cart/Add Exact",
    "plain g.example.com /shop.Cart Prefix",
    "plain g.example.com / Prefix",
  ]);
});

it("leaves out mesh parents, and keeps rules whose Gateway was not read", () => {
  const yaml = `
apiVersion: gateway.networking.k8s.io/v1beta1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ group: "", kind: Service, name: web }, { name: gone }]
  hostnames: [A.example.com]
  rules: ${RULES}
`;
  expect(routeLines(routesOf(testWorld(yaml)))).toEqual([
    "plain a.example.com / Prefix > shop/web:80 at spec.rules[0] by gone (Gateway shop/gone was not read)",
  ]);
});
