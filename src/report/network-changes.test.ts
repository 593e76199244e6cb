import { expect, test } from "vitest";
import { networkWorld } from "../../bench/network-world.ts";
import { resourceOf } from "../guarantees/testing.ts";
import type { NodeModel } from "../world/node.ts";
import type { World } from "../world/world.ts";
import { networkChanges } from "./network-changes.ts";
import { networkSchema } from "./network-section.ts";

const TEN = Array.from({ length: 10 }, (_, index) => `198.51.${index}.7`);

function node(name: string, address: string | undefined): NodeModel {
  return {
    name,
    generation: 0,
    role: "worker",
    labels: {},
    taints: [],
    unschedulable: false,
    zone: undefined,
    allocatable: undefined,
    addresses: address === undefined ? [] : [{ type: "InternalIP", address }],
    minor: 25,
    resource: resourceOf({ apiVersion: "v1", kind: "Node", metadata: { name } }),
  };
}

/** A move in which every node gets an address of its own: as it is, half of them, all of them, settled. */
function route(base: World): readonly World[] {
  const before = TEN.map((address, index) => node(`w${index}`, address.replace(/7$/, "8")));
  const after = TEN.map((address, index) => node(`w${index}`, address));
  const half = before.map((one, index) => (index % 2 === 0 ? one : (after[index] ?? one)));
  const roll = { from: before, to: after, surge: 1, replaced: true };
  return [
    { ...base, state: "now", nodes: before },
    { ...base, state: "rolling", nodes: half, roll },
    { ...base, state: "new", nodes: after },
    { ...base, state: "settled", nodes: after },
  ];
}

test("states with one network are one, and each is compared with the one before and with the first", () => {
  const found = networkChanges(route(networkWorld(150)));
  expect(networkSchema.parse(found)).toEqual(found);
  expect(found?.states).toEqual([["now"], ["rolling"], ["new", "settled"]]);
  expect(found?.comparisons.map(({ before, after }) => [before, after])).toEqual([
    [0, 1],
    [1, 2],
    [0, 2],
  ]);
  // 150 workloads may send to 443 in one of 100 blocks each, without the one address the nodes get.
  const [half, , whole] = found?.comparisons ?? [];
  expect(half?.counts).toMatchObject({ lost: 5, "may-be-lost": 0, gained: 0, "may-be-gained": 0 });
  expect(whole?.counts.lost).toBe(10);
  expect(whole?.changes[0]).toMatchObject({
    change: "lost",
    to: { ends: [{ type: "nodes", more: 0, all: false }], more: 0 },
    ports: { TCP: [[443, 443]] },
  });
});

test("what is listed is bounded however large the cluster", () => {
  const found = networkChanges(route(networkWorld(1500)));
  expect(JSON.stringify(found).length).toBeLessThan(200_000);
  const listed = found?.namespaces.reduce((sum, { workloads }) => sum + workloads.length, 0);
  expect(listed).toBe(400);
  expect(found?.namespaces.reduce((sum, { workloads, more }) => sum + workloads.length + more, 0)).toBe(1500);
  for (const { from, to } of found?.comparisons.flatMap(({ changes }) => changes) ?? []) {
    expect(from.ends.length).toBeLessThanOrEqual(60);
    expect(to.ends.length).toBeLessThanOrEqual(60);
  }
});

test("with thousands of policies the states in which nodes are replaced are left out", () => {
  const base = networkWorld(1);
  const [policy] = base.objects.list("NetworkPolicy.networking.k8s.io");
  if (policy === undefined) throw new Error("the example has policies");
  const put = Array.from({ length: 4_001 }, (_, index) => ({
    ...policy,
    ref: { ...policy.ref, name: `copy-${index}` },
  }));
  const found = networkChanges(route({ ...base, objects: base.objects.with({ put }) }));
  expect(found?.states.flat()).toEqual(["now", "new", "settled"]);
});

test("without policies there is nothing to compare, and without a move nothing at all", () => {
  const base = networkWorld(2);
  const remove = base.objects.list("NetworkPolicy.networking.k8s.io").map(({ ref }) => ref);
  const found = networkChanges(route({ ...base, objects: base.objects.with({ remove }) }));
  expect(found).toMatchObject({ policies: 0, comparisons: [], namespaces: [] });
  expect(found?.states).toEqual([["now", "rolling", "new", "settled"]]);
  expect(networkChanges([])).toBeUndefined();
});
