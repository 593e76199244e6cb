import type { AssessmentFinding, AssessmentState } from "../../../src/report/assessment.ts";
import { listed } from "./words.ts";

/**
 * When a finding bites, by the states' numbers and the first one's title: `from 5 (Nodes being replaced) to
 * the end`, `in 5 (Nodes being replaced) and 7-9`, `in every state`.
 */
export function whenWords(finding: AssessmentFinding, states: readonly AssessmentState[]): string {
  const standing = new Set(finding.states);
  const numbers = states.flatMap((state, index) => (standing.has(state.id) ? [index + 1] : []));
  const [first] = numbers;
  if (first === undefined) return listed(finding.states);
  if (numbers.length === states.length) return "in every state";
  const title = `${first} (${states[first - 1]?.title})`;
  const runs = runsOf(numbers);
  const [run] = runs;
  if (run?.last === states.length && run.first !== run.last) return `from ${title} to the end`;
  const [, ...later] = runs.map(rangeWords);
  const start = run === undefined || run.first === run.last ? title : `${title} to ${run.last}`;
  return `in ${listed([start, ...later])}`;
}

interface Run {
  readonly first: number;
  readonly last: number;
}

function rangeWords({ first, last }: Run): string {
  return first === last ? String(first) : `${first} to ${last}`;
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
