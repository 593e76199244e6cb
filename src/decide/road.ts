import type { EntryPlan } from "../platforms/entry-plan.ts";
import { answerers } from "./answerers/registry.ts";
import { entryPlanOf } from "./entry-plan.ts";
import type { RoadFacts } from "./facts.ts";
import { FLOW, type Question } from "./flow.ts";
import { type RoadOutcome, roadOutcome } from "./outcome.ts";
import { type Given, isOpen, type Turn, type Walk, walk } from "./walk.ts";

/** The road of one cluster: the way it goes, why at each turn, and what is still to be answered. */
export interface RoadResult {
  /**
   * Every turn to the outcome. From the first open one on (see {@link isOpen}) they hold only if what is assumed there
   * is right.
   */
  readonly turns: readonly Turn[];
  /** True where nothing on the way is open: the outcome is then the cluster's. */
  readonly decided: boolean;
  readonly outcome: RoadOutcome;
  /** The turns that remain to be answered, in the flow's order. */
  readonly open: readonly Turn[];
  /** What lies beyond an outcome that asks for something first, taken as if that were done. */
  readonly ahead: readonly Turn[];
  /** How traffic will enter, as far as the turns and those ahead settle it: what is to be simulated. */
  readonly entryPlan: EntryPlan;
  readonly route: "in-place" | "new-cluster";
  /** Answers a person gave to questions this way does not come to. */
  readonly unused: readonly Question[];
}

/** Walks the provider's flow for a cluster. `given`: what people answered, by question. */
export function decideRoad(facts: RoadFacts, given: ReadonlyMap<string, Given> = new Map()): RoadResult {
  const walked = walk(FLOW, (question, turns) => answerers[question]?.(facts, turns), given);
  const { turns, outcome, ahead } = walked;
  const way = [...turns, ...ahead];
  const open = turns.filter(isOpen);
  return {
    turns,
    decided: open.length === 0,
    outcome: roadOutcome(outcome, turns, facts),
    open,
    ahead,
    entryPlan: entryPlanOf(way),
    route: routeOf(walked),
    unused: FLOW.questions.filter(({ id }) => given.has(id) && !way.some((turn) => turn.question.id === id)),
  };
}

function routeOf({ end }: Walk): RoadResult["route"] {
  return end.kind === "new-cluster" ? "new-cluster" : "in-place";
}
