import { refLabel } from "../../world/resource.ts";
import type { Workload } from "../../world/workload.ts";
import { citeTemplate } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import { type LabelUse, labelUses, stableLabel } from "./label-uses.ts";
import { type Move, runs } from "./move.ts";
import { isGone } from "./placeless.ts";
import type { Rule } from "./rule.ts";

/**
 * Deprecated node labels. Kubelet and node controller still set those of os and arch; those of zone, region and
 * instance type come from the cloud controller alone, and not from every one (cloud-provider-azure#2653,
 * karpenter-provider-aws#5840), so whether new nodes have them is not known.
 */
export const betaLabel: Rule = {
  id: "beta-label",
  title: "Pods are placed by a deprecated node label",
  hazards: ["DR-10"],
  find(move) {
    return move.replaced ? move.workloads.filter(runs).flatMap((workload) => ofWorkload(workload, move)) : [];
  },
};

const STILL_SET = new Set(["beta.kubernetes.io/os", "beta.kubernetes.io/arch"]);

function ofWorkload(workload: Workload, move: Move): readonly Breach[] {
  const byKey = new Map<string, LabelUse[]>();
  for (const use of labelUses(workload)) {
    if (stableLabel(use.key) !== undefined) byKey.set(use.key, [...(byKey.get(use.key) ?? []), use]);
  }
  return [...byKey].map(([key, uses]) => breach(workload, key, uses, move));
}

function breach(workload: Workload, key: string, uses: readonly LabelUse[], move: Move): Breach {
  const open = !STILL_SET.has(key) && uses.some(({ hard }) => hard) && isGone(key, move);
  const apart = uses.every(({ kind }) => kind === "apart");
  const who = refLabel(workload.ref);
  const then = apart
    ? "Without it the rule binds nothing, and its pods may meet in one place."
    : "Without it its pods stay pending once they are evicted.";
  return {
    cause: betaLabel.id,
    verdict: open ? "unknown" : "advice",
    subject: workload.ref,
    detail: key,
    message: open
      ? `${who} is placed by label ${key}, deprecated since 1.17: whether new nodes have it depends on the cloud controller. ${then}`
      : `${who} is placed by label ${key}, which is deprecated and no more than tolerated on new nodes.`,
    remedy: `Replace ${key} by ${stableLabel(key)}, which today's nodes and new ones have.`,
    evidence: uses.map((use) => citeTemplate(workload.template, use.path)),
  };
}
