import { expect, it } from "vitest";
import { minimalNodes, rolled, rolling, testNode, testWorld } from "../../guarantees/testing.ts";
import type { NodeModel } from "../../world/node.ts";
import { balancerMembers, EXCLUDED, memberSelector } from "./members.ts";
import { balancerService, controllerObject, OPENSTACK_CONTROLLER } from "./testing.ts";

const SELECTOR = "loadbalancer.openstack.org/node-selector";
const names = (nodes: readonly NodeModel[]) => nodes.map(({ name }) => name);
const world = (version: string, options: Parameters<typeof testWorld>[1] = {}) =>
  testWorld([controllerObject(`${OPENSTACK_CONTROLLER}:${version}`)], options);

it("leaves out nodes labelled out and nodes the autoscaler takes away, not cordoned ones", () => {
  const nodes = [
    testNode("master-1", { role: "control-plane", labels: { [EXCLUDED]: "" } }),
    testNode("worker-1", { unschedulable: true }),
    testNode("worker-2", {
      taints: [{ key: "ToBeDeletedByClusterAutoscaler", value: "1", effect: "NoSchedule" }],
    }),
    testNode("worker-3"),
  ];
  expect(names(balancerMembers(balancerService(), world("v1.25.6", { nodes })))).toEqual([
    "worker-1",
    "worker-3",
  ]);
});

it("leaves masters out by their role before 1.21 only", () => {
  const nodes = [
    testNode("master-1", { labels: { "node-role.kubernetes.io/master": "" } }),
    testNode("worker-1"),
  ];
  const service = balancerService();
  expect(names(balancerMembers(service, world("v1.20.0", { nodes, minor: 20 })))).toEqual(["worker-1"]);
  expect(names(balancerMembers(service, world("v1.21.0", { nodes, minor: 21 })))).toEqual([
    "master-1",
    "worker-1",
  ]);
});

it("follows the nodes as they come and go", () => {
  const before = world("v1.25.6");
  const service = balancerService();
  expect(names(balancerMembers(service, rolling(before)))).toHaveLength(6);
  expect(names(balancerMembers(service, rolled(before)))).toEqual([
    "control-plane-g1-1",
    "worker-g1-2",
    "worker-g1-3",
  ]);
});

it("has a node selector from cloud-provider-openstack 1.31 on", () => {
  const service = balancerService({ annotations: { [SELECTOR]: "example.com/pool=general" } });
  expect(names(balancerMembers(service, world("v1.31.0")))).toEqual(["worker-1"]);
  expect(balancerMembers(service, world("v1.25.6"))).toEqual(
    minimalNodes().map((node) => expect.objectContaining({ name: node.name })),
  );
  expect(memberSelector(service, world("v1.25.6"))?.honoured).toBe(false);
  expect(memberSelector(service, world("v1.25.6", { minor: 31 }))?.honoured).toBeUndefined();
  expect(memberSelector(service, world("latest"))?.honoured).toBeUndefined();
  expect(balancerMembers(service, rolled(world("v1.31.0")))).toEqual([]);
});

it("takes a key alone for any value, and demands every pair", () => {
  const nodes = [
    testNode("a", { labels: { pool: "x" } }),
    testNode("b", { labels: { pool: "x", edge: "y" } }),
  ];
  const at = (value: string) =>
    names(
      balancerMembers(balancerService({ annotations: { [SELECTOR]: value } }), world("v1.31.0", { nodes })),
    );
  expect(at("pool")).toEqual(["a", "b"]);
  expect(at("pool,edge=y")).toEqual(["b"]);
  expect(at("edge=z")).toEqual([]);
});

it("reads Hetzner's selector as kubectl does", () => {
  const nodes = [
    testNode("a", { labels: { pool: "x" } }),
    testNode("b", { labels: { pool: "y" } }),
    testNode("c"),
  ];
  const at = (value: string) =>
    names(
      balancerMembers(
        balancerService({ annotations: { "load-balancer.hetzner.cloud/node-selector": value } }),
        testWorld([], { nodes }),
      ),
    );
  expect(at("pool")).toEqual(["a", "b"]);
  expect(at("!pool")).toEqual(["c"]);
  expect(at("pool in (x, y),pool!=y")).toEqual(["a"]);
  expect(at("pool notin (x)")).toEqual(["b", "c"]);
  expect(at("pool ==x")).toEqual(["a"]);
  // What cannot be read changes nothing: hcloud leaves the targets as they are.
  expect(at("pool in x")).toEqual(["a", "b", "c"]);
});

it("has no node as a member where it sends to pods", () => {
  const annotations = {
    "service.beta.kubernetes.io/aws-load-balancer-type": "external",
    "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type": "ip",
  };
  expect(balancerMembers(balancerService({ annotations }), testWorld([]))).toEqual([]);
});
