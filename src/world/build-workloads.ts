import { at, numberOf, objectsOf, stringMapOf, stringOf } from "./json.ts";
import { podTemplateOf, TEMPLATE_PATHS } from "./pod-template.ts";
import { groupKind, type ObjectRef, type Resource, refKey } from "./resource.ts";
import type { Labels } from "./selector.ts";
import type { ObjectStore } from "./store.ts";
import { podOfTemplate } from "./template-pod.ts";
import type { Pod, PodTemplate, Workload } from "./workload.ts";

/**
 * The cluster's workloads with their pods. Pods that were read count; a workload none of whose pods was read
 * is expanded to the pods it would create. Finished pods are no pods. A pod's workload is the top of its
 * controller chain as far as built-in kinds go (Pod, ReplicaSet, Deployment), also when that object was not read.
 */
export function buildWorkloads(objects: ObjectStore): readonly Workload[] {
  const podsByWorkload = groupPods(objects);
  const workloads: Workload[] = [];
  const seen = new Set<string>();
  for (const kind of Object.keys(TEMPLATE_PATHS)) {
    if (kind === "Pod") continue;
    for (const resource of objects.list(kind)) {
      if (topOf(objects, resource).key !== refKey(resource.ref)) continue;
      const template = podTemplateOf(resource);
      if (template === undefined) continue;
      const key = refKey(resource.ref);
      seen.add(key);
      const given = podsOf(podsByWorkload.get(key)?.pods);
      const replicas = replicasOf(resource, given?.length);
      workloads.push({
        ref: resource.ref,
        resource,
        replicas,
        template,
        pods: given ?? expand(resource, template, replicas),
        transient: kind === "Job.batch" || kind === "CronJob.batch",
      });
    }
  }
  for (const [key, group] of podsByWorkload) {
    if (!seen.has(key)) workloads.push(...fromPodsAlone(group));
  }
  return workloads;
}

interface PodGroup {
  /** The top of the first pod's controller chain. */
  readonly top: Top;
  readonly pods: Resource[];
}

function groupPods(objects: ObjectStore): Map<string, PodGroup> {
  const groups = new Map<string, PodGroup>();
  for (const pod of objects.list("Pod")) {
    const phase = at(pod.object, "status", "phase");
    if (phase === "Succeeded" || phase === "Failed") continue;
    const top = topOf(objects, pod);
    const group = groups.get(top.key);
    if (group === undefined) groups.set(top.key, { top, pods: [pod] });
    else group.pods.push(pod);
  }
  return groups;
}

/** A workload known only by its pods: a bare pod, or one whose controller was not read or is a custom kind. */
function fromPodsAlone({ top, pods }: PodGroup): Workload[] {
  const [first] = pods;
  const template = first === undefined ? undefined : podTemplateOf(first);
  if (first === undefined || template === undefined) return [];
  return [
    {
      ref: top.ref,
      resource: top.resource,
      replicas: pods.length,
      template,
      pods: podsOf(pods) ?? [],
      transient: top.ref.kind === "Job" || top.ref.kind === "CronJob",
    },
  ];
}

interface Top {
  readonly key: string;
  readonly ref: ObjectRef;
  readonly resource: Resource | undefined;
}

/** The top of an object's controller chain; five links are more than any built-in chain has. */
function topOf(objects: ObjectStore, resource: Resource): Top {
  let here: Top = { key: refKey(resource.ref), ref: resource.ref, resource };
  for (let link = 0; link < 5 && here.resource !== undefined; link++) {
    const ref = controllerOf(here.resource);
    if (ref === undefined) break;
    const makesPods = groupKind(ref.apiVersion, ref.kind) in TEMPLATE_PATHS;
    // A StatefulSet made by an operator is still the workload: its template is where the pod is written.
    if (!makesPods && here.ref.kind !== "Pod") break;
    const found = objects.find(ref);
    here =
      found === undefined
        ? unreadTop(objects, ref, here.resource)
        : { key: refKey(ref), ref, resource: found };
  }
  return here;
}

/**
 * A controller that was not read. A ReplicaSet is named after its Deployment and the hash its pods bear as a label
 * (pkg/controller/deployment/sync.go), so where ReplicaSets were left out the Deployment is still found.
 */
function unreadTop(objects: ObjectStore, ref: ObjectRef, pod: Resource): Top {
  const hash = stringMapOf(pod.object.metadata.labels)["pod-template-hash"];
  if (ref.kind === "ReplicaSet" && hash !== undefined && ref.name.endsWith(`-${hash}`)) {
    const name = ref.name.slice(0, -hash.length - 1);
    const deployment = objects.get("Deployment.apps", ref.namespace, name);
    if (deployment !== undefined)
      return { key: refKey(deployment.ref), ref: deployment.ref, resource: deployment };
  }
  return { key: refKey(ref), ref, resource: undefined };
}

/** The ownerReference with `controller: true`, as a ref in the object's own namespace. */
export function controllerOf(resource: Resource): ObjectRef | undefined {
  for (const owner of objectsOf(resource.object.metadata.ownerReferences)) {
    const apiVersion = stringOf(owner.apiVersion);
    const kind = stringOf(owner.kind);
    const name = stringOf(owner.name);
    if (owner.controller !== true || !apiVersion || !kind || !name) continue;
    // A static pod's mirror is owned by its Node, which makes no pods through the API.
    if (kind === "Node" && apiVersion === "v1") continue;
    const { namespace } = resource.ref;
    return namespace === undefined ? { apiVersion, kind, name } : { apiVersion, kind, namespace, name };
  }
  return undefined;
}

function replicasOf(resource: Resource, given: number | undefined): number {
  const { object } = resource;
  switch (resource.ref.kind) {
    case "DaemonSet":
      return given ?? numberOf(at(object, "status", "desiredNumberScheduled")) ?? 0;
    case "Job":
      return given ?? (finished(object) ? 0 : (numberOf(at(object, "spec", "parallelism")) ?? 1));
    case "CronJob":
      return given ?? (at(object, "spec", "suspend") === true ? 0 : 1);
    default:
      return numberOf(at(object, "spec", "replicas")) ?? 1;
  }
}

function finished(job: unknown): boolean {
  return objectsOf(at(job, "status", "conditions")).some(
    (condition) =>
      (condition.type === "Complete" || condition.type === "Failed") && condition.status === "True",
  );
}

function expand(resource: Resource, template: PodTemplate, replicas: number): Pod[] {
  const namespace = resource.ref.namespace ?? "default";
  return Array.from({ length: Math.min(replicas, MOST_EXPANDED) }, (_, ordinal) =>
    podOfTemplate(`${resource.ref.name}-${ordinal}`, namespace, template),
  );
}

/** A mistyped `replicas: 2000000000` must not fill the memory; no cluster runs that many pods of one workload. */
const MOST_EXPANDED = 10_000;

/** Pods of one workload mostly bear the same labels: they then share one object. */
function podsOf(resources: readonly Resource[] | undefined): readonly Pod[] | undefined {
  let last: Labels = {};
  let raw: unknown;
  return resources?.map((resource) => {
    const given = resource.object.metadata.labels;
    if (raw !== undefined && given === raw) return podOf(resource, last);
    raw = given;
    const labels = stringMapOf(given);
    const keys = Object.keys(labels);
    const same = keys.length === Object.keys(last).length && keys.every((key) => labels[key] === last[key]);
    if (!same) last = labels;
    return podOf(resource, last);
  });
}

function podOf(resource: Resource, labels: Labels): Pod {
  const { object } = resource;
  const conditions = objectsOf(at(object, "status", "conditions"));
  const ready = conditions.find((condition) => condition.type === "Ready");
  const podIPs = objectsOf(at(object, "status", "podIPs")).map((entry) => stringOf(entry.ip));
  const podIP = stringOf(at(object, "status", "podIP"));
  return {
    name: resource.ref.name,
    namespace: resource.ref.namespace ?? "default",
    labels,
    spec: (object.spec ?? {}) as Pod["spec"],
    nodeName: stringOf(at(object, "spec", "nodeName")),
    ready: ready === undefined ? undefined : ready.status === "True",
    podIPs: podIPs.some((ip) => ip !== undefined)
      ? podIPs.filter((ip) => ip !== undefined)
      : podIP === undefined
        ? []
        : [podIP],
    resource,
  };
}
