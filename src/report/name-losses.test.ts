import { expect, test } from "vitest";
import { app, CALICO, CORE_DNS, policy, profile } from "../guarantees/dns-resolution/testing.ts";
import { testWorld } from "../guarantees/testing.ts";
import { simulateRoute } from "../simulate/route.ts";
import { nameLosses } from "./name-losses.ts";
import { networkChanges } from "./network-changes.ts";
import { networkSchema } from "./network-section.ts";

const CACHE_ONLY =
  "{ podSelector: {}, policyTypes: [Egress], egress: [{ to: [{ ipBlock: { cidr: 169.254.25.10/32 } }], ports: [{ protocol: UDP, port: 53 }] }] }";

function changes(yaml: string) {
  const world = testWorld(CORE_DNS + CALICO + yaml);
  const worlds = simulateRoute(world, profile, { target: 26 }).map((state) => state.world);
  const found = networkChanges(worlds, (now) => nameLosses(world, now, profile));
  return networkSchema.parse(found);
}

test("pods that may ask the cache alone lose their names where nodes no longer have one", () => {
  const { states, comparisons } = changes(
    `${app("shop")}${app("shop", "api")}${app("crm")}${policy("shop", "dns", CACHE_ONLY)}`,
  );
  expect(states[0]).toContain("v1");
  expect(states.at(-1)).toEqual(["upgrade-rolling", "upgraded", "settled"]);
  const whole = comparisons.find(({ before, after }) => before === 0 && after === states.length - 1);
  expect(whole?.counts["names-lost"]).toBe(1);
  expect(whole?.changes[0]).toMatchObject({
    change: "names-lost",
    to: { ends: [{ namespace: "kube-system", name: "coredns", kind: "Deployment" }] },
    ports: { UDP: [[53, 53]] },
  });
  expect(whole?.changes[0]?.from).toEqual({
    ends: [{ type: "namespace", namespace: "shop", workloads: 2 }],
    more: 0,
  });
});

test("of a namespace of which only some pods are concerned, those are named, and the others drawn", () => {
  const some = CACHE_ONLY.replace("podSelector: {}", "podSelector: { matchLabels: { app: api } }");
  const { comparisons, namespaces } = changes(
    `${app("shop")}${app("shop", "api")}${policy("shop", "dns", some)}`,
  );
  expect(comparisons.at(-1)?.changes[0]?.from.ends).toEqual([
    { type: "workload", namespace: "shop", name: "api", kind: "Deployment" },
  ]);
  expect(namespaces.find(({ name }) => name === "shop")?.workloads).toHaveLength(2);
});

test("pods that may ask CoreDNS too lose nothing, and without policies nobody does", () => {
  const open = "{ podSelector: {}, policyTypes: [Egress], egress: [{}] }";
  expect(changes(`${app("shop")}${policy("shop", "dns", open)}`).comparisons).toEqual([]);
  expect(changes(app("shop")).comparisons).toEqual([]);
});

test("going on with what is lost already is no loss of the next step", () => {
  const { comparisons } = changes(`${app("shop")}${policy("shop", "dns", CACHE_ONLY)}`);
  const losing = comparisons.filter(({ counts }) => counts["names-lost"] > 0);
  expect(new Set(losing.map(({ after }) => after)).size).toBe(1);
});
