import { refLabel } from "../../world/resource.ts";
import { cite, listed } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import { demandOf, sizeOf } from "./budget-words.ts";
import { type JudgedBudget, syncFailed } from "./budgets.ts";
import { drainEnds, isDraining, type Move } from "./move.ts";
import type { Rule } from "./rule.ts";

/**
 * A budget the disruption controller cannot compute allows nothing (failSafe): a share or maxUnavailable over
 * pods whose controller has no scale subresource.
 */
export const budgetNotComputed: Rule = {
  id: "budget-not-computed",
  title: "A disruption budget cannot be computed, so it allows nothing",
  hazards: ["DR-1", "DR-3"],
  find(move) {
    if (!isDraining(move)) return [];
    return move.budgets
      .filter(({ allowance, alone }) => allowance === undefined && alone.some(hasPods))
      .map((budget) => breach(budget, move));
  },
};

function hasPods(workload: JudgedBudget["drained"][number]): boolean {
  return sizeOf(workload) > 0;
}

function breach(budget: JudgedBudget, move: Move): Breach {
  const { resource, noScale, scaleUnknown, drained } = budget;
  const demand = demandOf(budget);
  const failed = syncFailed(resource);
  const unsure = noScale.length === 0 && scaleUnknown.length > 0 && !failed;
  const culprits = listed((noScale.length > 0 ? noScale : scaleUnknown).map(({ ref }) => refLabel(ref)));
  const why =
    noScale.length + scaleUnknown.length === 0
      ? `${demand.text} is neither a number nor a percentage`
      : unsure
        ? `whether ${culprits} has a scale subresource is not known`
        : `${culprits} has no scale subresource to count by`;
  const verdict = unsure ? "unknown" : drained.every(({ transient }) => transient) ? "advice" : "breaks";
  return {
    cause: budgetNotComputed.id,
    verdict,
    subject: resource.ref,
    message: unsure
      ? `${refLabel(resource.ref)} (${demand.text}) may not be computable: ${why}. If it has none, no eviction is allowed, ${drainEnds(move)}.`
      : `${refLabel(resource.ref)} (${demand.text}) cannot be computed: ${why}. Such a budget allows no eviction, ${drainEnds(move)}.`,
    remedy:
      noScale.length > 0 && noScale.length < budget.classes.length
        ? `Narrow the selector so that it leaves out ${culprits}, or set minAvailable to a number of pods.`
        : "Set minAvailable to a number of pods instead of a share or maxUnavailable.",
    evidence: [
      cite(resource, demand.path),
      ...(failed ? [cite(resource, ["status", "conditions"])] : []),
      ...(noScale.length > 0 ? [cite(resource, ["spec", "selector"])] : []),
    ],
  };
}
