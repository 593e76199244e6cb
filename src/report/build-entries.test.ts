import { expect, test } from "vitest";
import { entryWorld } from "../../bench/entry-world.ts";
import { loadProfile } from "../config/profiles.ts";
import { balancer, chartNginx, entryNodes, kubesprayNginx, site } from "../entry/testing-clusters.ts";
import { testWorld } from "../guarantees/testing.ts";
import { type EntryPlan, PLAIN_ENTRY_PLAN } from "../platforms/entry-plan.ts";
import type { RouteName } from "../platforms/profile.ts";
import { simulateRoute } from "../simulate/route.ts";
import type { World } from "../world/world.ts";
import { entriesSection } from "./build-entries.ts";
import { type AssessmentEntries, type EntryWay, entriesSchema } from "./entries-section.ts";

const profile = await loadProfile("elastx-caas-v2");
const LABELS = "app.kubernetes.io/name: ingress-nginx, app.kubernetes.io/instance: edge";

function sectionOf(
  world: World,
  entryPlan: EntryPlan = PLAIN_ENTRY_PLAN,
  route: RouteName = "in-place",
): AssessmentEntries {
  const states = simulateRoute(world, profile, { target: 26, entryPlan, route });
  const found = entriesSection(
    states.map((state) => state.world),
    { profile, entryPlan },
  );
  return entriesSchema.parse(found);
}

function shop(yaml: string): World {
  return testWorld(yaml, { nodes: entryNodes() });
}

/** `v1 load-balancer-attached: open yes`, a line for each view. */
function story({ views }: EntryWay): string[] {
  return views.map(({ states, status, connections: [first] }) =>
    [`${states.join(" ")}:`, status, first?.used, first?.result, first?.sees].filter(Boolean).join(" "),
  );
}

test("visitors leave the nodes' addresses for the provider's load balancer", () => {
  const [target] = sectionOf(shop(`${kubesprayNginx()}${site("www.example.com")}`)).targets;
  expect(target).toMatchObject({
    role: "controller",
    controller: "ingress-nginx",
    hosts: { served: 1, names: ["www.example.com"] },
  });
  const [nodes, provided] = target?.ways ?? [];
  expect(nodes?.kind).toBe("node");
  expect(nodes && story(nodes)).toEqual([
    "v1 load-balancer-attached traffic-switching: open yes works client",
    "traffic-switched: open no works client",
    "cluster-api-rolling: addresses-lost no works client",
    "cluster-api upgrade-rolling upgraded settled: addresses-lost no works client",
  ]);
  expect(provided).toMatchObject({ kind: "balancer", owner: "platform", mode: "tcp" });
  expect(provided && story(provided)).toEqual([
    "load-balancer-attached: open no works balancer",
    "traffic-switching traffic-switched cluster-api-rolling cluster-api upgrade-rolling upgraded settled: open yes works balancer",
  ]);
  expect(nodes?.views[0]).toMatchObject({
    addresses: ["203.0.113.11", "203.0.113.12"],
    addressesKnown: true,
  });
});

test("with PROXY protocol the nodes' addresses refuse, for every host, and it is said why", () => {
  const world = shop(`${kubesprayNginx()}${site("www.example.com")}${site("api.example.com")}`);
  const [target] = sectionOf(world, { ...PLAIN_ENTRY_PLAN, mode: "proxy-protocol" }).targets;
  const refused = target?.ways[0]?.views.find(({ states }) => states.includes("traffic-switched"));
  expect(refused?.connections[0]).toMatchObject({
    ports: ["80/TCP", "443/TCP"],
    result: "broken-header",
    hosts: { reachable: 0, refused: 2, unknown: 0 },
    reasons: ["the listener expects a PROXY header, and the connection has none"],
  });
});

test("a proxy in front stands before load balancers alone", () => {
  const plan: EntryPlan = { ...PLAIN_ENTRY_PLAN, mode: "forwarded-headers", proxyRanges: ["192.0.2.0/24"] };
  const [target] = sectionOf(shop(`${kubesprayNginx()}${site("www.example.com")}`), plan).targets;
  const proxied = target?.ways.map(({ kind, views }) => [
    kind,
    [...new Set(views.flatMap(({ connections }) => connections.map((one) => one.proxied)))],
  ]);
  expect(proxied).toEqual([
    ["node", [false]],
    ["balancer", [true]],
  ]);
});

test("what is reached without a controller, and hosts nobody serves, are there too", () => {
  const world = shop(`${site("www.example.com")}${balancer("shop", "app: www")}`);
  const { targets, unserved } = sectionOf(world);
  expect(targets.map(({ role, object }) => [role, object?.name])).toEqual([
    ["workload", "www"],
    ["api-server", undefined],
  ]);
  expect(targets[0]?.ways[0]).toMatchObject({ service: "shop/public", owner: "service" });
  expect(unserved).toEqual({ hosts: 1, names: ["www.example.com"], more: 0 });
});

test("a new cluster has ways of its own, and the old ones end with the old cluster", () => {
  const world = shop(
    `${chartNginx({ className: "nginx" })}${balancer("edge", LABELS)}${site("www.example.com")}`,
  );
  const ways = sectionOf(world, PLAIN_ENTRY_PLAN, "new-cluster").targets[0]?.ways ?? [];
  const services = ways.filter(({ service }) => service === "edge/public");
  expect(services).toHaveLength(2);
  const [old, fresh] = services;
  expect([old?.cluster, fresh?.cluster]).toEqual([undefined, "new"]);
  expect(old?.views[0]?.states).toContain("v1");
  expect(old?.views.at(-1)?.status).toBe("gone");
  expect(fresh?.views.flatMap(({ states }) => states)).not.toContain("v1");
  expect(fresh?.views.at(-1)).toMatchObject({ status: "open", connections: [{ used: "yes" }] });
});

test("every view's states are states of the move, each in one view of a way", () => {
  for (const route of ["in-place", "new-cluster"] as const) {
    const { targets } = sectionOf(
      shop(`${kubesprayNginx()}${site("www.example.com")}`),
      PLAIN_ENTRY_PLAN,
      route,
    );
    for (const { views } of targets.flatMap(({ ways }) => ways)) {
      const states = views.flatMap((view) => view.states);
      expect(new Set(states).size).toBe(states.length);
    }
  }
});

test("thousands of hosts take no more room than a few", () => {
  const [few, many] = [50, 3_000].map((count) => JSON.stringify(sectionOf(entryWorld(count, 20))).length);
  expect(many).toBeLessThan((few ?? 0) + 2_000);
});

test("without a move there is none", () => {
  expect(entriesSection([], { profile, entryPlan: PLAIN_ENTRY_PLAN })).toBeUndefined();
});
