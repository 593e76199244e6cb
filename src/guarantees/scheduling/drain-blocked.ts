import { refLabel } from "../../world/resource.ts";
import { disruptionsAllowed } from "../../world/scheduling/disruption-budget.ts";
import type { Breach } from "../guarantee.ts";
import { budgetEvidence, demandOf, guardedWords, sizeOf } from "./budget-words.ts";
import type { JudgedBudget } from "./budgets.ts";
import { drainEnds, isDraining, type Move } from "./move.ts";
import type { Rule } from "./rule.ts";

/** A budget that allows no eviction even while every pod it guards is ready. */
export const drainBlocked: Rule = {
  id: "drain-blocked",
  title: "A disruption budget never allows an eviction",
  hazards: ["DR-1", "DR-3"],
  find(move) {
    return isDraining(move)
      ? move.budgets.filter(isNeverSatisfied).map((budget) => breach(budget, move))
      : [];
  },
};

export function isNeverSatisfied(budget: JudgedBudget): boolean {
  const { allowance, alone, pods } = budget;
  if (allowance === undefined || !alone.some((workload) => sizeOf(workload) > 0)) return false;
  return disruptionsAllowed(allowance, pods) === 0;
}

function breach(budget: JudgedBudget, move: Move): Breach {
  const { resource, drained } = budget;
  const demand = demandOf(budget);
  // Jobs end by themselves, and their pods with them: a drain that waits for them does not wait for ever.
  const ends = drained.every((workload) => workload.transient);
  return {
    cause: drainBlocked.id,
    verdict: ends ? "advice" : "breaks",
    subject: resource.ref,
    message: ends
      ? `${refLabel(resource.ref)} (${demand.text}) allows no eviction of ${guardedWords(budget)}, so a drain waits until the job has ended.`
      : `${refLabel(resource.ref)} (${demand.text}) never allows an eviction of ${guardedWords(budget)}, ${drainEnds(move)}.`,
    remedy: remedyFor(budget),
    evidence: budgetEvidence(budget),
  };
}

function remedyFor({ budget, pods, allowance }: JudgedBudget): string {
  const { minAvailable, maxUnavailable } = budget;
  if (minAvailable === undefined && maxUnavailable === undefined) {
    return "Set maxUnavailable to 1: with neither field set nothing may go.";
  }
  if (allowance?.expected === 0) {
    return "Give the pods a controller, or set minAvailable to a number below their count: anything else counts only pods with a controller.";
  }
  if (maxUnavailable !== undefined) return "Set maxUnavailable to 1 before nodes are replaced.";
  if (typeof minAvailable !== "number") return `Replace minAvailable ${minAvailable} by maxUnavailable 1.`;
  return pods > 1
    ? `Lower minAvailable to ${pods - 1}, or replace it by maxUnavailable 1.`
    : "Run 2 replicas, or replace minAvailable by maxUnavailable 1; the one pod is then away while it moves.";
}
