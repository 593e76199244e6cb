import type { Assessment } from "./assessment.ts";

/** The states' numbers, counted from 1: as the table's columns and the story name them. */
export function numberStates(assessment: Assessment): ReadonlyMap<string, number> {
  return new Map(assessment.states.map((state, index) => [state.id, index + 1]));
}

/**
 * When a finding bites: `from 5 cluster-api-rolling on`, `in 5 cluster-api-rolling and 7 upgrade-rolling`,
 * `in 5 cluster-api-rolling, again in 7 and 9-11`.
 */
export function whenOf(states: readonly string[], numbers: ReadonlyMap<string, number>): string {
  const places = states
    .map((id) => ({ id, number: numbers.get(id) ?? 0 }))
    .sort((a, b) => a.number - b.number);
  const [first, second] = places;
  const runs = runsOf(places.map((place) => place.number));
  const [run] = runs;
  if (first === undefined || run === undefined) return "";
  if (places.length === numbers.size) return "in every state";
  const named = nameOf(first);
  if (runs.length === 1 && run.last === numbers.size) return `from ${named} on`;
  if (places.length === 2 && runs.length === 2 && second !== undefined) {
    return `in ${named} and ${nameOf(second)}`;
  }
  const start = run.first === run.last ? `in ${named}` : `in ${named} to ${run.last}`;
  const again = runs.slice(1).map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`));
  return again.length === 0 ? start : `${start}, again in ${again.join(", ")}`;
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
