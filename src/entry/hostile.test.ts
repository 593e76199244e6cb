import fc from "fast-check";
import { it } from "vitest";
import { manifests, testProfile, testWorld } from "../guarantees/testing.ts";
import { PLAIN_ENTRY_PLAN } from "../platforms/entry-plan.ts";
import { isObject, type Json } from "../world/json.ts";
import type { KubeObject } from "../world/resource.ts";
import { certManagerOf } from "./cert-manager.ts";
import { controllersOf } from "./controllers/controllers-of.ts";
import { configMapYaml, workloadYaml } from "./controllers/testing.ts";
import { reachOf, unentered } from "./reach.ts";
import { routesOf } from "./routes/routes-of.ts";
import { servingOfRoute } from "./serving-route.ts";

const OBJECTS = manifests(
  [
    workloadYaml({
      args: [
        "/nginx-ingress-controller",
        "--configmap=ingress/a",
        "--tcp-services-configmap=ingress/a",
        "--watch-namespace-selector=a in (b)",
      ],
    }),
    workloadYaml({
      name: "traefik",
      image: "traefik:v2.10",
      args: ["--providers.kubernetesingress"],
      ports: { web: 80 },
    }),
    workloadYaml({ name: "kong", image: "kong:3", container: "proxy", args: [] }),
    workloadYaml({
      name: "cert-manager",
      image: "cert-manager-controller:v1.11.0",
      args: ["--feature-gates=A=true"],
    }),
    configMapYaml("ingress", "a", { "80": "x", "2222": "a/b:c:PROXY" }),
    `
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: { name: nginx, annotations: { ingressclass.kubernetes.io/is-default-class: "true" } }
spec: { controller: k8s.io/ingress-nginx }
`,
    `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop }
spec:
  ingressClassName: nginx
  tls: [{ hosts: [a.example] }]
  defaultBackend: { service: { name: a, port: { number: 1 } } }
  rules: [{ host: a.example, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: a, port: { name: b } } } }] } }]
`,
    `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: g, namespace: shop }
spec: { gatewayClassName: x, listeners: [{ name: a, port: 80, protocol: HTTP, hostname: "*.example", allowedRoutes: { namespaces: { from: Selector, selector: { matchLabels: { a: b } } } } }] }
`,
    `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: r, namespace: shop }
spec: { parentRefs: [{ name: g }], hostnames: [a.example], rules: [{ matches: [{ path: { type: Exact, value: /a } }], backendRefs: [{ name: a, port: 80 }] }] }
`,
    `
apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata: { name: t, namespace: shop }
spec: { routes: [{ match: "Host(\`a.example\`)", services: [{ name: a, port: 80 }] }] }
`,
    `
apiVersion: projectcontour.io/v1
kind: HTTPProxy
metadata: { name: p, namespace: shop }
spec: { virtualhost: { fqdn: a.example }, routes: [{ conditions: [{ prefix: / }], services: [{ name: a, port: 80 }] }], includes: [{ name: p }] }
`,
    `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: v, namespace: shop }
spec: { hosts: [a.example], gateways: [g], http: [{ match: [{ uri: { prefix: / } }], route: [{ destination: { host: a } }] }] }
`,
    `
apiVersion: v1
kind: Service
metadata: { name: a, namespace: shop }
spec: { type: LoadBalancer, selector: { a: b }, externalIPs: [192.0.2.1], loadBalancerSourceRanges: [192.0.2.0/24], ports: [{ port: 80, nodePort: 30080, targetPort: b }] }
`,
    `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: n, namespace: ingress }
spec: { podSelector: {}, policyTypes: [Ingress], ingress: [{ from: [{ ipBlock: { cidr: 192.0.2.0/24, except: [192.0.2.1/32] } }], ports: [{ port: 80 }] }] }
`,
  ].join("---\n"),
);

/** Every place in a value, deepest last. */
function placesOf(value: Json | undefined, here: readonly (string | number)[] = []): (string | number)[][] {
  const inside = Array.isArray(value)
    ? value.flatMap((entry, index) => placesOf(entry, [...here, index]))
    : isObject(value)
      ? Object.entries(value).flatMap(([key, entry]) => placesOf(entry, [...here, key]))
      : [];
  return [[...here], ...inside];
}

function replaced(value: Json | undefined, [first, ...rest]: readonly (string | number)[], by: Json): Json {
  if (first === undefined) return by;
  if (Array.isArray(value))
    return value.map((entry, index) => (index === first ? replaced(entry, rest, by) : entry));
  return {
    ...(value as object),
    [first]: replaced((value as Record<string, Json>)[first], rest, by),
  } as Json;
}

it("answers whatever stands in the objects' fields", () => {
  const junk = fc.constantFrom<Json>(
    null,
    7,
    "",
    "x",
    [],
    [null],
    {},
    { a: 1 },
    [[]],
    true,
    "__proto__",
    "*.",
    "a/b/c",
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(), fc.nat(), junk), { maxLength: 6 }), (changes) => {
      const objects = [...OBJECTS];
      for (const [which, where, by] of changes) {
        const at = which % objects.length;
        const object = objects[at] as KubeObject;
        // Names and kinds are checked where objects are read.
        const key = ["spec", "data"].find((one) => object[one] !== undefined) ?? "spec";
        const places = placesOf(object[key]);
        const place = places[where % places.length] ?? [];
        objects[at] = { ...object, [key]: replaced(object[key], place, by) };
      }
      const world = testWorld(objects);
      const controllers = controllersOf(world, testProfile());
      certManagerOf(world, testProfile());
      for (const route of routesOf(world)) servingOfRoute(route, controllers, world);
      const context = { profile: testProfile(), entryPlan: PLAIN_ENTRY_PLAN };
      for (const { verdict, route } of reachOf(world, world, context)) {
        // What could not be read is nothing that visitors get to.
        if (route.backend.kind === "other" && verdict === "reachable") throw new Error(route.backend.words);
      }
      for (const { why } of unentered(world, world, context)) if (why === "") throw new Error("no reason");
    }),
    { numRuns: 400 },
  );
}, 60_000);
