import type { Assessment, AssessmentFinding } from "./assessment.ts";

/** The states' numbers, counted from 1: as the table's columns and the story name them. */
export function numberStates(assessment: Assessment): ReadonlyMap<string, number> {
  return new Map(assessment.states.map((state, index) => [state.id, index + 1]));
}

/** When a finding stands with its worst verdict, and when with a milder one: `from 6 cluster-api on; unknown in ...`. */
export function whenFound(
  { states, verdict, verdicts }: Pick<AssessmentFinding, "states" | "verdict" | "verdicts">,
  numbers: ReadonlyMap<string, number>,
): string {
  const having = (wanted: AssessmentFinding["verdict"]): string[] =>
    states.filter((state) => (verdicts[state] ?? verdict) === wanted);
  const milder = (["breaks", "unknown", "advice"] as const)
    .filter((other) => other !== verdict && having(other).length > 0)
    .map((other) => `${other} ${whenOf(having(other), numbers)}`);
  return [whenOf(having(verdict), numbers), ...milder].filter((text) => text !== "").join("; ");
}

/**
 * Some of the states: `from 5 cluster-api-rolling on`, `in 5 cluster-api-rolling and 7 upgrade-rolling`,
 * `from 5 cluster-api-rolling to 8 upgraded`, `in 5 cluster-api-rolling, again in 7, 9-11`.
 */
export function whenOf(states: readonly string[], numbers: ReadonlyMap<string, number>): string {
  const places = states
    .map((id) => ({ id, number: numbers.get(id) ?? 0 }))
    .sort((a, b) => a.number - b.number);
  const [first, second] = places;
  const last = places.at(-1);
  const [run, ...laterRuns] = runsOf(places.map((place) => place.number));
  if (first === undefined || last === undefined || run === undefined) return "";
  if (places.length === numbers.size) return "in every state";
  if (laterRuns.length === 0 && last.number === numbers.size) return `from ${nameOf(first)} on`;
  if (second === undefined) return `in ${nameOf(first)}`;
  if (places.length === 2) return `in ${nameOf(first)} and ${nameOf(second)}`;
  if (laterRuns.length === 0) return `from ${nameOf(first)} to ${nameOf(last)}`;
  const start = run.first === run.last ? `in ${nameOf(first)}` : `from ${nameOf(first)} to ${run.last}`;
  const again = laterRuns.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`));
  return `${start}, again in ${again.join(", ")}`;
}

function nameOf(place: { id: string; number: number }): string {
  return place.number === 0 ? place.id : `${place.number} ${place.id}`;
}

interface Run {
  readonly first: number;
  readonly last: number;
}

/** Ascending numbers as runs without gaps. */
function runsOf(numbers: readonly number[]): Run[] {
  const runs: Run[] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last !== undefined && number === last.last + 1) runs[runs.length - 1] = { ...last, last: number };
    else runs.push({ first: number, last: number });
  }
  return runs;
}
