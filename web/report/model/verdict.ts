import type { Assessment, AssessmentFinding } from "../../../src/report/assessment.ts";

export type Verdict = Assessment["guarantees"][number]["verdicts"][string];
/** What a finding counts as in this report; an accepted (suppressed) one counts for no verdict. */
export type Standing = AssessmentFinding["verdict"] | "accepted";
/** Everything that has a colour and a shape. */
export type Mark = Verdict | Standing;

export const STANDINGS: readonly Standing[] = ["breaks", "unknown", "advice", "accepted"];

const RANK: Readonly<Record<Mark, number>> = { breaks: 0, unknown: 1, advice: 2, holds: 3, accepted: 4 };

export function compareMarks(a: Mark, b: Mark): number {
  return RANK[a] - RANK[b];
}

/** The worst of some verdicts; `unknown` when there are none, for nothing was checked then. */
export function worstOf(verdicts: readonly Verdict[]): Verdict {
  return [...verdicts].sort(compareMarks)[0] ?? "unknown";
}

export function standingOf(finding: AssessmentFinding): Standing {
  return finding.suppressed === undefined ? finding.verdict : "accepted";
}

export function tally(findings: readonly AssessmentFinding[]): Readonly<Record<Standing, number>> {
  const counts = { breaks: 0, unknown: 0, advice: 0, accepted: 0 };
  for (const finding of findings) counts[standingOf(finding)]++;
  return counts;
}
