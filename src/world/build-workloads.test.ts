import { expect, it } from "vitest";
import { manifests, resourceOf } from "../guarantees/testing.ts";
import { buildWorkloads } from "./build-workloads.ts";
import { refLabel } from "./resource.ts";
import { ObjectStore } from "./store.ts";

function workloadsOf(yaml: string) {
  return buildWorkloads(ObjectStore.of(manifests(yaml).map((object) => resourceOf(object))));
}

function summary(yaml: string): string[] {
  return workloadsOf(yaml).map(
    (workload) => `${refLabel(workload.ref)} ${workload.pods.map((pod) => pod.name)}`,
  );
}

const TEMPLATE = "{ metadata: { labels: { app: web } }, spec: { containers: [{ name: c, image: i }] } }";

it.each([
  ["Deployment", "apps/v1", "replicas: 2", "web-0,web-1"],
  ["Deployment", "apps/v1", "paused: false", "web-0"],
  ["Deployment", "extensions/v1beta1", "replicas: 2", "web-0,web-1"],
  ["StatefulSet", "apps/v1", "replicas: 3", "web-0,web-1,web-2"],
  ["ReplicaSet", "apps/v1", "replicas: 1", "web-0"],
  ["DaemonSet", "apps/v1", "minReadySeconds: 0", ""],
  ["Job", "batch/v1", "parallelism: 2", "web-0,web-1"],
])("expands a %s of %s with %s", (kind, apiVersion, field, pods) => {
  const yaml = `{ apiVersion: ${apiVersion}, kind: ${kind}, metadata: { name: web, namespace: shop }, spec: { ${field}, template: ${TEMPLATE} } }`;
  expect(summary(yaml)).toEqual([`${kind} shop/web ${pods}`]);
});

it("expands a CronJob to one pod, none while it is suspended", () => {
  const cron = (suspend: boolean) =>
    `{ apiVersion: batch/v1beta1, kind: CronJob, metadata: { name: nightly, namespace: shop }, spec: { suspend: ${suspend}, jobTemplate: { spec: { template: ${TEMPLATE} } } } }`;
  expect(summary(cron(false))).toEqual(["CronJob shop/nightly nightly-0"]);
  expect(summary(cron(true))).toEqual(["CronJob shop/nightly "]);
  expect(workloadsOf(cron(false))[0]).toMatchObject({ transient: true });
});

const OWNED = (kind: string, name: string, apiVersion = "apps/v1") =>
  `ownerReferences: [{ apiVersion: ${apiVersion}, kind: ${kind}, name: ${name}, uid: u, controller: true }]`;
const POD = (name: string, owner: string, phase = "Running") =>
  `{ apiVersion: v1, kind: Pod, metadata: { name: ${name}, namespace: shop, uid: p, ${owner} }, spec: { nodeName: worker-1 }, status: { phase: ${phase}, podIP: 10.233.64.7 } }`;

it("counts the pods that were read for the top of their controllers' chain", () => {
  const deployment = `{ apiVersion: apps/v1, kind: Deployment, metadata: { name: web, namespace: shop }, spec: { replicas: 3, template: ${TEMPLATE} } }`;
  const replicaSet = `{ apiVersion: apps/v1, kind: ReplicaSet, metadata: { name: web-5d, namespace: shop, ${OWNED("Deployment", "web")} }, spec: { replicas: 3, template: ${TEMPLATE} } }`;
  const pods = [
    POD("web-5d-a", OWNED("ReplicaSet", "web-5d")),
    POD("web-5d-b", OWNED("ReplicaSet", "web-5d")),
  ];
  expect(summary([deployment, replicaSet, ...pods].join("\n---\n"))).toEqual([
    "Deployment shop/web web-5d-a,web-5d-b",
  ]);
});

it("finds the Deployment of pods whose ReplicaSets were not read", () => {
  const deployment = `{ apiVersion: apps/v1, kind: Deployment, metadata: { name: web, namespace: shop }, spec: { replicas: 3, template: ${TEMPLATE} } }`;
  const pod = POD("web-5d-a", `labels: { pod-template-hash: 5d }, ${OWNED("ReplicaSet", "web-5d")}`);
  expect(summary([deployment, pod].join("\n---\n"))).toEqual(["Deployment shop/web web-5d-a"]);
});

it("leaves finished pods out and keeps bare ones as their own workload", () => {
  expect(
    summary([POD("done", "labels: {}", "Succeeded"), POD("solo", "labels: {}")].join("\n---\n")),
  ).toEqual(["Pod shop/solo solo"]);
});

it("names a controller that was not read, a custom one too", () => {
  expect(summary(POD("a", OWNED("ReplicaSet", "gone-1")))).toEqual(["ReplicaSet shop/gone-1 a"]);
  expect(summary(POD("a", OWNED("Rollout", "canary", "argoproj.io/v1alpha1")))).toEqual([
    "Rollout shop/canary a",
  ]);
});

it("keeps the StatefulSet an operator made as the workload", () => {
  const yaml = `{ apiVersion: apps/v1, kind: StatefulSet, metadata: { name: db, namespace: shop, ${OWNED("Postgres", "db", "acid.zalan.do/v1")} }, spec: { replicas: 1, template: ${TEMPLATE} } }`;
  expect(summary(yaml)).toEqual(["StatefulSet shop/db db-0"]);
});

it("keeps mirror pods, which belong to their Node, apart", () => {
  expect(summary(POD("kube-apiserver-master-1", OWNED("Node", "master-1", "v1")))).toEqual([
    "Pod shop/kube-apiserver-master-1 kube-apiserver-master-1",
  ]);
});

it("does not fill the memory for a mistyped number of replicas", () => {
  const yaml = `{ apiVersion: apps/v1, kind: Deployment, metadata: { name: web }, spec: { replicas: 2000000000, template: ${TEMPLATE} } }`;
  const [workload] = workloadsOf(yaml);
  expect(workload?.replicas).toBe(2_000_000_000);
  expect(workload?.pods.length).toBe(10_000);
});
