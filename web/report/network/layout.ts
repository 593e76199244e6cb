import type { AssessmentNetwork } from "../../../src/report/network-section.ts";
import { type AnchorId, NODES, OUTSIDE } from "./anchors.ts";

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Chip extends Rect {
  readonly id: AnchorId;
  readonly name: string;
  readonly kind: string;
  /** Without a name of its own: a dot. */
  readonly small: boolean;
}

export interface Box extends Rect {
  readonly id: AnchorId;
  readonly name: string;
  readonly count: number;
  readonly more: number;
  readonly chips: readonly Chip[];
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  /** Nodes and outside addresses: bars as tall as the drawing. */
  readonly rails: readonly (Rect & { readonly id: AnchorId; readonly title: string })[];
  /** Where lines run: the middles of the ways between columns, and of those between rows. */
  readonly gutters: readonly number[];
  readonly streets: readonly number[];
}

const WIDTH = 880;
const COLUMNS = 5;
/** Width of the ways between columns, and height of those between rows. */
export const GUTTER = 26;
export const STREET = 24;
const PAD = 7;
const TITLE = 21;
const CHIP = { height: 18, gap: 4 };
const DOT = { size: 7, step: 11 };
const RAIL = 24;

/**
 * Where everything stands, the same for every comparison: namespaces in rows, those with named workloads first.
 * Between rows and columns there is room for lines. Depends on nothing but its input.
 */
export function layOut(
  network: AssessmentNetwork,
  named: ReadonlySet<AnchorId>,
  used: ReadonlySet<AnchorId>,
): Layout {
  const left = (used.has(OUTSIDE) ? RAIL : 0) + GUTTER;
  const right = WIDTH - (used.has(NODES) ? RAIL : 0) - GUTTER;
  const column = (right - left - GUTTER * (COLUMNS - 1)) / COLUMNS;
  const boxes: Box[] = [];
  const streets = [STREET / 2];
  let y = STREET;
  for (const row of rowsOf(sized(network, named, used))) {
    let at = 0;
    let tallest = 0;
    for (const one of row) {
      const width = column * one.span + GUTTER * (one.span - 1);
      const box = place(one, left + at * (column + GUTTER), y, width);
      boxes.push(box);
      at += one.span;
      tallest = Math.max(tallest, box.height);
    }
    y += tallest + STREET;
    streets.push(y - STREET / 2);
  }
  const rails = [
    { id: OUTSIDE, title: "Addresses outside", x: 1 },
    { id: NODES, title: "Nodes", x: WIDTH - RAIL - 1 },
  ]
    .filter(({ id }) => used.has(id))
    .map((rail) => ({ ...rail, y: 1, width: RAIL, height: y - 2 }));
  const gutters = Array.from(
    { length: COLUMNS + 1 },
    (_, index) => left + index * (column + GUTTER) - GUTTER / 2,
  );
  return { width: WIDTH, height: y, boxes, rails, gutters, streets };
}

/** Filled from the left; what does not fit begins the next. */
function rowsOf(all: readonly Sized[]): readonly (readonly Sized[])[] {
  const rows: Sized[][] = [];
  let room = 0;
  for (const one of all) {
    if (one.span > room) {
      rows.push([]);
      room = COLUMNS;
    }
    rows.at(-1)?.push(one);
    room -= one.span;
  }
  return rows;
}

interface Sized {
  readonly id: AnchorId;
  readonly name: string;
  readonly more: number;
  readonly chips: readonly { readonly id: AnchorId; readonly name: string; readonly kind: string }[];
  readonly dots: Sized["chips"];
  readonly span: number;
}

function sized(
  { namespaces }: AssessmentNetwork,
  named: ReadonlySet<AnchorId>,
  used: ReadonlySet<AnchorId>,
): readonly Sized[] {
  const all = namespaces.map(({ name, workloads, more }, at): Sized => {
    const ids = workloads.map((workload, index) => ({ ...workload, id: `w${at}-${index}` }));
    const chips = ids.filter(({ id }) => named.has(id));
    const dots = ids.filter(({ id }) => !named.has(id));
    const span = Math.min(COLUMNS, Math.ceil(Math.max(chips.length / 10, dots.length / 80, 1)));
    return { id: `n${at}`, name, more, chips, dots, span };
  });
  const isUsed = ({ id, chips }: Sized): number => (used.has(id) || chips.length > 0 ? 1 : 0);
  // Rows of about equal height leave the least room empty.
  const size = ({ chips, dots }: Sized): number => chips.length * 1000 + dots.length;
  return all.sort((a, b) => isUsed(b) - isUsed(a) || size(b) - size(a));
}

function place(one: Sized, x: number, y: number, width: number): Box {
  const inner = width - 2 * PAD;
  const chipWidth = (inner - GUTTER * (one.span - 1)) / one.span;
  const chips = one.chips.map((chip, index): Chip => {
    const row = Math.floor(index / one.span);
    return {
      ...chip,
      small: false,
      x: x + PAD + (index % one.span) * (chipWidth + GUTTER),
      y: y + TITLE + row * (CHIP.height + CHIP.gap),
      width: chipWidth,
      height: CHIP.height,
    };
  });
  const chipRows = Math.ceil(one.chips.length / one.span);
  const below = y + TITLE + chipRows * (CHIP.height + CHIP.gap) + (chipRows > 0 ? 2 : 0);
  const perRow = Math.max(1, Math.floor(inner / DOT.step));
  const dots = one.dots.map(
    (dot, index): Chip => ({
      ...dot,
      small: true,
      x: x + PAD + (index % perRow) * DOT.step,
      y: below + Math.floor(index / perRow) * DOT.step,
      width: DOT.size,
      height: DOT.size,
    }),
  );
  const height = below - y + Math.ceil(one.dots.length / perRow) * DOT.step + PAD - 2;
  const count = one.chips.length + one.dots.length + one.more;
  return {
    id: one.id,
    name: one.name,
    more: one.more,
    count,
    chips: [...chips, ...dots],
    x,
    y,
    width,
    height,
  };
}
