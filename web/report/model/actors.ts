import type { AssessmentState } from "../../../src/report/assessment.ts";

type Actor = AssessmentState["actor"];

/** Who acts in a state, as a sentence fragment. */
export const ACTS: Readonly<Record<Actor, string>> = {
  provider: "Provider acts",
  customer: "Customer acts",
  both: "Both act",
  nobody: "Nobody acts",
};

/** The letters that stand for them in the drawing. */
export const ACTOR_LETTERS: Readonly<Record<Actor, readonly ("P" | "C")[]>> = {
  provider: ["P"],
  customer: ["C"],
  both: ["P", "C"],
  nobody: [],
};
