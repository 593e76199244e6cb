import { expect, it } from "vitest";
import { loadProfile } from "../config/profiles.ts";
import { testNode, testWorld } from "../guarantees/testing.ts";
import { simulateRoute } from "./route.ts";

const profile = await loadProfile("elastx-caas-v2");
const worker = testNode("worker-1", {
  labels: { "example.com/pool": "fast", "node.cluster.x-k8s.io/pool": "a" },
  taints: [{ key: "dedicated", value: "db", effect: "NoSchedule" }],
  internalIP: "10.128.0.11",
  externalIP: "203.0.113.11",
});
const nodes = [
  testNode("master-1", { role: "control-plane", internalIP: "10.128.0.5" }),
  worker,
  testNode("worker-2"),
  testNode("worker-3"),
];

function route(minor: number, target: number) {
  return simulateRoute(testWorld("", { nodes, minor }), profile, { target });
}

it("passes the states of the design, mixed ones before what they lead to", () => {
  expect(route(25, 26).map((state) => state.id)).toEqual([
    "v1",
    "load-balancer-attached",
    "traffic-switching",
    "traffic-switched",
    "cluster-api-rolling",
    "cluster-api",
    "upgrade-rolling",
    "upgraded",
    "settled",
  ]);
});

it("rolls once more for each further minor", () => {
  const states = route(25, 28);
  expect(states.map((state) => state.id).slice(7)).toEqual([
    "upgraded",
    "upgrade-1.27-rolling",
    "upgraded-1.27",
    "upgrade-1.28-rolling",
    "upgraded-1.28",
    "settled",
  ]);
  expect(states.at(-1)?.world.api.minor).toBe(28);
});

it("first passes the minors an older cluster has left on the old platform, keeping its nodes", () => {
  const states = route(22, 26);
  expect(states.map((state) => state.id).slice(0, 3)).toEqual(["v1", "v1-upgrading", "v1-upgraded"]);
  expect(states[2]?.world.api.minor).toBe(25);
  expect(states[1]?.world.roll).toMatchObject({ replaced: false });
  expect(states[2]?.world.nodes.map((node) => node.name)).toEqual(nodes.map((node) => node.name));
});

it("has old and new nodes side by side while they roll, and only new ones after", () => {
  const byId = new Map(route(25, 26).map((state) => [state.id, state.world]));
  const generations = (id: string) => byId.get(id)?.nodes.map((node) => node.generation);
  expect(generations("cluster-api-rolling")).toEqual([1, 1, 0, 1]);
  expect(generations("cluster-api")).toEqual([1, 1, 1, 1]);
  expect(generations("upgrade-rolling")).toEqual([2, 2, 1, 2]);
  expect(generations("settled")).toEqual([2, 2, 2, 2]);
});

it("keeps custom labels under Cluster API and loses them and custom taints with 1.26", () => {
  const byId = new Map(route(25, 26).map((state) => [state.id, state.world.nodes[1]]));
  expect(byId.get("cluster-api")?.labels["example.com/pool"]).toBe("fast");
  expect(byId.get("cluster-api")?.taints.length).toBe(1);
  expect(byId.get("upgraded")?.labels).toMatchObject({
    "node.cluster.x-k8s.io/pool": "a",
    "topology.kubernetes.io/zone": "nova-1",
    "kubernetes.io/hostname": "worker-1+2",
  });
  expect(byId.get("upgraded")?.labels["example.com/pool"]).toBeUndefined();
  expect(byId.get("upgraded")?.taints).toEqual([]);
});

it("takes every address and the API server's endpoints away with Cluster API", () => {
  const byId = new Map(route(25, 26).map((state) => [state.id, state.world]));
  expect(byId.get("traffic-switched")?.nodes[1]?.addresses.length).toBe(2);
  expect(byId.get("cluster-api")?.nodes.flatMap((node) => node.addresses)).toEqual([]);
  expect(byId.get("traffic-switched")?.api.endpoints.length).toBeGreaterThan(0);
  expect(byId.get("cluster-api")?.api.endpoints).toEqual([]);
  expect(byId.get("cluster-api-rolling")?.api.interrupted).toBe(true);
  expect(byId.get("cluster-api")?.api.interrupted).toBe(false);
});

it("takes StorageClasses away at the minor the profile names", () => {
  const removed = (target: number) => route(25, target).at(-1)?.world.storageClassesRemoved;
  expect(removed(26)).toEqual(["4k"]);
  expect(removed(32)).toEqual(["4k", "8k", "16k", "v1-dynamic-40"]);
});

it("shares the objects of all worlds", () => {
  const states = route(25, 27);
  expect(new Set(states.map((state) => state.world.objects)).size).toBe(1);
});
