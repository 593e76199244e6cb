import type { NodeModel } from "../world/node.ts";
import { admits } from "../world/scheduling/node-affinity.ts";
import { workloadNodeRules } from "../world/scheduling/pod-class.ts";
import { repellingTaints, toleratesAll } from "../world/scheduling/tolerations.ts";
import type { Workload } from "../world/workload.ts";

/**
 * The nodes of a world that have, or may have, a pod of the workload: of the nodes as read those its pods are on, where
 * they were read; of others all that its template admits.
 */
export function nodesOf(workload: Workload, nodes: readonly NodeModel[]): readonly NodeModel[] {
  const placed = new Set<string>();
  for (const { nodeName } of workload.pods) if (nodeName !== undefined) placed.add(nodeName);
  const rules = workloadNodeRules(workload);
  const { tolerations } = workload.template.spec;
  return nodes.filter((node) => {
    if (placed.size > 0 && node.generation === 0) return placed.has(node.name);
    return admits(rules, node) && toleratesAll(tolerations, repellingTaints(node));
  });
}
