import type { Assessment, AssessmentState } from "../../../src/report/assessment.ts";
import { type Verdict, worstOf } from "./verdict.ts";

/** One state of the move, with what the drawing and the table say about it. */
export interface Stop {
  readonly state: AssessmentState;
  /** 1-based position in the move. */
  readonly number: number;
  readonly worst: Verdict;
  readonly breaks: number;
  readonly unknown: number;
  /** Every finding that stands here, advice and accepted ones too. */
  readonly standing: number;
  /** Findings (breaks and unknown) that bite here for the first time. */
  readonly starting: number;
  /** True in the first state with a breach. */
  readonly firstBreak: boolean;
  /** True where the API server's minor differs from the state before. */
  readonly upgraded: boolean;
}

/** The states in order with their counts; one pass over the findings. */
export function stopsOf(assessment: Assessment): Stop[] {
  const counts = new Map(assessment.states.map((state) => [state.id, noCounts()]));
  for (const finding of assessment.findings) {
    for (const id of finding.states) {
      const entry = counts.get(id);
      if (entry !== undefined) entry.standing++;
    }
    if (finding.suppressed !== undefined || finding.verdict === "advice") continue;
    const first = counts.get(finding.state);
    if (first !== undefined) first.starting++;
    for (const id of finding.states) {
      const entry = counts.get(id);
      if (entry !== undefined) entry[finding.verdict]++;
    }
  }
  const worst = assessment.states.map((state) => worstIn(assessment, state.id));
  const firstBreak = worst.indexOf("breaks");
  return assessment.states.map((state, index) => {
    const before = assessment.states[index - 1];
    return {
      state,
      number: index + 1,
      worst: worst[index] ?? "unknown",
      ...(counts.get(state.id) ?? noCounts()),
      firstBreak: index === firstBreak,
      upgraded: before !== undefined && before.version !== state.version,
    };
  });
}

function noCounts(): { breaks: number; unknown: number; standing: number; starting: number } {
  return { breaks: 0, unknown: 0, standing: 0, starting: 0 };
}

function worstIn(assessment: Assessment, state: string): Verdict {
  const verdicts = assessment.guarantees.map((guarantee) => guarantee.verdicts[state]);
  return worstOf(verdicts.filter((verdict) => verdict !== undefined));
}
