import { isKept } from "../../simulate/stages/replacement.ts";
import { refLabel } from "../../world/resource.ts";
import type { Workload } from "../../world/workload.ts";
import { citeTemplate, counted, listed } from "../cite.ts";
import type { Breach, FindingVerdict } from "../guarantee.ts";
import { type LabelUse, labelUses, namesNodes, stableLabel } from "./label-uses.ts";
import { type Move, runs } from "./move.ts";
import { culprits, isGone, isLost, reach } from "./placeless.ts";
import type { Rule } from "./rule.ts";

/** Pods placed by a node label of the customer's that new nodes do not have. */
export const labelLost: Rule = {
  id: "label-lost",
  title: "Pods are placed by a node label that new nodes do not have",
  hazards: ["DR-9"],
  find(move) {
    return move.workloads.filter(runs).flatMap((workload) => ofWorkload(workload, move));
  },
};

/** What a lost label costs, worst first. */
type Loss = "place" | "reach" | "apart" | "exclusion" | "wish" | "unread";
const ORDER: readonly Loss[] = ["place", "reach", "apart", "unread", "exclusion", "wish"];
const VERDICT: Readonly<Record<Loss, FindingVerdict>> = {
  place: "breaks",
  reach: "breaks",
  apart: "breaks",
  unread: "unknown",
  exclusion: "advice",
  wish: "advice",
};

function ofWorkload(workload: Workload, move: Move): readonly Breach[] {
  const uses = labelUses(workload).filter((use) => !namesNodes(use) && stableLabel(use.key) === undefined);
  if (uses.length === 0) return [];
  const blamed = new Set(culprits(workload, move).map(({ path }) => path.join()));
  const byKey = new Map<string, { use: LabelUse; loss: Loss }[]>();
  for (const use of uses) {
    const loss = blamed.has(use.path.join()) ? "place" : lossOf(use, workload, move);
    if (loss !== undefined) byKey.set(use.key, [...(byKey.get(use.key) ?? []), { use, loss }]);
  }
  return [...byKey].map(([key, lost]) => breach(workload, key, lost, move));
}

function lossOf(use: LabelUse, workload: Workload, move: Move): Loss | undefined {
  if (move.oldNodes.length === 0) return unreadLoss(use, move);
  if (!move.replaced || !isGone(use.key, move)) return undefined;
  if (use.rule === undefined) {
    if (!use.hard) return "wish";
    return use.kind === "apart" ? "apart" : "place";
  }
  const excludes = use.rule.operator === "NotIn" || use.rule.operator === "DoesNotExist";
  if (excludes) return use.hard ? "exclusion" : undefined;
  if (!isLost(use.rule, move)) return undefined;
  if (!use.hard) return "wish";
  const { before, now } = reach(workload, move);
  return workload.ref.kind === "DaemonSet" && now < before ? "reach" : undefined;
}

/** No node was read: a label new nodes will not be given may be one that pods need. */
function unreadLoss(use: LabelUse, move: Move): Loss | undefined {
  const wanted = use.hard && use.rule?.operator !== "NotIn" && use.rule?.operator !== "DoesNotExist";
  return wanted && move.now.roll?.replaced && !isKept(use.key, move.context.profile) ? "unread" : undefined;
}

function breach(
  workload: Workload,
  key: string,
  lost: readonly { readonly use: LabelUse; readonly loss: Loss }[],
  move: Move,
): Breach {
  const loss = ORDER.find((entry) => lost.some((one) => one.loss === entry)) ?? "wish";
  const uses = lost.filter((one) => one.loss === loss).map(({ use }) => use);
  return {
    cause: labelLost.id,
    verdict: VERDICT[loss],
    subject: workload.ref,
    detail: key,
    message: messageFor(loss, workload, key, uses, move),
    remedy: remedyFor(loss, key, move),
    evidence: uses.map((use) => citeTemplate(workload.template, use.path)),
  };
}

function messageFor(
  loss: Loss,
  workload: Workload,
  key: string,
  uses: readonly LabelUse[],
  move: Move,
): string {
  const who = refLabel(workload.ref);
  const values = [...new Set(uses.flatMap(({ rule }) => rule?.values ?? []))];
  const asked = values.length === 0 ? `label ${key}` : `${key}=${listed(values)}`;
  const had = move.oldNodes.filter((node) => key in node.labels).map(({ name }) => name);
  const gone =
    had.length === 1
      ? `Only ${listed(had)} has label ${key}, and the node that replaces it does not`
      : `Only ${listed(had)} have label ${key}, and the nodes that replace them do not`;
  switch (loss) {
    case "place":
      return workload.ref.kind === "DaemonSet"
        ? `${who} runs on nodes with ${asked} only. ${gone}: it runs nowhere.`
        : `${who} asks for ${asked}. ${gone}: its pods stay pending from then on.`;
    case "reach": {
      const { before, now } = reach(workload, move);
      return `${who} asks for ${asked}. ${gone}: it runs on ${counted(now, "node")} instead of ${before}.`;
    }
    case "apart":
      return `${who} keeps its pods apart by label ${key}. ${gone}: the rule then binds nothing, and its pods may meet on one node.`;
    case "unread":
      return `${who} asks for ${asked}, a label new nodes are not given. No node was read, so whether today's nodes have it is not known.`;
    case "exclusion":
      return `${who} keeps away from nodes by label ${key}. ${gone}: nothing keeps it away from them any more.`;
    case "wish":
      return `${who} prefers nodes by label ${key}. ${gone}: its pods go anywhere.`;
  }
}

function remedyFor(loss: Loss, key: string, move: Move): string {
  const kept = move.context.profile.target.keptLabelPrefixes.find((pattern) =>
    pattern.endsWith("cluster.x-k8s.io/"),
  );
  const name = key.slice(key.indexOf("/") + 1);
  const instead =
    kept === undefined || kept.startsWith("*")
      ? "a label the new platform sets itself (topology.kubernetes.io/zone, node.kubernetes.io/instance-type)"
      : `a label new nodes are given, such as ${kept}${name}, and have the provider set it`;
  return loss === "wish" || loss === "exclusion"
    ? `Replace ${key} by ${instead}, or accept that the pods go to any node.`
    : `Replace ${key} by ${instead}, or drop the rule.`;
}
