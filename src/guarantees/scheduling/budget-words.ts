import { at, type Path } from "../../world/json.ts";
import { refLabel } from "../../world/resource.ts";
import type { Workload } from "../../world/workload.ts";
import { cite, citeReplicas, counted, listed, valueWords } from "../cite.ts";
import type { Evidence } from "../guarantee.ts";
import type { JudgedBudget } from "./budgets.ts";

/** The field of a budget that demands something: the path and `maxUnavailable 0`. */
export function demandOf({ resource }: JudgedBudget): { readonly path: Path; readonly text: string } {
  for (const field of ["maxUnavailable", "minAvailable"]) {
    const value = at(resource.object, "spec", field);
    if (value !== undefined && value !== null)
      return { path: ["spec", field], text: `${field} ${valueWords(value)}` };
  }
  return { path: ["spec"], text: "neither minAvailable nor maxUnavailable set" };
}

/** `Deployment shop/web (3 pods)`. */
export function guardedWords(budget: JudgedBudget): string {
  return listed(
    budget.drained.map((workload) => `${refLabel(workload.ref)} (${counted(sizeOf(workload), "pod")})`),
  );
}

export function sizeOf(workload: Workload): number {
  return Math.max(workload.replicas, workload.ref.kind === "Pod" ? 1 : 0);
}

export function budgetEvidence(budget: JudgedBudget): readonly Evidence[] {
  return [cite(budget.resource, demandOf(budget).path), ...budget.drained.slice(0, 3).flatMap(citeReplicas)];
}
