import type { NodeModel } from "../../world/node.ts";
import { type NodeRule, satisfies } from "../../world/scheduling/node-affinity.ts";
import { workloadNodeRules } from "../../world/scheduling/pod-class.ts";
import type { Workload } from "../../world/workload.ts";
import { type Move, takesPods } from "./move.ts";

/**
 * The node rules that keep a workload off every new node, though an old node satisfied them; none where it has
 * a node to go to, or had none before either.
 */
export function culprits(workload: Workload, move: Move): readonly NodeRule[] {
  const rules = workloadNodeRules(workload);
  if (rules.length === 0 || !move.replaced) return [];
  const takes = (node: NodeModel) => takesPods(workload, node, rules);
  if (move.newNodes.some(takes) || !move.oldNodes.some(takes)) return [];
  const alone = rules.filter((rule) => isLost(rule, move));
  // Each rule has a node, all together have none: all of them are to blame.
  return alone.length > 0 ? alone : rules;
}

/** Whether an old node satisfied the rule and no new one does. */
export function isLost(rule: NodeRule, move: Move): boolean {
  const met = (node: NodeModel) => satisfies(rule, node);
  return move.oldNodes.some(met) && !move.newNodes.some(met);
}

/** Whether old nodes had the label and no new one has. */
export function isGone(key: string, move: Move): boolean {
  const has = (node: NodeModel) => key in node.labels;
  return move.oldNodes.some(has) && !move.newNodes.some(has);
}

/** Nodes that take a DaemonSet's pods, before and now. */
export function reach(workload: Workload, move: Move): { readonly before: number; readonly now: number } {
  const rules = workloadNodeRules(workload);
  const count = (nodes: readonly NodeModel[]) =>
    nodes.filter((node) => takesPods(workload, node, rules)).length;
  return { before: count(move.oldNodes), now: count(move.newNodes) };
}
