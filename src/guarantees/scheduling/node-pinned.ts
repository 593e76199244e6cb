import { at, type Path, stringOf } from "../../world/json.ts";
import { refLabel } from "../../world/resource.ts";
import type { Workload } from "../../world/workload.ts";
import { cite, citeTemplate, listed } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import { labelUses, namesNodes } from "./label-uses.ts";
import { type Move, runs } from "./move.ts";
import { culprits, isLost } from "./placeless.ts";
import type { Rule } from "./rule.ts";

/** Pods bound to a node by its name. New nodes have names of their own. */
export const nodePinned: Rule = {
  id: "node-pinned",
  title: "Pods are bound to a node by its name",
  hazards: ["DR-8"],
  find(move) {
    return move.workloads.filter(runs).flatMap((workload) => {
      const found = byName(workload, move) ?? byRule(workload, move);
      return found === undefined ? [] : [found];
    });
  },
};

/** `spec.nodeName` as somebody wrote it. On a pod that was read the scheduler wrote it: that is no wish. */
function byName(workload: Workload, move: Move): Breach | undefined {
  const { template } = workload;
  const { resource } = template;
  if (resource.ref.kind !== "Pod" || !resource.observed) {
    return named(workload, stringOf(template.spec.nodeName), citeTemplate(template, ["nodeName"]), move);
  }
  for (const manifest of resource.manifests) {
    const name = stringOf(at(manifest.object, "spec", "nodeName"));
    const path: Path = ["spec", "nodeName"];
    const evidence = { ref: resource.ref, origin: manifest.origin, path, value: name ?? "" };
    const found = named(workload, name, evidence, move);
    if (found !== undefined) return found;
  }
  return undefined;
}

function named(
  workload: Workload,
  name: string | undefined,
  evidence: Breach["evidence"][number],
  move: Move,
): Breach | undefined {
  if (name === undefined || name === "" || !isReplacing(move)) return undefined;
  if (move.newNodes.some((node) => node.name === name)) return undefined;
  const known = move.oldNodes.some((node) => node.name === name);
  // A node that is none of the cluster's never ran the pods: the move takes nothing.
  if (!known && move.oldNodes.length > 0) return undefined;
  const who = refLabel(workload.ref);
  return {
    cause: nodePinned.id,
    verdict: known ? "breaks" : "unknown",
    subject: workload.ref,
    message: known
      ? `${who} names node ${name}, which is replaced by one of another name: its pods are bound to a node that is gone and never run.`
      : `${who} names node ${name}, and no node was read. If it is one of this cluster's, the pods never run once it is replaced.`,
    remedy: "Remove nodeName, and select the node by a label that new nodes are given.",
    evidence: [evidence],
  };
}

function byRule(workload: Workload, move: Move): Breach | undefined {
  const uses = labelUses(workload).filter((use) => namesNodes(use) && use.rule !== undefined);
  if (uses.length === 0) return undefined;
  const blamed = new Set(culprits(workload, move).map(({ path }) => path.join()));
  const hard = uses.filter((use) => blamed.has(use.path.join()));
  const soft = uses.filter(({ hard: demand, rule }) => !demand && rule !== undefined && isLost(rule, move));
  const unread =
    move.oldNodes.length === 0 && isReplacing(move)
      ? uses.filter(({ hard: demand, rule }) => demand && rule?.operator === "In")
      : [];
  const [verdict, found] =
    hard.length > 0
      ? (["breaks", hard] as const)
      : unread.length > 0
        ? (["unknown", unread] as const)
        : (["advice", move.replaced ? soft : []] as const);
  if (found.length === 0) return undefined;
  const names = listed([...new Set(found.flatMap(({ rule }) => rule?.values ?? []))]);
  const who = refLabel(workload.ref);
  return {
    cause: nodePinned.id,
    verdict,
    subject: workload.ref,
    message:
      verdict === "advice"
        ? `${who} prefers node ${names}, which is replaced by one of another name: its pods go anywhere.`
        : `${who} asks for node ${names}, which is replaced by one of another name: its pods stay pending from then on.`,
    remedy: "Select the node by a label that new nodes are given instead of by its name, or drop the rule.",
    evidence: found.map((use) => cite(workload.template.resource, [...workload.template.path, ...use.path])),
  };
}

function isReplacing(move: Move): boolean {
  return move.replaced || move.now.roll?.replaced === true;
}
