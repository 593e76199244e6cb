import type { Assessment } from "./assessment.ts";
import { sectionsOf } from "./sections.ts";

/** The whole assessment in a few plain sentences. */
export interface Outcome {
  /** What would become of the users. One sentence. */
  readonly sentence: string;
  /** What to do next; one sentence each. */
  readonly next: readonly string[];
}

/** Names stand in it as they are in the assessment: escape it. */
export function outcomeOf(assessment: Assessment): Outcome {
  const cluster = assessment.cluster.name ?? "this cluster";
  const target = assessment.profile.target;
  const sections = sectionsOf(assessment);
  const broken = sections.filter((section) => section.worst === "breaks").length;
  const open = sections.filter((section) => section.worst === "unknown").length;
  const all = sections.length;
  switch (assessment.outcome) {
    case "breaks":
      return {
        sentence: `Moving ${cluster} to ${target} as it is would break ${countOf(broken, all)}${firstLoss(assessment)}.`,
        next: [
          ...beforehand(assessment),
          "Nothing has been touched. Fix what is marked BREAKS, then assess again.",
          ...(open > 0 ? [`${countOf(open, all)} could not be judged: that is not a pass either.`] : []),
          ...suppressed(assessment),
        ],
      };
    case "unknown":
      return {
        sentence: `Nothing is known to break when ${cluster} moves to ${target}, but ${countOf(open, all)} could not be proven.`,
        next: [
          ...beforehand(assessment),
          "This is not a pass: close the gaps named below, then assess again.",
          ...suppressed(assessment),
        ],
      };
    case "ready":
      return {
        sentence: `${capital(cluster)} is ready for ${target}: ${all === 1 ? "the guarantee holds" : `all ${all} guarantees hold`} in each of the ${assessment.states.length} states of the move.`,
        next: [...readyNext(assessment), ...suppressed(assessment)],
      };
    case "not-affected":
      return {
        sentence: `${capital(cluster)} is not affected: it already runs on ${target}.`,
        next: ["There is nothing to move."],
      };
  }
}

function countOf(part: number, all: number): string {
  return `${part} of ${all} ${all === 1 ? "guarantee" : "guarantees"}`;
}

/** `; the first in state 5, "Nodes being replaced"`. */
function firstLoss(assessment: Assessment): string {
  const index = assessment.states.findIndex((state) =>
    assessment.guarantees.some((guarantee) => guarantee.verdicts[state.id] === "breaks"),
  );
  const state = assessment.states[index];
  return state === undefined ? "" : `, the first in state ${index + 1} (${state.title})`;
}

function beforehand(assessment: Assessment): string[] {
  const minors = assessment.cluster.minorsToPassFirst;
  const last = minors.at(-1);
  if (last === undefined) return [];
  const list = minors.length === 1 ? last : `${minors.slice(0, -1).join(", ")} and ${last}`;
  return [
    `Before the move can begin, the cluster must pass ${list}${minors.length > 1 ? ", one after the other" : ""}.`,
  ];
}

function readyNext(assessment: Assessment): string[] {
  const first = beforehand(assessment);
  const way = roadNext(assessment);
  if (way !== undefined) return [...first, way];
  return first.length > 0 ? first : ["Nothing has to be done before it."];
}

/** That nothing is lost on the way does not say that the way is open, or that nobody has to walk it. */
function roadNext({ road }: Assessment): string | undefined {
  if (road === undefined) return undefined;
  if (!road.decided)
    return "Which way it goes is not decided yet: the road below names what is to be answered.";
  return road.outcome.kind === "ready" || road.outcome.kind === "new-cluster"
    ? "What the provider and the customer do next stands in the road below."
    : `But the road below has something first: ${road.outcome.title}.`;
}

/** A result that rests on somebody's word says so. */
function suppressed(assessment: Assessment): string[] {
  const count = assessment.findings.filter((finding) => finding.suppressed !== undefined).length;
  if (count === 0) return [];
  return [
    count === 1
      ? "1 finding is suppressed in the configuration and counts for nothing here."
      : `${count} findings are suppressed in the configuration and count for nothing here.`,
  ];
}

function capital(text: string): string {
  return text === "this cluster" ? "This cluster" : text;
}
