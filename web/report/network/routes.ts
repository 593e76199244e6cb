import { type Point, roundedPath } from "../model/rounded-path.ts";
import type { AnchorId } from "./anchors.ts";
import type { Edge } from "./edges.ts";
import { GUTTER, type Layout, type Rect, STREET } from "./layout.ts";
import { Tracks } from "./tracks.ts";

export interface Route extends Edge {
  /** The line, as an SVG path. */
  readonly path: string;
}

type Side = "left" | "right";

/** Which ways a line takes: out into a gutter, along a street where that is not its goal's too, and in. */
interface Way {
  readonly edge: Edge;
  readonly from: Rect;
  readonly to: Rect;
  readonly out: Side;
  readonly into: Side;
  readonly y1: number;
  readonly y2: number;
  /** Positions in the layout's gutters; undefined at a bar, which the street itself reaches. */
  readonly leave: number | undefined;
  readonly enter: number | undefined;
  readonly street: number | undefined;
}

/** Lines run between the boxes, never behind them. Those for one goal share a track, others run beside it. */
export function routesOf(edges: readonly Edge[], layout: Layout): readonly Route[] {
  const ways = waysOf(edges, layout);
  const gutters = new Tracks(GUTTER - 12);
  const streets = new Tracks(STREET - 8);
  for (const { edge, leave, enter, street } of ways) {
    const key = trackOf(edge, leave);
    if (leave !== undefined) gutters.use(leave, key);
    if (enter !== undefined) gutters.use(enter, key);
    if (street !== undefined) streets.use(street, key);
  }
  return ways.map((way) => {
    const key = trackOf(way.edge, way.leave);
    const across = (at: number | undefined): number | undefined =>
      at === undefined ? undefined : (layout.gutters[at] ?? 0) + gutters.offset(at, key);
    const level =
      way.street === undefined
        ? undefined
        : (layout.streets[way.street] ?? 0) + streets.offset(way.street, key);
    return { ...way.edge, path: roundedPath(pointsOf(way, across(way.leave), across(way.enter), level)) };
  });
}

/** The corners of a line: `leave` and `enter` say where it goes up or down, `level` where it goes across. */
function pointsOf(
  { from, to, out, into, y1, y2 }: Way,
  leave: number | undefined,
  enter: number | undefined,
  level: number | undefined,
): readonly Point[] {
  const x1 = out === "right" ? from.x + from.width : from.x;
  const x2 = into === "right" ? to.x + to.width + HEAD : to.x - HEAD;
  const points: Point[] = [[x1, leave === undefined ? (level ?? y2) : y1]];
  if (leave !== undefined) points.push([leave, y1], [leave, level ?? (enter === undefined ? y1 : y2)]);
  if (enter !== undefined) points.push([enter, level ?? y2], [enter, y2]);
  points.push([x2, enter === undefined ? (level ?? y1) : y2]);
  return points;
}

/** Lines with one goal share a track, and those that come from a bar. */
function trackOf({ from, to, change }: Edge, leave: number | undefined): string {
  return leave === undefined ? `from ${from} ${change}` : `${to} ${change}`;
}

/** Room for a line's head, so that it ends at the edge and not in it. */
const HEAD = 7;

function waysOf(edges: readonly Edge[], layout: Layout): readonly Way[] {
  const bars = new Set(layout.rails.map(({ id }) => id));
  const places = placesOf(layout);
  const meeting = new Map<string, number>();
  const spread = (rect: Rect, key: string): number => {
    const count = meeting.get(key) ?? 0;
    meeting.set(key, count + 1);
    const step = Math.min(4, (rect.height - 6) / 4);
    // From the middle outwards, again and again: 0, 1, -1, 2, -2.
    const place = count % 5;
    return rect.y + Math.min(rect.height / 2, 11) + step * (place % 2 === 1 ? (place + 1) / 2 : -place / 2);
  };
  return edges.flatMap((edge): Way[] => {
    const from = places.get(edge.from);
    const to = places.get(edge.to);
    if (from === undefined || to === undefined) return [];
    const { out, into } = sidesOf(from, to);
    const y1 = spread(from, `${edge.from} ${out}`);
    const y2 = spread(to, `${edge.to} ${into}`);
    const leave = bars.has(edge.from) ? undefined : gutterBeside(from, out, layout);
    const enter = bars.has(edge.to) ? undefined : gutterBeside(to, into, layout);
    const ends = { edge, from, to, out, into, y1, y2, leave, enter };
    const last = layout.gutters.length - 1;
    const beside = leave === undefined || enter === undefined ? (leave ?? enter) : undefined;
    // At the edge of the drawing a bar is next door; within one gutter no street is needed either.
    if (leave === enter) return [{ ...ends, street: undefined }];
    if (beside === last || beside === 0) return [{ ...ends, street: undefined }];
    return [
      {
        ...ends,
        street: nearestStreet(leave === undefined ? y2 : y1, enter === undefined ? y1 : y2, layout),
      },
    ];
  });
}

function placesOf({ boxes, rails }: Layout): ReadonlyMap<AnchorId, Rect> {
  const all: (Rect & { readonly id: AnchorId })[] = [
    ...rails,
    ...boxes,
    ...boxes.flatMap(({ chips }) => chips),
  ];
  return new Map(all.map((one) => [one.id, one]));
}

function sidesOf(from: Rect, to: Rect): { out: Side; into: Side } {
  if (to.x >= from.x + from.width) return { out: "right", into: "left" };
  if (to.x + to.width <= from.x) return { out: "left", into: "right" };
  return { out: "right", into: "right" };
}

function gutterBeside({ x, width }: Rect, side: Side, { gutters }: Layout): number {
  if (side === "left") return gutters.findLastIndex((gutter) => gutter <= x);
  const found = gutters.findIndex((gutter) => gutter >= x + width);
  return found < 0 ? gutters.length - 1 : found;
}

/** The street with the least way up and down. */
function nearestStreet(y1: number, y2: number, { streets }: Layout): number {
  const costs = streets.map((street) => Math.abs(street - y1) + Math.abs(street - y2));
  return costs.indexOf(Math.min(...costs));
}
