import type { Road } from "../../../src/report/road-section.ts";

export type Flow = Road["flow"];
export type FlowNode = Flow["nodes"][number];
export type Place = FlowNode["place"];

/** A line of the drawing: every answer that leads from one node to another. */
export interface FlowLine {
  readonly from: string;
  readonly to: string;
  /** The best of its answers' places. */
  readonly place: Place;
  /** The way on from an outcome, once what it asks for is done. */
  readonly onwards: boolean;
  readonly answers: readonly FlowAnswer[];
}

export interface FlowAnswer {
  /** As much of the label as tells the answer from the question's others: "yes" of "yes, behind a firewall". */
  readonly short: string;
  readonly place: Place;
}

/** Columns that stand side by side; more go on in the next tier below. */
const MOST_COLUMNS = 5;

const RANK: Readonly<Record<Place, number>> = { taken: 2, ahead: 1, "not-taken": 0 };

export function linesOf({ edges }: Flow): readonly FlowLine[] {
  const lines = new Map<string, FlowLine>();
  for (const edge of edges) {
    const { from, to, value, place } = edge;
    const answer = { short: shortLabel(edge, edges), place };
    const onwards = value === undefined;
    const key = JSON.stringify([from, to, onwards]);
    const there = lines.get(key);
    if (there === undefined) lines.set(key, { from, to, onwards, place, answers: [answer] });
    else {
      const better = RANK[place] > RANK[there.place] ? place : there.place;
      lines.set(key, { ...there, place: better, answers: [...there.answers, answer] });
    }
  }
  return [...lines.values()];
}

function shortLabel({ from, label }: Flow["edges"][number], edges: Flow["edges"]): string {
  const start = (text: string): string => text.split(/[,:] /)[0] ?? text;
  const alike = edges.filter((edge) => edge.from === from && start(edge.label) === start(label));
  return alike.length === 1 ? start(label) : label;
}

export interface Columns {
  /** By node: how many turns before it, on the longest way. */
  readonly of: ReadonlyMap<string, number>;
  /** The first and last column of each tier. */
  readonly tiers: readonly (readonly [first: number, last: number])[];
}

/**
 * Puts every node into a column behind all that lead to it. A long flow is broken where the whole way passes one
 * question, like text at the end of a line; ends beyond the last break stand below each other in the last column.
 */
export function columnsOf({ nodes }: Flow, lines: readonly FlowLine[]): Columns {
  const turns = lines.filter(({ onwards }) => !onwards);
  const of = longestWays(nodes, turns);
  const last = Math.max(0, ...of.values());
  const breaks = breaksOf(nodes, turns, of, last);
  const behind = (breaks.at(-1) ?? -1) + 1;
  const leading = new Set(lines.map(({ from }) => from));
  for (const { id } of nodes) {
    if (!leading.has(id) && (of.get(id) ?? 0) >= behind) of.set(id, last);
  }
  const firsts = [0, ...breaks.map((column) => column + 1)];
  return { of, tiers: firsts.map((first, index) => [first, breaks[index] ?? last]) };
}

function longestWays(nodes: Flow["nodes"], lines: readonly FlowLine[]): Map<string, number> {
  const columns = new Map(nodes.map(({ id }) => [id, 0]));
  // As many rounds as there are nodes settle every flow that has an end.
  for (let round = 0, moved = true; moved && round < nodes.length; round++) {
    moved = false;
    for (const { from, to } of lines) {
      const behind = (columns.get(from) ?? 0) + 1;
      if (behind <= (columns.get(to) ?? behind)) continue;
      columns.set(to, behind);
      moved = true;
    }
  }
  return columns;
}

function breaksOf(
  nodes: Flow["nodes"],
  lines: readonly FlowLine[],
  columns: ReadonlyMap<string, number>,
  last: number,
): readonly number[] {
  const at = (id: string): number => columns.get(id) ?? 0;
  const isNarrow = (column: number): boolean => {
    const crossing = lines.filter(({ from, to }) => at(from) <= column && at(to) > column);
    const sources = new Set(crossing.map(({ from }) => from));
    return sources.size === 1 && nodes.some(({ id }) => sources.has(id) && at(id) === column);
  };
  const breaks: number[] = [];
  for (let first = 0; last - first >= MOST_COLUMNS; ) {
    const candidates = Array.from({ length: MOST_COLUMNS - 1 }, (_, back) => first + MOST_COLUMNS - 1 - back);
    const found = candidates.find(isNarrow);
    if (found === undefined) break;
    breaks.push(found);
    first = found + 1;
  }
  return breaks;
}
