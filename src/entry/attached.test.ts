import { expect, it } from "vitest";
import { loadProfile } from "../config/profiles.ts";
import { testWorld } from "../guarantees/testing.ts";
import { PLAIN_ENTRY_PLAN } from "../platforms/entry-plan.ts";
import { reachOf, unentered } from "./reach.ts";
import { entryNodes, site } from "./testing-clusters.ts";

const profile = await loadProfile("elastx-caas-v2");

/** `port host/path verdict`, and `? host/path why` for what no entry leads to. */
function ways(yaml: string): string[] {
  const world = testWorld(yaml, { nodes: entryNodes() });
  const context = { profile, entryPlan: PLAIN_ENTRY_PLAN };
  return [
    ...[...reachOf(world, world, context)].map(
      ({ route, arrival, verdict }) => `${arrival.entry.port} ${route.host}${route.path} ${verdict}`,
    ),
    ...[...unentered(world, world, context)].map(({ route, why }) => `? ${route.host}${route.path} ${why}`),
  ];
}

const APP = site("web.example.com").slice(site("web.example.com").indexOf("---\napiVersion: v1"));
const ROUTE = "services: [{ name: web, port: 80 }]";

/** A proxy of files: its pods' ports by name, and the Service of type LoadBalancer before them. */
function proxy(
  labels: string,
  container: string,
  ports: readonly (readonly [name: string, port: number, target: number])[],
  namesPorts = true,
): string {
  const named = ports.map(([name, , target]) =>
    namesPorts ? `{ name: ${name}, containerPort: ${target} }` : `{ containerPort: ${target} }`,
  );
  return `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: proxy, namespace: edge }
spec:
  selector: { matchLabels: { ${labels} } }
  template:
    metadata: { labels: { ${labels} } }
    spec: { containers: [{ ${container}, ports: [${named}] }] }
---
apiVersion: v1
kind: Service
metadata: { name: proxy, namespace: edge }
spec:
  type: LoadBalancer
  selector: { ${labels} }
  ports: [${ports.map(([name, port, target]) => `{ name: ${name}, port: ${port}, targetPort: ${target} }`)}]
`;
}

/** Traefik as its chart and K3s start it. */
const TRAEFIK = proxy(
  "app: traefik",
  `name: traefik, image: "traefik:v2.11.8", args: [--entrypoints.web.address=:8000/tcp, --entrypoints.websecure.address=:8443/tcp, --entrypoints.traefik.address=:9000/tcp, --providers.kubernetescrd, --providers.kubernetesingress]`,
  [
    ["web", 80, 8000],
    ["websecure", 443, 8443],
    ["pg", 5432, 5432],
  ],
);

it.each([
  ["entryPoints: [websecure], ", ["443 a.example/ reachable"]],
  ["entryPoints: [web], ", ["80 a.example/ reachable"]],
  ["", ["80 a.example/ reachable", "443 a.example/ reachable"]],
  ["tls: {}, ", ["443 a.example/ reachable"]],
  // Set up in a file that nobody read: it may be any of them.
  ["entryPoints: [partners], ", ["80 a.example/ unknown", "443 a.example/ unknown"]],
  [
    "entryPoints: [traefik], ",
    ["? a.example/ no entry that is known leads to the listeners of Deployment edge/proxy that it is at"],
  ],
])("has an IngressRoute with %s at these ports", (where, expected) => {
  const route = `---
apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata: { name: a, namespace: shop }
spec: { ${where}routes: [{ match: "Host(\`a.example\`)", kind: Rule, ${ROUTE} }] }
`;
  expect(ways(`${TRAEFIK}${APP}${route}`)).toEqual(expected);
});

it("goes by Traefik's annotation of an Ingress, and takes no plain port for HTTP", () => {
  const annotations = "traefik.ingress.kubernetes.io/router.entrypoints: websecure";
  const tcp = `---
apiVersion: traefik.io/v1alpha1
kind: IngressRouteTCP
metadata: { name: pg, namespace: shop }
spec: { entryPoints: [pg], routes: [{ match: "HostSNI(\`*\`)", ${ROUTE} }] }
---
apiVersion: traefik.io/v1alpha1
kind: IngressRouteUDP
metadata: { name: dns, namespace: shop }
spec: { entryPoints: [dns], routes: [{ ${ROUTE} }] }
`;
  expect(ways(`${TRAEFIK}${site("web.example.com", { annotations })}${tcp}`)).toEqual([
    "443 web.example.com/ reachable",
    "? / no entry that is known leads to the listeners of Deployment edge/proxy that it is at",
    "? / which port of Deployment edge/proxy it is at is not followed",
  ]);
});

it("finds Istio's gateway by its Service's ports, which its pods do not name", () => {
  const istio = proxy(
    "istio: ingressgateway",
    `name: istio-proxy, image: "docker.io/istio/proxyv2:1.20.3"`,
    [
      ["status-port", 15021, 15021],
      ["http2", 80, 8080],
      ["https", 443, 8443],
    ],
    false,
  );
  const gateway = (name: string, port: string, host: string) => `---
apiVersion: networking.istio.io/v1alpha3
kind: Gateway
metadata: { name: ${name}, namespace: shop }
spec: { selector: { istio: ingressgateway }, servers: [{ port: { ${port} }, hosts: ["${host}"] }] }
---
apiVersion: networking.istio.io/v1alpha3
kind: VirtualService
metadata: { name: ${name}, namespace: shop }
spec: { hosts: ["${host}"], gateways: [${name}], http: [{ route: [{ destination: { host: web, port: { number: 80 } } }] }] }
`;
  expect(
    ways(
      `${istio}${APP}${gateway("plain", "number: 80, name: http, protocol: HTTP", "*")}${gateway("tls", "number: 443, name: https, protocol: HTTPS", "sec.example.com")}`,
    ),
  ).toEqual(["80 / reachable", "443 sec.example.com/ reachable"]);
});

const GATEWAY = (listeners: string) => `---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: eg, namespace: shop }
spec: { gatewayClassName: eg, listeners: [${listeners}] }
`;
const HTTP_ROUTE = (name: string, section: string) => `---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: ${name}, namespace: shop }
spec: { parentRefs: [{ name: eg, sectionName: ${section} }], hostnames: [${name}.example.com], rules: [{ backendRefs: [{ name: web, port: 80 }] }] }
`;
const EG =
  "gateway.envoyproxy.io/owning-gateway-name: eg, gateway.envoyproxy.io/owning-gateway-namespace: shop";
const ENVOY = `name: envoy, image: "envoyproxy/envoy:distroless-v1.29.2"`;

it("has a route of the Gateway API at the listener it names", () => {
  const envoy = proxy(EG, ENVOY, [
    ["http-80", 80, 10_080],
    ["https-443", 443, 10_443],
  ]);
  const gateway = GATEWAY(
    "{ name: http, protocol: HTTP, port: 80 }, { name: https, protocol: HTTPS, port: 443 }, { name: tcp, protocol: TCP, port: 5432 }",
  );
  expect(ways(`${envoy}${APP}${gateway}${HTTP_ROUTE("a", "https")}${HTTP_ROUTE("b", "http")}`)).toEqual([
    "80 b.example.com/ reachable",
    "443 a.example.com/ reachable",
  ]);
});

it("follows a Gateway's listener at a port of its own", () => {
  const envoy = proxy(EG, ENVOY, [["http-8080", 8080, 8080]]);
  const gateway = GATEWAY("{ name: http, protocol: HTTP, port: 8080 }");
  expect(ways(`${envoy}${APP}${gateway}${HTTP_ROUTE("a", "http")}`)).toEqual([
    "8080 a.example.com/ reachable",
  ]);
});
