import { refLabel } from "../../world/resource.ts";
import type { Workload } from "../../world/workload.ts";
import { citeReplicas, citeTemplate } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import { isNeverSatisfied } from "./drain-blocked.ts";
import { isDraining, type Move, runs } from "./move.ts";
import type { Rule } from "./rule.ts";

/** Workloads all of whose pods stop at once when one node is drained. */
export const shortInterruption: Rule = {
  id: "short-interruption",
  title: "All pods stop at once when their node is drained",
  hazards: ["DR-12"],
  find(move) {
    if (!isDraining(move)) return [];
    // Where a budget never lets the pods go, that is the finding.
    const held = new Set(move.budgets.filter(isNeverSatisfied).flatMap(({ drained }) => drained));
    return move.workloads
      .filter((workload) => runs(workload) && !held.has(workload) && isService(workload))
      .flatMap((workload) => judge(workload, move));
  },
};

/** Kinds whose pods are meant to be there at any time and come back by themselves. */
function isService({ ref, transient }: Workload): boolean {
  return !transient && ref.kind !== "DaemonSet" && ref.kind !== "Pod";
}

function judge(workload: Workload, move: Move): readonly Breach[] {
  const { pods, replicas } = workload;
  const who = refLabel(workload.ref);
  const nodes = new Set(pods.map(({ nodeName }) => nodeName));
  const [node] = nodes;
  const together = pods.length > 1 && nodes.size === 1 && node !== undefined;
  if (replicas === 1 || pods.length === 1) {
    return [
      breach(
        workload,
        `${who} has one pod: each time its node is replaced it is away until the next is ready.`,
      ),
    ];
  }
  if (together) {
    return [
      breach(
        workload,
        `${who} has all its ${pods.length} pods on ${node}: when that is drained they stop at the same time.`,
      ),
    ];
  }
  const only = pods.some(({ nodeName }) => nodeName === undefined) ? onlyNode(workload, move) : undefined;
  if (only === undefined) return [];
  return [
    breach(
      workload,
      `${who} can have its ${replicas} pods on ${only} only: when that is drained they stop at the same time.`,
    ),
  ];
}

/** The one old node that fits, where pods' places were not read. */
function onlyNode(workload: Workload, move: Move): string | undefined {
  const fitting = move.fittingOld(workload);
  return fitting.length === 1 ? fitting[0]?.name : undefined;
}

function breach(workload: Workload, message: string): Breach {
  return {
    cause: shortInterruption.id,
    verdict: "advice",
    subject: workload.ref,
    message,
    remedy:
      workload.replicas === 1
        ? "Run 2 or more replicas kept apart by anti-affinity on kubernetes.io/hostname, or agree on a time for the interruption."
        : "Keep the replicas apart by anti-affinity or a spread over kubernetes.io/hostname, and add a budget with maxUnavailable 1.",
    evidence: [
      ...citeReplicas(workload),
      ...(workload.template.spec.nodeSelector === undefined
        ? []
        : [citeTemplate(workload.template, ["nodeSelector"])]),
    ],
  };
}
