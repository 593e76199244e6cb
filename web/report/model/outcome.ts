import type { Assessment } from "../../../src/report/assessment.ts";
import type { Verdict } from "./verdict.ts";

/** The outcome as the badge shows it: a shape and one or two words. */
export interface Badge {
  readonly mark: Verdict;
  readonly word: string;
}

const BADGES: Readonly<Record<Assessment["outcome"], Badge>> = {
  ready: { mark: "holds", word: "Ready" },
  breaks: { mark: "breaks", word: "Breaks" },
  unknown: { mark: "unknown", word: "Not proven" },
  "not-affected": { mark: "holds", word: "Not affected" },
};

export function badgeOf(assessment: Assessment): Badge {
  return BADGES[assessment.outcome];
}
