import { refLabel } from "../../world/resource.ts";
import type { Workload } from "../../world/workload.ts";
import { cite, listed } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import type { JudgedBudget } from "./budgets.ts";
import { drainEnds, isDraining, type Move } from "./move.ts";
import type { Rule } from "./rule.ts";

/** The eviction API refuses a pod that more than one budget selects, whatever they allow (eviction.go). */
export const severalBudgets: Rule = {
  id: "several-budgets",
  title: "More than one disruption budget selects the same pods",
  hazards: ["DR-1", "DR-3"],
  find(move) {
    if (!isDraining(move)) return [];
    const guards = new Map<Workload, JudgedBudget[]>();
    for (const budget of move.budgets) {
      const alone = new Set(budget.alone);
      for (const workload of budget.drained.filter((one) => !alone.has(one)))
        guards.set(workload, [...(guards.get(workload) ?? []), budget]);
    }
    return [...guards].map(([workload, budgets]) => breach(workload, budgets, move));
  },
};

function breach(workload: Workload, budgets: readonly JudgedBudget[], move: Move): Breach {
  const names = listed(budgets.map(({ resource }) => refLabel(resource.ref)));
  return {
    cause: severalBudgets.id,
    verdict: workload.transient ? "advice" : "breaks",
    subject: workload.ref,
    message: `${refLabel(workload.ref)} has pods that ${names} select. The eviction API refuses every pod with more than one budget, ${drainEnds(move)}.`,
    remedy: "Narrow the selectors, or delete budgets, until one is left for these pods.",
    evidence: budgets.slice(0, 5).map(({ resource }) => cite(resource, ["spec", "selector"])),
  };
}
