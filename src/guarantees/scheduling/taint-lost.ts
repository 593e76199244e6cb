import type { NodeModel, Taint } from "../../world/node.ts";
import { refLabel } from "../../world/resource.ts";
import { repellingTaints, toleratedBy } from "../../world/scheduling/tolerations.ts";
import type { Workload } from "../../world/workload.ts";
import { cite, citeTemplate, listed } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import { type Move, runs } from "./move.ts";
import type { Rule } from "./rule.ts";

/** Taints that kept other pods off some nodes, and that new nodes do not have. */
export const taintLost: Rule = {
  id: "taint-lost",
  title: "A taint that keeps pods off some nodes is not on the new ones",
  hazards: ["DR-9"],
  find(move) {
    return move.replaced ? lostTaints(move).flatMap((lost) => ofTaint(lost, move)) : [];
  },
};

interface LostTaint {
  readonly taint: Taint;
  readonly nodes: readonly NodeModel[];
}

function lostTaints(move: Move): readonly LostTaint[] {
  const kept = new Set(move.newNodes.flatMap((node) => repellingTaints(node).map(taintText)));
  const lost = new Map<string, { taint: Taint; nodes: NodeModel[] }>();
  for (const node of move.oldNodes) {
    for (const taint of repellingTaints(node)) {
      const text = taintText(taint);
      if (kept.has(text)) continue;
      const entry = lost.get(text) ?? { taint, nodes: [] };
      entry.nodes.push(node);
      lost.set(text, entry);
    }
  }
  return [...lost.values()];
}

function taintText({ key, value, effect }: Taint): string {
  return `${key}${value === "" ? "" : `=${value}`}:${effect}`;
}

function ofTaint({ taint, nodes }: LostTaint, move: Move): readonly Breach[] {
  const users = move.workloads.filter(
    (workload) => runs(workload) && workload.ref.kind !== "DaemonSet" && toleratesByKey(workload, taint),
  );
  const remedy = `Ask the provider to put ${taintText(taint)} on the new nodes, or keep the workloads apart by anti-affinity and requests.`;
  if (users.length === 0) return [ofNodes(taint, nodes, remedy)];
  return users.map((workload) => ofUser(workload, taint, nodes, move.fittingOld(workload), remedy));
}

/** `worker-1 and worker-2`, and how the sentence goes on about what replaces them. */
function nodesWords(nodes: readonly NodeModel[]): { readonly names: string; readonly gone: string } {
  const names = listed(nodes.map(({ name }) => name));
  return nodes.length === 1
    ? { names, gone: "which the node that replaces it does not have" }
    : { names, gone: "which the nodes that replace them do not have" };
}

function ofNodes(taint: Taint, nodes: readonly NodeModel[], remedy: string): Breach {
  const [first] = nodes;
  const { names, gone } = nodesWords(nodes);
  return {
    cause: taintLost.id,
    verdict: "advice",
    subject: first?.resource.ref ?? { apiVersion: "v1", kind: "Node", name: "" },
    detail: taintText(taint),
    message: `Node ${names} ${nodes.length === 1 ? "is" : "are"} kept free of other pods by taint ${taintText(taint)}, ${gone}: any pod may go there.`,
    remedy,
    evidence: nodes.slice(0, 3).map((node) => citeTaint(node, taint)),
  };
}

function ofUser(
  workload: Workload,
  taint: Taint,
  nodes: readonly NodeModel[],
  selected: readonly NodeModel[],
  remedy: string,
): Breach {
  // Tolerating a taint is asking to be let in; fitting no other nodes as well is having them to itself.
  const dedicated = selected.length > 0 && selected.every((node) => nodes.includes(node));
  const index = toleratedBy(workload.template.spec.tolerations, taint) ?? 0;
  const { names, gone } = nodesWords(nodes);
  const why = `taint ${taintText(taint)} keeps others off, ${gone}`;
  return {
    cause: taintLost.id,
    verdict: dedicated ? "unknown" : "advice",
    subject: workload.ref,
    detail: taintText(taint),
    message: dedicated
      ? `${refLabel(workload.ref)} has ${names} to itself today: ${why}. Whether it needs that is not known.`
      : `${refLabel(workload.ref)} may run on ${names}, where ${why}: it shares the room there with any other pod.`,
    remedy,
    evidence: [
      citeTemplate(workload.template, ["tolerations", index]),
      ...nodes.slice(0, 2).map((node) => citeTaint(node, taint)),
    ],
  };
}

/** Whether the workload names the taint; tolerating everything is not a wish for these nodes. */
function toleratesByKey(workload: Workload, taint: Taint): boolean {
  const index = toleratedBy(workload.template.spec.tolerations, taint);
  if (index === undefined) return false;
  const tolerations = workload.template.spec.tolerations;
  const toleration = Array.isArray(tolerations) ? tolerations[index] : undefined;
  return (
    typeof toleration === "object" &&
    toleration !== null &&
    "key" in toleration &&
    toleration.key === taint.key
  );
}

function citeTaint(node: NodeModel, taint: Taint) {
  const index = node.taints.indexOf(taint);
  const same = index >= 0 ? index : node.taints.findIndex((other) => taintText(other) === taintText(taint));
  return cite(node.resource, ["spec", "taints", Math.max(0, same)]);
}
