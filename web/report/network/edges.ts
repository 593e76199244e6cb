import type {
  ChangeKind,
  NetworkChange,
  NetworkComparison,
  NetworkEnd,
} from "../../../src/report/network-section.ts";
import type { AnchorId, Anchors } from "./anchors.ts";

/** A line of the drawing: all changes of one kind from one place to another. */
export interface Edge {
  readonly from: AnchorId;
  readonly to: AnchorId;
  readonly change: ChangeKind;
  /** Positions in the comparison's changes. */
  readonly rows: readonly number[];
}

/** More workloads of one namespace on one side are drawn as the namespace. */
const MOST_APART = 5;
/** More lines could not be told apart: then all are drawn from namespace to namespace. */
const MOST_EDGES = 70;

/** The workloads that get a name of their own in the drawing: those a line begins or ends at. */
export function namedWorkloads(
  comparisons: readonly NetworkComparison[],
  anchors: Anchors,
): ReadonlySet<AnchorId> {
  const edges = comparisons.flatMap((comparison) => edgesOf(comparison, anchors));
  return new Set(edges.flatMap(({ from, to }) => [from, to]).filter((id) => id.startsWith("w")));
}

export function edgesOf({ changes }: NetworkComparison, anchors: Anchors): readonly Edge[] {
  const fine = gather(changes, (ends) => finePlaces(ends, anchors));
  return fine.length <= MOST_EDGES ? fine : gather(changes, (ends) => boxes(ends, anchors));
}

function gather(
  changes: readonly NetworkChange[],
  places: (ends: readonly NetworkEnd[]) => readonly AnchorId[],
): readonly Edge[] {
  const edges = new Map<string, Edge & { rows: number[] }>();
  changes.forEach(({ change, from, to }, row) => {
    const sources = places(from.ends);
    const targets = places(to.ends);
    for (const source of sources) {
      for (const target of targets) {
        if (source === target && source.startsWith("w")) continue;
        const key = `${source} ${target} ${change}`;
        const there = edges.get(key);
        if (there === undefined) edges.set(key, { from: source, to: target, change, rows: [row] });
        else there.rows.push(row);
      }
    }
  });
  return [...edges.values()];
}

function finePlaces(ends: readonly NetworkEnd[], anchors: Anchors): readonly AnchorId[] {
  const counts = new Map<AnchorId, number>();
  for (const end of ends) {
    const box = anchors.box(end);
    if (box !== undefined) counts.set(box, (counts.get(box) ?? 0) + 1);
  }
  const found = ends.flatMap((end) => {
    const box = anchors.box(end);
    if (end.type !== "workload" || (counts.get(box ?? "") ?? 0) > MOST_APART) return box ?? [];
    return anchors.workload(end.namespace, end.name, end.kind) ?? box ?? [];
  });
  return [...new Set(found)];
}

function boxes(ends: readonly NetworkEnd[], anchors: Anchors): readonly AnchorId[] {
  return [...new Set(ends.flatMap((end) => anchors.box(end) ?? []))];
}
