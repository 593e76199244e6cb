import type { AssessmentFinding } from "../../../src/report/assessment.ts";

/**
 * In which states a finding stands, as a row of small boxes. Thousands of findings share a few patterns, so
 * each pattern is drawn once and referred to.
 */
export interface Strips {
  readonly idOf: (finding: AssessmentFinding) => string;
  readonly patterns: readonly { readonly id: string; readonly standing: readonly boolean[] }[];
}

export function stripsOf(
  findings: readonly AssessmentFinding[],
  positions: ReadonlyMap<string, number>,
): Strips {
  const ids = new Map<string, string>();
  const patterns: { id: string; standing: boolean[] }[] = [];
  const keyOf = (finding: AssessmentFinding): string => statePositions(finding, positions).join(" ");
  for (const finding of findings) {
    const key = keyOf(finding);
    if (ids.has(key)) continue;
    const id = `strip-${ids.size}`;
    ids.set(key, id);
    const standing = new Set(statePositions(finding, positions));
    patterns.push({ id, standing: Array.from({ length: positions.size }, (_, at) => standing.has(at)) });
  }
  return { idOf: (finding) => ids.get(keyOf(finding)) ?? "", patterns };
}

/** The 0-based positions of a finding's states, in order. */
export function statePositions(finding: AssessmentFinding, positions: ReadonlyMap<string, number>): number[] {
  const found = finding.states.flatMap((state) => positions.get(state) ?? []);
  return found.sort((a, b) => a - b);
}
