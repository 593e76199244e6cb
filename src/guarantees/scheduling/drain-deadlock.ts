import { refLabel } from "../../world/resource.ts";
import type { Deadlock } from "../../world/scheduling/roll.ts";
import { cite, citeTemplate, counted, nodeWords } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import { demandOf } from "./budget-words.ts";
import { drainEnds, isDraining, type Move } from "./move.ts";
import type { Rule } from "./rule.ts";

/** The drain evicts some pods, they find no node, and the budget allows no more. */
export const drainDeadlock: Rule = {
  id: "drain-deadlock",
  title: "Evicted pods find no node, so the budget allows no further eviction",
  hazards: ["DR-1", "DR-3"],
  find(move) {
    if (!isDraining(move)) return [];
    return (move.outcome()?.deadlocks ?? [])
      .filter(({ stuck, waiting }) => !stuck.workload.transient && !move.isPlatform(waiting.workload.ref))
      .map((deadlock) => breach(deadlock, move));
  },
};

function breach(deadlock: Deadlock, move: Move): Breach {
  const { budget, stuck, waiting, waitingCount, node, certain } = deadlock;
  const { resource } = budget.budget;
  const judged = move.budgets.find((entry) => entry.resource === resource);
  const demand = judged === undefined ? "" : ` (${demandOf(judged).text})`;
  const what = counted(waitingCount, "pod");
  const why = certain
    ? `${waitingCount === 1 ? "that fits" : "that fit"} no node that is left`
    : "that may find no node that rules and room allow";
  const others = stuck.workload === waiting.workload ? "the others" : refLabel(stuck.workload.ref);
  return {
    cause: drainDeadlock.id,
    verdict: certain ? "breaks" : "unknown",
    subject: waiting.workload.ref,
    detail: refLabel(resource.ref),
    message: `${refLabel(waiting.workload.ref)} has ${what} ${why} when ${nodeWords(node)} is drained. ${refLabel(resource.ref)}${demand} then allows no eviction of ${others}, ${drainEnds(move)}.`,
    remedy: certain
      ? `Mend what keeps ${refLabel(waiting.workload.ref)} off the new nodes; its own finding says what.`
      : "Loosen the spread or anti-affinity to a preference (whenUnsatisfiable: ScheduleAnyway, preferredDuringScheduling), or raise maxUnavailable, for the time of the move.",
    evidence: [
      ...(judged === undefined ? [] : [cite(resource, demandOf(judged).path)]),
      ...placementPaths(deadlock).map((path) => citeTemplate(waiting.workload.template, path)),
    ],
  };
}

/** The fields that decide where the waiting pods may go. */
function placementPaths({ waiting }: Deadlock): readonly (readonly string[])[] {
  return ["nodeSelector", "affinity", "topologySpreadConstraints"]
    .filter((field) => waiting.spec[field] !== undefined)
    .map((field) => [field]);
}
