import { expect, it } from "vitest";
import { loadProfile } from "../config/profiles.ts";
import { testWorld } from "../guarantees/testing.ts";
import { type EntryPlan, PLAIN_ENTRY_PLAN } from "../platforms/entry-plan.ts";
import { simulateRoute } from "../simulate/route.ts";
import { reachOf, unserved } from "./reach.ts";
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
