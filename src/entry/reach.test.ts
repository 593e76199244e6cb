import { expect, it } from "vitest";
import { loadProfile } from "../config/profiles.ts";
import { testWorld } from "../guarantees/testing.ts";
import { type EntryPlan, PLAIN_ENTRY_PLAN } from "../platforms/entry-plan.ts";
import { simulateRoute } from "../simulate/route.ts";
import { reachOf, unentered, unserved } from "./reach.ts";
import { chartNginx, entryNodes, kubesprayNginx, site } from "./testing-clusters.ts";

const profile = await loadProfile("elastx-caas-v2");

/** `host by entry's way: verdict why (used; sees > tells)` for port 443. */
function reached(yaml: string, state = "v1", mode: EntryPlan["mode"] = "tcp"): string[] {
  const world = testWorld(yaml, { nodes: entryNodes() });
  const entryPlan = { ...PLAIN_ENTRY_PLAN, mode };
  const states = simulateRoute(world, profile, { target: 26, entryPlan });
  const now = states.find(({ id }) => id === state)?.world ?? world;
  return [...reachOf(world, now, { profile, entryPlan })]
    .filter(({ arrival }) => arrival.listener === "https")
    .map(
      ({ route, arrival: { entry, used, sees, tells }, verdict, why }) =>
        `${route.host} by ${entry.through}: ${verdict}${why === undefined ? "" : ` ${why}`} (${used}; ${sees} > ${tells})`,
    );
}

const SITE = site("web.example.com");

it("gets a visitor to the pods, who is seen as himself", () => {
  expect(reached(`${kubesprayNginx()}${SITE}`)).toEqual([
    "web.example.com by host-port: reachable (yes; client > client)",
  ]);
});

it.each([
  [
    "tcp",
    "traffic-switching",
    "host-port: reachable (yes; client > client)",
    "balancer: reachable (yes; balancer > balancer)",
  ],
  [
    "proxy-protocol",
    "traffic-switching",
    "host-port: refused the listener expects a PROXY header, and the connection has none (yes; unknown > unknown)",
    "balancer: reachable (yes; client > client)",
  ],
  [
    "proxy-protocol",
    "load-balancer-attached",
    "host-port: reachable (yes; client > client)",
    "balancer: reachable (no; balancer > balancer)",
  ],
  [
    "tcp",
    "traffic-switched",
    "host-port: reachable (no; client > client)",
    "balancer: reachable (yes; balancer > balancer)",
  ],
] as const)("in mode %s, state %s", (mode, state, old, fresh) => {
  expect(reached(`${kubesprayNginx()}${SITE}`, state, mode)).toEqual([
    `web.example.com by ${old}`,
    `web.example.com by ${fresh}`,
  ]);
});

it.each([
  ["there is no Service shop/web", SITE.replace("kind: Service\n", "kind: Endpoints\n")],
  ["Service shop/web has no port 80", SITE.replace("ports: [{ port: 80,", "ports: [{ port: 81,")],
  [
    "Service shop/web selects no pod",
    SITE.replace("selector: { app: web }\n  ports", "selector: { app: other }\n  ports"),
  ],
  ["Service shop/web selects no pod", SITE.replace("replicas: 2", "replicas: 0")],
  [
    "Service shop/web: it has no endpoints",
    SITE.replace("selector: { app: web }\n  ports", "selector: {}\n  ports"),
  ],
])("is refused where %s", (why, broken) => {
  expect(broken).not.toBe(SITE);
  expect(reached(`${kubesprayNginx()}${broken}`)).toEqual([
    `web.example.com by host-port: refused ${why} (yes; client > client)`,
  ]);
});

it("is refused where policies do not let the controller through, and only there", () => {
  const policy = (from: string) => `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  policyTypes: [Ingress]
  ingress: [{ from: [{ namespaceSelector: { matchLabels: { name: ${from} } } }], ports: [{ port: http }] }]
`;
  expect(reached(`${kubesprayNginx()}${SITE}${policy("ingress-nginx")}`)[0]).toContain("reachable");
  expect(reached(`${kubesprayNginx()}${SITE}${policy("elsewhere")}`)[0]).toContain(
    "refused network policies do not let the controller through",
  );
});

it("names what nobody serves", () => {
  const world = testWorld(`${chartNginx({ className: "edge" })}${SITE}`, { nodes: entryNodes() });
  const [left] = unserved(world, { profile, entryPlan: PLAIN_ENTRY_PLAN });
  expect(left?.routes.map(({ host }) => host)).toEqual(["web.example.com"]);
  expect([...reachOf(world, world, { profile, entryPlan: PLAIN_ENTRY_PLAN })]).toEqual([]);
});

const BEFORE = (from: string) => `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: edge, namespace: ingress-nginx }
spec:
  podSelector: {}
  policyTypes: [Ingress]
  ingress: ${from}
`;
const NODE_PORT = `---
apiVersion: v1
kind: Service
metadata: { name: nodes, namespace: ingress-nginx }
spec:
  type: NodePort
  selector: { app.kubernetes.io/name: ingress-nginx }
  ports: [{ port: 443, targetPort: 443, nodePort: 30443 }]
`;

it.each([
  ["admits nobody", "[]", "refused network policies do not let clients in", "do not let the nodes in"],
  [
    "admits some clients",
    "[{ from: [{ ipBlock: { cidr: 192.0.2.0/24 } }] }]",
    "unknown network policies let some addresses in alone: only clients at those get through",
    "refused network policies do not let the nodes in",
  ],
  [
    "admits the nodes",
    "[{ from: [{ ipBlock: { cidr: 10.128.0.0/24 } }] }]",
    "unknown network policies let some addresses in alone: only clients at those get through",
    "reachable",
  ],
  [
    "admits one node",
    "[{ from: [{ ipBlock: { cidr: 10.128.0.11/32 } }] }]",
    "unknown network policies let some addresses in alone: only clients at those get through",
    "unknown network policies let some addresses in alone: whether the nodes' are among them is not known for all",
  ],
  ["admits everybody", "[{}]", "reachable", "reachable"],
  ["leaves the port out", "[{ ports: [{ port: 80 }] }]", "refused network policies do", "refused network"],
])("asks the policies before the controller: one that %s", (_, from, direct, byNode) => {
  const [first, second] = reached(`${kubesprayNginx({ hostPorts: true })}${NODE_PORT}${SITE}${BEFORE(from)}`);
  expect(first).toContain(`host-port: `);
  expect(first).toContain(direct);
  expect(second).toContain("node-port: ");
  expect(second).toContain(byNode);
});

it("asks no policy before a controller on its nodes' network, and doubts one about a balancer that is to come", () => {
  const onHost = kubesprayNginx({ spec: "hostNetwork: true" });
  expect(reached(`${onHost}${SITE}${BEFORE("[]")}`)[0]).toContain("host-network: reachable");
  const some = BEFORE("[{ from: [{ ipBlock: { cidr: 10.128.0.250/32 } }] }]");
  const [, fresh] = reached(`${kubesprayNginx()}${SITE}${some}`, "traffic-switching");
  expect(fresh).toContain("balancer: unknown network policies let some addresses in alone: whether the load");
});

it("names what is served but by no entry: a node port that is only given when its Service is made", () => {
  const unnumbered = NODE_PORT.replace(", nodePort: 30443", "");
  const world = testWorld(`${kubesprayNginx({ hostPorts: false })}${unnumbered}${SITE}`, {
    nodes: entryNodes(),
  });
  const left = [...unentered(world, world, { profile, entryPlan: PLAIN_ENTRY_PLAN })];
  expect(left.map(({ route, why }) => `${route.host} ${why}`)).toEqual([
    "web.example.com no entry that is known leads to DaemonSet ingress-nginx/controller",
  ]);
});

it("says what of a ConfigMap keeps it from telling", () => {
  expect(reached(`${kubesprayNginx({ settings: "use-proxy-protocol: true" })}${SITE}`)).toEqual([
    "web.example.com by host-port: unknown ConfigMap ingress-nginx/ingress-nginx has values that are no texts, as no API server takes it (yes; unknown > unknown)",
  ]);
});
