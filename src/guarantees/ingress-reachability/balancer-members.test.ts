import { expect, it } from "vitest";
import { EXCLUDED } from "../../entry/balancers/members.ts";
import { balancerObject } from "../../entry/balancers/testing.ts";
import type { KubeObject } from "../../world/resource.ts";
import { testNode, testWorld } from "../testing.ts";
import { balancerWithoutMembers } from "./balancer-without-members.ts";
import { localWithoutMonitor } from "./local-without-monitor.ts";
import { breachesOf, found, moved, octaviaWorld } from "./testing.ts";

const SELECTOR = { "loadbalancer.openstack.org/node-selector": "example.com/pool=general" };
const SELECTING = balancerObject({ annotations: SELECTOR });

it("loses its members with the label they are chosen by, once the nodes are replaced", () => {
  const before = octaviaWorld([SELECTING], { controller: "v1.31.2" });
  expect(found(balancerWithoutMembers, before, before)).toEqual([]);
  expect(found(balancerWithoutMembers, before, moved(before, "rolling"))).toEqual([]);
  expect(found(balancerWithoutMembers, before, moved(before, "rolled"))).toEqual(["breaks Service shop/web"]);
  const [breach] = breachesOf(balancerWithoutMembers, before, moved(before, "rolled"));
  expect(breach?.message).toContain(
    "Today worker-1 has it; none of the new nodes does: then no member is left",
  );
  expect(breach?.evidence.map(({ ref }) => ref.kind)).toEqual(["Service", "Node"]);
});

it("keeps them where the label is one that new nodes have", () => {
  const annotations = { "loadbalancer.openstack.org/node-selector": "topology.kubernetes.io/zone=nova-1" };
  const before = octaviaWorld([balancerObject({ annotations })], { controller: "v1.31.2" });
  expect(found(balancerWithoutMembers, before, moved(before, "rolled"))).toEqual([]);
});

it("does not mind a selector that the controller does not read, and does not know one that it may read", () => {
  const old = octaviaWorld([SELECTING]);
  expect(found(balancerWithoutMembers, old, moved(old, "rolled", 26))).toEqual([]);
  expect(found(balancerWithoutMembers, old, moved(old, "rolled", 31))).toEqual(["unknown Service shop/web"]);
  const untold = octaviaWorld([SELECTING], { controller: "latest" });
  expect(found(balancerWithoutMembers, untold, moved(untold, "rolled", 26))).toEqual([
    "unknown Service shop/web",
  ]);
  const newer = octaviaWorld([SELECTING], { controller: "v1.31.2" });
  expect(found(balancerWithoutMembers, newer, moved(newer, "beside", 26))).toEqual([
    "unknown Service shop/web",
  ]);
});

it("says nothing of a selector that picks none today", () => {
  const annotations = { "loadbalancer.openstack.org/node-selector": "example.com/pool=none" };
  const before = octaviaWorld([balancerObject({ annotations })], { controller: "v1.31.2" });
  expect(found(balancerWithoutMembers, before, moved(before, "rolled"))).toEqual([]);
});

it("finds nodes of which none may be a member", () => {
  const nodes = [testNode("worker-1"), testNode("worker-2", { labels: { [EXCLUDED]: "" } })];
  const before = octaviaWorld([balancerObject()], { nodes });
  const [, excluded] = before.nodes;
  const now = { ...before, nodes: excluded === undefined ? [] : [excluded] };
  expect(found(balancerWithoutMembers, before, now)).toEqual(["breaks Service shop/web"]);
});

it("judges the selectors of other clouds, and leaves balancers alone that send to pods", () => {
  const hetzner = { "load-balancer.hetzner.cloud/node-selector": "example.com/pool in (general)" };
  const before = testWorld([balancerObject({ annotations: hetzner })]);
  expect(found(balancerWithoutMembers, before, moved(before, "rolled"))).toEqual(["breaks Service shop/web"]);
  const toPods = {
    "service.beta.kubernetes.io/aws-load-balancer-type": "external",
    "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type": "ip",
    "service.beta.kubernetes.io/aws-load-balancer-target-node-labels": "example.com/pool=general",
  };
  const aws = testWorld([balancerObject({ annotations: toPods })]);
  expect(found(balancerWithoutMembers, aws, moved(aws, "rolled"))).toEqual([]);
});

const LABELS = { app: "web" };
const LOCAL = { externalTrafficPolicy: "Local", selector: LABELS };
const workload = (kind: string, replicas?: number): KubeObject => ({
  apiVersion: "apps/v1",
  kind,
  metadata: { namespace: "shop", name: "web", uid: "web" },
  spec: {
    ...(replicas === undefined ? {} : { replicas }),
    selector: { matchLabels: LABELS },
    template: { metadata: { labels: LABELS }, spec: { containers: [{ name: "web", image: "web:1" }] } },
  },
});
const pod = (nodeName: string): KubeObject => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: {
    namespace: "shop",
    name: `web-${nodeName}`,
    uid: nodeName,
    labels: LABELS,
    ownerReferences: [
      { apiVersion: "apps/v1", kind: "DaemonSet", name: "web", uid: "web", controller: true },
    ],
  },
  spec: { nodeName, containers: [{ name: "web", image: "web:1" }] },
  status: { phase: "Running" },
});
const EVERYWHERE = ["master-1", "worker-1", "worker-2"].map(pod);
const MONITOR = "loadbalancer.openstack.org/enable-health-monitor";

it.each([
  [
    "no monitor and a pod on every member",
    "false",
    [workload("DaemonSet"), ...EVERYWHERE],
    ["breaks Service shop/web"],
  ],
  [
    "a monitor nobody read of",
    undefined,
    [workload("DaemonSet"), ...EVERYWHERE],
    ["unknown Service shop/web"],
  ],
  ["pods that were not read", "false", [workload("DaemonSet")], ["unknown Service shop/web"]],
  [
    "fewer pods than members today already",
    undefined,
    [workload("Deployment", 2)],
    ["advice Service shop/web"],
  ],
  [
    "a member without a pod today",
    "false",
    [workload("DaemonSet"), pod("worker-1")],
    ["advice Service shop/web"],
  ],
  ["a monitor", "true", [workload("DaemonSet"), ...EVERYWHERE], []],
] as const)("externalTrafficPolicy Local with %s", (_, monitor, objects, expected) => {
  const annotations = monitor === undefined ? {} : { [MONITOR]: monitor };
  const before = octaviaWorld([balancerObject({ annotations, spec: LOCAL }), ...objects]);
  expect(found(localWithoutMonitor, before, moved(before, "rolling"))).toEqual(expected);
  expect(found(localWithoutMonitor, before, moved(before, "rolled"))).toEqual([]);
});

it("does not mind Cluster, nor clouds that always look at their targets", () => {
  const cluster = octaviaWorld([
    balancerObject({ spec: { selector: LABELS } }),
    workload("DaemonSet"),
    ...EVERYWHERE,
  ]);
  expect(found(localWithoutMonitor, cluster, moved(cluster, "rolling"))).toEqual([]);
  const annotations = { "load-balancer.hetzner.cloud/name": "a" };
  const hetzner = testWorld([
    balancerObject({ annotations, spec: LOCAL }),
    workload("DaemonSet"),
    ...EVERYWHERE,
  ]);
  expect(found(localWithoutMonitor, hetzner, moved(hetzner, "rolling"))).toEqual([]);
});
