import { alignWorlds } from "./align.ts";
import type { Bitset } from "./bitset.ts";
import type { Certainty, Change } from "./changes/change.ts";
import { changesBetween } from "./changes/changes-between.ts";
import { compareText, workloadName } from "./names.ts";
import { type PeerSet, PeerSets } from "./peer-sets.ts";
import { peersOf } from "./peers.ts";
import type { PortSet, PortSets } from "./port-set.ts";
import { reasonsIn } from "./reasons.ts";
import { buildNetwork } from "./relation.ts";
import type { View } from "./view.ts";

/** One line of a difference, however many connections it stands for. */
export interface DiffLine {
  readonly before: Certainty;
  readonly after: Certainty;
  readonly from: PeerSet;
  readonly to: PeerSet;
  readonly ports: PortSet;
  /** Pairs of workloads (nodes one by one, addresses as one) it stands for. */
  readonly connections: number;
  /** Why it is unknown, before or after. */
  readonly reasons: readonly string[];
}

export interface NetworkDiff {
  readonly lost: readonly DiffLine[];
  readonly gained: readonly DiffLine[];
  readonly unknown: readonly DiffLine[];
  /** Workloads only one of the two has; their connections are not listed. */
  readonly gone: readonly string[];
  readonly added: readonly string[];
  readonly table: PortSets;
}

/** What changes from one view to another. `compile` makes a view of each world once their pods are matched. */
export function diffNetworks(
  before: View,
  after: View,
  compile: (world: View["world"], like: View) => View,
): NetworkDiff {
  const aligned = alignWorlds(before.world, after.world);
  const same = aligned.before === before.world;
  const views = same ? [before, after] : [compile(aligned.before, before), compile(aligned.after, after)];
  const [first, second] = views;
  const network = buildNetwork(views);
  const sets = new PeerSets(network, peersOf(network, "workload", [0, 1]), 0);
  const reasons = [first, second].map((view) => (view === undefined ? () => [] : reasonsIn(network, view)));
  const lines = changesBetween(network)
    .map((change) => lineOf(change, sets, reasons))
    .filter((line) => line !== undefined)
    .sort(
      (a, b) =>
        compareText(a.from.names.join(), b.from.names.join()) ||
        compareText(a.to.names.join(), b.to.names.join()),
    );
  const certain = (was: Certainty, now: Certainty): readonly DiffLine[] =>
    lines.filter((line) => line.before === was && line.after === now);
  return {
    lost: certain("allowed", "denied"),
    gained: certain("denied", "allowed"),
    // What changes first: what is unknown in both may be as it was.
    unknown: [
      ...lines.filter((line) => (line.before === "unknown") !== (line.after === "unknown")),
      ...certain("unknown", "unknown"),
    ],
    gone: aligned.gone.map(({ ref }) => workloadName(ref)).sort(compareText),
    added: aligned.added.map(({ ref }) => workloadName(ref)).sort(compareText),
    table: network.table,
  };
}

type Reasons = (from: number, to: number) => readonly string[];

function lineOf(change: Change, sets: PeerSets, reasons: readonly Reasons[]): DiffLine | undefined {
  const { before, after, ports } = change;
  const from = sets.of(change.from);
  const [only, more] = new Set(from.peers.map(({ workload }) => workload));
  const whole = sets.of(change.to);
  const own =
    only !== undefined && more === undefined && from.hosts === 0 ? sets.without(whole, only) : whole;
  // `shop/*` says more than its workloads one by one, though the one itself is among them.
  const to = own.names.length > whole.names.length ? whole : own;
  const connections = countOf(from, whole);
  if (connections === 0) return undefined;
  const asked = reasons.filter((_, view) => (view === 0 ? before : after) === "unknown");
  return { before, after, from, to, ports, connections, reasons: reasonsOf(change, asked) };
}

/** Pairs, without those within a workload and those between hosts. */
function countOf(from: PeerSet, to: PeerSet): number {
  const own = new Map<string, number>();
  for (const { workload } of to.peers) own.set(workload, (own.get(workload) ?? 0) + 1);
  const within = from.peers.reduce((sum, { workload }) => sum + (own.get(workload) ?? 0), 0);
  return from.peers.length * (to.peers.length + to.hosts) + from.hosts * to.peers.length - within;
}

const MOST_ASKED = 8;

/** The reasons of a few pairs: members of one line differ little, and one line may stand for a million pairs. */
function reasonsOf({ from, to }: Change, asked: readonly Reasons[]): readonly string[] {
  const found = new Set<string>();
  for (const reasons of asked) {
    for (const a of few(from)) for (const b of few(to)) for (const text of reasons(a, b)) found.add(text);
  }
  return [...found];
}

function few(classes: Bitset): readonly number[] {
  const out: number[] = [];
  for (const id of classes) {
    out.push(id);
    if (out.length === MOST_ASKED) break;
  }
  return out;
}
