import { at, type JsonObject, numberOf, objectsOf, stringMapOf, stringOf } from "../json.ts";
import type { ResourceAmounts } from "../quantity.ts";
import type { Labels } from "../selector.ts";
import type { ObjectStore } from "../store.ts";
import type { Pod, Workload } from "../workload.ts";
import { NODE_NAME, type NodeRule, requiredNodeRules } from "./node-affinity.ts";
import { podRequests } from "./requests.ts";
import { type PodTerm, requiredPodTerms, type Spread, spreads } from "./topology-rules.ts";
import { type BoundVolume, boundVolume, claimNames } from "./volumes.ts";

/** What a drain does with a pod: evict it, leave it to its DaemonSet, leave it to its kubelet, or skip it. */
export type DrainRole = "evicted" | "daemon" | "static" | "skipped";

/** Pods of one workload that may go to the same places: all of them, unless their volumes differ. */
export interface PodClass {
  readonly index: number;
  readonly workload: Workload;
  readonly role: DrainRole;
  readonly namespace: string;
  readonly labels: Labels;
  /** The spec new pods are made from. */
  readonly spec: JsonObject;
  readonly rules: readonly NodeRule[];
  readonly requests: ResourceAmounts;
  /** `TCP 80 0.0.0.0` for every host port. */
  readonly ports: readonly string[];
  readonly affinity: readonly PodTerm[];
  readonly antiAffinity: readonly PodTerm[];
  readonly spreads: readonly Spread[];
  readonly volumes: readonly BoundVolume[];
  /** Pods that run, or would run; those that wait for a node already are left out. */
  readonly pods: readonly Pod[];
}

const MIRROR = "kubernetes.io/config.mirror";

/** Every workload's pods, in classes. */
export function podClasses(workloads: readonly Workload[], objects: ObjectStore): readonly PodClass[] {
  const classes: PodClass[] = [];
  for (const workload of workloads) {
    const shared = sharedTraits(workload);
    for (const group of byVolumes(workload, objects))
      classes.push({ ...shared, ...group, index: classes.length });
  }
  return classes;
}

function sharedTraits(workload: Workload): Omit<PodClass, "index" | "volumes" | "pods"> {
  const { template, ref } = workload;
  const [first] = workload.pods;
  const { spec } = template;
  return {
    workload,
    role: drainRole(workload),
    namespace: ref.namespace ?? "default",
    labels: first?.labels ?? template.labels,
    spec,
    rules: workloadNodeRules(workload),
    // What admission added (sidecars, default requests) shows in the pods alone.
    requests: podRequests(first?.spec ?? spec),
    ports: hostPorts(spec),
    affinity: requiredPodTerms(spec, "podAffinity"),
    antiAffinity: requiredPodTerms(spec, "podAntiAffinity"),
    spreads: spreads(spec).filter((spread) => spread.hard),
  };
}

/**
 * Cluster API leaves DaemonSet pods, mirrors of static pods and pods labelled so where they are
 * (internal/controllers/machine/drain/filters.go).
 */
export function drainRole(workload: Workload): DrainRole {
  if (workload.ref.kind === "DaemonSet") return "daemon";
  if (MIRROR in workload.template.annotations) return "static";
  return workload.template.labels["cluster.x-k8s.io/drain"] === "skip" ? "skipped" : "evicted";
}

/**
 * The node rules a workload's new pods will have. A template that is only known from a pod of a controller
 * unknown here may hold the pinning that a DaemonSet-like controller writes into each pod: left out.
 */
export function workloadNodeRules(workload: Workload): readonly NodeRule[] {
  const rules = requiredNodeRules(workload.template.spec);
  const ownTemplate = workload.template.resource.ref.kind !== "Pod" || workload.ref.kind === "Pod";
  return ownTemplate ? rules : rules.filter((rule) => rule.key !== NODE_NAME);
}

function hostPorts(spec: JsonObject): readonly string[] {
  return objectsOf(spec.containers).flatMap((container) =>
    objectsOf(container.ports).flatMap((port) => {
      const number =
        numberOf(port.hostPort) ?? (spec.hostNetwork === true ? numberOf(port.containerPort) : undefined);
      return number === undefined || number === 0 ? [] : [`${stringOf(port.protocol) ?? "TCP"} ${number}`];
    }),
  );
}

function byVolumes(workload: Workload, objects: ObjectStore): readonly Pick<PodClass, "pods" | "volumes">[] {
  const groups = new Map<string, { pods: Pod[]; volumes: readonly BoundVolume[] }>();
  // How many pods a DaemonSet has is for the nodes to say: it is a class also without any.
  if (workload.ref.kind === "DaemonSet") return [{ pods: workload.pods, volumes: [] }];
  for (const pod of workload.pods) {
    if (isWaiting(pod)) continue;
    const volumes = claimNames(workload, pod)
      .map((name) => boundVolume(objects, pod.namespace, name))
      .filter((volume) => volume !== undefined);
    const demands = volumes.filter(({ rules, labels }) => rules.length > 0 || labels.length > 0);
    const key =
      demands.length === 0 ? "" : JSON.stringify(demands.map(({ rules, labels }) => [rules, labels]));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { pods: [pod], volumes });
    else group.pods.push(pod);
  }
  return groups.size > 0 ? [...groups.values()] : [{ pods: [], volumes: [] }];
}

/** A pod that was read without a node, or is on its way out: what it waits for is not the move's doing. */
function isWaiting(pod: Pod): boolean {
  if (pod.resource === undefined) return false;
  return pod.nodeName === undefined || at(pod.resource.object, "metadata", "deletionTimestamp") !== undefined;
}

/** A namespace's labels, the one the API server always adds included. */
export function namespaceLabels(objects: ObjectStore): (namespace: string) => Labels {
  return (namespace) => ({
    ...stringMapOf(objects.get("Namespace", undefined, namespace)?.object.metadata.labels),
    "kubernetes.io/metadata.name": namespace,
  });
}
