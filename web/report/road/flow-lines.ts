import { type Point, roundedPath } from "../model/rounded-path.ts";
import type { FlowLine } from "./flow-graph.ts";
import { type FlowBox, type FlowLayout, LABEL_LEFT, LABEL_LINE, labelLines, MARGIN } from "./flow-layout.ts";

export interface DrawnLine extends FlowLine {
  readonly path: string;
  readonly points: readonly Point[];
  readonly label: readonly LabelLine[];
}

export interface LabelLine {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  /** Position in the line's answers. */
  readonly at: number;
}

/** Room for a line's head. */
const HEAD = 7;
/** From a box to the way up or down beside it, and from there to the next one. */
const STUB = 7;
const TRACK = 6;
/** How far from the middle lines end that come from above or below. */
const ASIDE = 9;

/** How lines run: out to the right, up or down between columns, in from the left. Never behind a box of their tier. */
export function drawnLines(layout: FlowLayout): readonly DrawnLine[] {
  const tracks = new Map<string, { readonly from: string; readonly top: number; readonly end: number }[]>();
  const meeting = new Map<string, number>();
  for (const { to, onwards } of layout.lines) if (!onwards) meeting.set(to, (meeting.get(to) ?? 0) + 1);
  return layout.lines.flatMap((line): DrawnLine[] => {
    const from = layout.boxes.get(line.from);
    const to = layout.boxes.get(line.to);
    if (from === undefined || to === undefined) return [];
    const isAlone = (meeting.get(line.to) ?? 0) < 2;
    const points = pointsOf(line, from, to, layout, isAlone, tracks);
    const ways = { ...line, points, path: roundedPath(points) };
    return [{ ...ways, label: line.onwards ? [] : labelOf(line, from, to, points, layout) }];
  });
}

type Tracks = Map<string, { readonly from: string; readonly top: number; readonly end: number }[]>;

function pointsOf(
  line: FlowLine,
  from: FlowBox,
  to: FlowBox,
  { tiers }: FlowLayout,
  isAlone: boolean,
  tracks: Tracks,
): readonly Point[] {
  const y1 = middle(from);
  const right = from.x + from.width;
  if (from.tier === to.tier && from.column === to.column) {
    const x = from.x + from.width / 2;
    const isUp = to.y < from.y;
    return [
      [x, isUp ? from.y : from.y + from.height],
      [x, isUp ? to.y + to.height + HEAD : to.y - HEAD],
    ];
  }
  if (from.tier !== to.tier) {
    const out = right + LABEL_LEFT;
    const way = tiers[to.tier]?.way ?? 0;
    const y = middle(to);
    return [
      [right, y1],
      [out, y1],
      [out, way],
      [MARGIN, way],
      [MARGIN, y],
      [to.x - HEAD, y],
    ];
  }
  const above = Math.sign(to.y + to.height / 2 - y1);
  const y2 = middle(to) - (isAlone || from.row === to.row ? 0 : above * ASIDE);
  if (from.row === to.row) {
    return [
      [right, y1],
      [to.x - HEAD, y1],
    ];
  }
  const gap = `${from.tier} ${from.column}`;
  const x = right + STUB + TRACK * trackOf(tracks, gap, line.from, Math.min(y1, y2), Math.max(y1, y2));
  return [
    [right, y1],
    [x, y1],
    [x, y2],
    [to.x - HEAD, y2],
  ];
}

function middle({ y, height }: FlowBox): number {
  return y + height / 2;
}

/** Lines of one source share a way up or down; those of others take the next one beside it. */
function trackOf(tracks: Tracks, gap: string, from: string, top: number, end: number): number {
  const used = tracks.get(gap) ?? [];
  tracks.set(gap, used);
  for (let track = 0; ; track++) {
    const key = `${gap} ${track}`;
    const own = tracks.get(key) ?? [];
    if (own.some((other) => other.from !== from && other.top < end && other.end > top)) continue;
    tracks.set(key, [...own, { from, top, end }]);
    return track;
  }
}

/** Beside the last level piece of a line: above it, or below where the line comes from there. */
function labelOf(
  line: FlowLine,
  from: FlowBox,
  to: FlowBox,
  points: readonly Point[],
  { tiers }: FlowLayout,
): readonly LabelLine[] {
  const [x, y] = points.at(-2) ?? [0, 0];
  const tier = tiers[to.tier];
  const index = from.tier === to.tier ? from.column - (tier?.first ?? 0) + 1 : 0;
  const end = tier?.columns[index]?.x ?? x;
  const before = tier?.columns[index - 1];
  const start = before === undefined ? MARGIN : before.x + before.width;
  const lines = labelLines(line, end - start);
  const isBelow = from.tier === to.tier && from.row > to.row;
  const left = x + 5 + (from.tier === to.tier && from.row === to.row ? STUB : 0);
  const top = isBelow ? y + LABEL_LINE : y - 5 - (lines.length - 1) * LABEL_LINE;
  return lines.map(({ text, at }, place) => ({ x: left, y: top + place * LABEL_LINE, text, at }));
}
