import type { Assessment, AssessmentCoverage } from "./assessment.ts";

/** A guarantee that could not be judged everywhere, and that no finding speaks for. */
export interface OpenGuarantee {
  readonly id: string;
  readonly promise: string;
  /** The states it could not be judged in; at least one. */
  readonly states: readonly string[];
  /** What is to blame; empty when the coverage does not tell. */
  readonly gaps: readonly AssessmentCoverage[];
}

/**
 * The unknown cells of the proof that would show nowhere if a view listed findings alone. What was not read
 * must never look like a pass.
 */
export function openGuarantees(assessment: Assessment): OpenGuarantee[] {
  return assessment.guarantees.flatMap(({ id, promise, verdicts }) => {
    const states = assessment.states
      .map((state) => state.id)
      .filter((state) => verdicts[state] === "unknown");
    const told = assessment.findings.some(
      (finding) =>
        finding.guarantee === id && finding.verdict === "unknown" && finding.suppressed === undefined,
    );
    if (states.length === 0 || told) return [];
    const gaps = assessment.coverage.filter(
      (entry) => entry.status !== "read" && entry.neededBy.includes(id),
    );
    return [{ id, promise, states, gaps }];
  });
}

/** `PodDisruptionBudget.policy (forbidden), shop/old.yaml:41 (unreadable) and 3 more`. */
export function gapList(gaps: readonly AssessmentCoverage[], named = 4): string {
  const names = gaps.map((gap) => `${gap.kind ?? gap.place ?? "something"} (${gap.status})`);
  const left = names.length - named;
  return names.slice(0, named).join(", ") + (left > 0 ? ` and ${left} more` : "");
}
