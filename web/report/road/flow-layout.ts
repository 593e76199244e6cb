import { visible } from "../../../src/report/escape.ts";
import { columnsOf, type Flow, type FlowLine, type FlowNode, linesOf } from "./flow-graph.ts";
import { rowsOf } from "./flow-rows.ts";
import { wrapped } from "./wrap.ts";

export interface FlowBox {
  readonly node: FlowNode;
  readonly tier: number;
  readonly column: number;
  readonly row: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly text: readonly string[];
}

export interface FlowLayout {
  readonly width: number;
  readonly height: number;
  readonly boxes: ReadonlyMap<string, FlowBox>;
  readonly lines: readonly FlowLine[];
  /** By tier: its columns' left edges and widths, and the level of the way that leads to it from the tier above. */
  readonly tiers: readonly TierLayout[];
}

export interface TierLayout {
  readonly first: number;
  readonly columns: readonly { readonly x: number; readonly width: number }[];
  readonly way: number;
}

const WIDTH = 1180;
const BOX = 140;
/** Ends are told in a sentence: they get more room. */
const END = 244;
export const LINE = 14.5;
export const LABEL_LINE = 12.5;
const PAD = 8;
const LEAST_HEIGHT = 36;
const ROW_GAP = 18;
/** Between tiers: room for the way from the end of one to the beginning of the next. */
const WAY = 34;
export const MARGIN = 12;
/** About what a character takes, in nodes and in labels. */
const CHARACTER = 6.9;
const LABEL_CHARACTER = 6.3;
/** Room beside a label: the line going down, and its head. */
export const LABEL_LEFT = 12;
const LABEL_RIGHT = 9;
const MOST_LABEL_LINES = 4;
const GAP = { least: 48, most: 150 };

/** Where everything stands. Depends on nothing but its input. */
export function layOutFlow(flow: Flow): FlowLayout {
  const lines = linesOf(flow);
  const columns = columnsOf(flow, lines);
  const rows = rowsOf(flow.nodes[0]?.id ?? "", lines, columns);
  const leading = new Set(lines.map(({ from }) => from));
  const boxes = new Map<string, FlowBox>();
  const tiers: TierLayout[] = [];
  let y = 0;
  columns.tiers.forEach(([first, last], tier) => {
    const own = flow.nodes.filter(({ id }) => inside(columns.of.get(id), first, last));
    const widths = Array.from({ length: last - first + 1 }, (_, index) =>
      own.some(({ id }) => columns.of.get(id) === first + index && leading.has(id)) ? BOX : END,
    );
    const gaps = gapsOf(widths, (gap) =>
      lines.filter(({ from, to }) => gapOf(columns.of.get(from), columns.of.get(to), first) === gap),
    );
    const placed = across(widths, gaps);
    const way = y + WAY / 2;
    if (tier > 0) y += WAY;
    const sized = own.map((node) => {
      const column = (columns.of.get(node.id) ?? first) - first;
      const { x, width } = placed[column] ?? { x: MARGIN, width: BOX };
      const sign = node.kind === "question" ? 0 : 18;
      const text = wrapped(visible(nodeWords(node)), Math.floor((width - 2 * PAD - sign) / CHARACTER), 3);
      const height = Math.max(LEAST_HEIGHT, text.length * LINE + 12);
      return { node, tier, column: column + first, row: rows.get(node.id) ?? 0, x, width, height, text };
    });
    const levels = down(sized, y);
    for (const one of sized) {
      const box = { ...one, y: (levels.middles[one.row] ?? y) - one.height / 2 };
      boxes.set(one.node.id, box);
    }
    tiers.push({ first, columns: placed, way });
    y = levels.end;
  });
  const ends = [...boxes.values()].map(({ x, width }) => x + width + MARGIN);
  return { width: Math.max(WIDTH, ...ends), height: y, boxes, lines, tiers };
}

function inside(column: number | undefined, first: number, last: number): boolean {
  return column !== undefined && column >= first && column <= last;
}

/** A question as it is; of an end what its sign does not say already. */
function nodeWords({ kind, title }: FlowNode): string {
  const rest = kind === "question" ? -1 : title.indexOf(": ");
  if (rest < 0) return title;
  const words = title.slice(rest + 2);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The gap a line's label stands in: the one its source leaves by, or the margin of the tier it comes down to. */
function gapOf(from: number | undefined, to: number | undefined, first: number): number | undefined {
  if (from === undefined || to === undefined || to === from || to < first) return undefined;
  return from < first ? 0 : from - first + 1;
}

/** A label's lines in a gap: each answer begins a line of its own. */
export function labelLines(
  { answers }: FlowLine,
  room: number,
  most = MOST_LABEL_LINES,
): readonly { readonly text: string; readonly at: number }[] {
  const width = Math.max(4, Math.floor((room - LABEL_LEFT - LABEL_RIGHT) / LABEL_CHARACTER));
  const each = Math.max(1, Math.floor(most / answers.length));
  return answers.flatMap(({ short }, at) =>
    wrapped(visible(short), width, each).map((text) => ({ text, at })),
  );
}

/** As wide as the labels need to be read in three lines, and all together as wide as the drawing. */
function gapsOf(widths: readonly number[], linesIn: (gap: number) => readonly FlowLine[]): readonly number[] {
  const wanted = widths.map((_, gap) => {
    const lines = linesIn(gap);
    if (lines.length === 0) return gap === 0 ? 0 : GAP.least;
    let width = GAP.least;
    while (width < GAP.most && lines.some((line) => !hasRoom(line, width))) width += 4;
    return width;
  });
  const room = WIDTH - 2 * MARGIN - widths.reduce((sum, width) => sum + width, 0);
  const sum = wanted.reduce((all, gap) => all + gap, 0);
  const share = room / Math.max(1, sum);
  return wanted.map((gap) => (gap === 0 ? 0 : Math.max(GAP.least, gap * share)));
}

function hasRoom(line: FlowLine, width: number): boolean {
  const lines = labelLines(line, width, Number.POSITIVE_INFINITY);
  const words = new Set(line.answers.flatMap(({ short }) => visible(short).split(/\s+/)));
  return lines.length <= 3 && lines.every(({ text }) => text.split(" ").every((word) => words.has(word)));
}

function across(widths: readonly number[], gaps: readonly number[]): TierLayout["columns"] {
  let x = MARGIN;
  return widths.map((width, index) => {
    x += gaps[index] ?? 0;
    const column = { x, width };
    x += width;
    return column;
  });
}

function down(
  boxes: readonly Pick<FlowBox, "row" | "height">[],
  top: number,
): { readonly middles: readonly number[]; readonly end: number } {
  const last = Math.max(0, ...boxes.map(({ row }) => row));
  const middles: number[] = [];
  let y = top + ROW_GAP;
  for (let row = 0; row <= last; row++) {
    const height = Math.max(LEAST_HEIGHT, ...boxes.filter((box) => box.row === row).map((box) => box.height));
    middles.push(y + height / 2);
    y += height + ROW_GAP;
  }
  return { middles, end: y };
}
