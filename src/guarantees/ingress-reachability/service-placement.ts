import { at, entriesOf } from "../../world/json.ts";
import type { Resource } from "../../world/resource.ts";
import type { Workload } from "../../world/workload.ts";
import type { World } from "../../world/world.ts";

/** On how many nodes a Service's pods are. */
export interface Placement {
  /** Nodes that have a pod of it which is not known to be unready. */
  readonly nodes: ReadonlySet<string>;
  /** No more nodes than this can have one; Infinity where nothing limits it. */
  readonly most: number;
  /** False where pods were not read, or not where they run. */
  readonly known: boolean;
}

export function placementOf({ ref, object }: Resource, { workloads }: World): Placement {
  const selector = entriesOf(at(object, "spec", "selector"));
  if (selector.length === 0) return { nodes: new Set(), most: Number.POSITIVE_INFINITY, known: false };
  const nodes = new Set<string>();
  let most = 0;
  let known = true;
  for (const { ref: owner, pods, template, replicas } of inNamespace(workloads, ref.namespace)) {
    const selected = (labels: Readonly<Record<string, string>>) =>
      selector.every(([key, value]) => labels[key] === value);
    const chosen = pods.filter(({ labels }) => selected(labels));
    if (chosen.length === 0 && !selected(template.labels)) continue;
    for (const { nodeName, ready } of chosen) {
      if (nodeName === undefined) known = false;
      else if (ready !== false) nodes.add(nodeName);
    }
    if (chosen.length === 0) known = false;
    const everywhere = owner.kind === "DaemonSet" && !known;
    most += everywhere ? Number.POSITIVE_INFINITY : Math.max(chosen.length, replicas);
  }
  return { nodes, most, known };
}

const BY_NAMESPACE = new WeakMap<readonly Workload[], ReadonlyMap<string, readonly Workload[]>>();

function inNamespace(workloads: readonly Workload[], namespace = "default"): readonly Workload[] {
  let known = BY_NAMESPACE.get(workloads);
  if (known === undefined) {
    const groups = new Map<string, Workload[]>();
    for (const workload of workloads) {
      const key = workload.ref.namespace ?? "default";
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [workload]);
      else group.push(workload);
    }
    known = groups;
    BY_NAMESPACE.set(workloads, known);
  }
  return known.get(namespace) ?? [];
}
