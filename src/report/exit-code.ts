import type { Verdict } from "../simulate/proof.ts";
import type { Assessment, AssessmentFinding } from "./assessment.ts";

export const FAIL_ON = ["breaks", "unknown", "never"] as const;
/** From which verdict on the program's exit code says so. */
export type FailOn = (typeof FAIL_ON)[number];

/**
 * 0: nothing at the threshold; 2: something. `unknown` includes `breaks`. A cell of the proof counts as well
 * as a finding does, so that what could not be read is never a success; what is suppressed counts for nothing.
 * (1 is for a program that could not do its work, so never given here.)
 */
export function exitCodeFor(assessment: Assessment, failOn: FailOn): 0 | 2 {
  if (failOn === "never") return 0;
  const counts = (verdict: Verdict | AssessmentFinding["verdict"]): boolean =>
    verdict === "breaks" || (failOn === "unknown" && verdict === "unknown");
  const outcome =
    assessment.outcome === "breaks" || assessment.outcome === "unknown" ? assessment.outcome : "holds";
  const reached =
    counts(outcome) ||
    assessment.guarantees.some((guarantee) => Object.values(guarantee.verdicts).some(counts)) ||
    assessment.findings.some((finding) => finding.suppressed === undefined && counts(finding.verdict));
  return reached ? 2 : 0;
}
