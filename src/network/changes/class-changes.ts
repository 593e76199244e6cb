import { Bitset } from "../bitset.ts";
import type { Signature } from "../classes.ts";
import type { PortSet } from "../port-set.ts";
import type { Network } from "../relation.ts";
import { differences, fewDifferences } from "./differences.ts";
import { joinChanges } from "./join-changes.ts";

/**
 * What became of connections between two views. `lost`: surely allowed, then surely denied; `gained`: the reverse;
 * the others: known before, and then neither surely allowed nor surely denied.
 */
export type Change = "lost" | "may-be-lost" | "gained" | "may-be-gained";

/** The same change on the same ports from each class of `from` to each class of `to`. */
export interface ClassChange {
  readonly change: Change;
  readonly from: Bitset;
  readonly to: Bitset;
  readonly ports: PortSet;
}

/**
 * Everything that differs between two views of a network. Classes that only one of them has are left out: who is
 * not there has nothing to lose. `alike`: both views hold the same policies, so that only connections of classes
 * they see differently can differ; what it costs then depends on those.
 */
export function classChanges(
  network: Network,
  before: number,
  after: number,
  alike: boolean,
): readonly ClassChange[] {
  const { classes } = network;
  const present = new Bitset(classes.length);
  const moved = new Bitset(classes.length);
  classes.forEach(({ signatures }, id) => {
    const then = signatures[before];
    const now = signatures[after];
    if (then === undefined || now === undefined) return;
    present.add(id);
    if (!alike || !sameSignature(then, now)) moved.add(id);
  });
  if (moved.isEmpty()) return [];
  const few = moved.count() * MANY < classes.length;
  const sent = (few ? fewDifferences : differences)(network, before, after);
  const found: ClassChange[] = [];
  for (const from of moved) {
    for (const { change, peers, ports } of sent(from)) {
      add(found, { change, from: only(from, classes.length), to: peers.and(present), ports });
    }
  }
  const still = present.andNot(moved);
  if (still.isEmpty()) return joinChanges(found);
  // Those that stay as they are may only differ in what they send to the others: asked from those others' side.
  const received = (few ? fewDifferences : differences)(turned(network), before, after);
  for (const to of moved) {
    for (const { change, peers, ports } of received(to)) {
      add(found, { change, from: peers.and(still), to: only(to, classes.length), ports });
    }
  }
  return joinChanges(found);
}

/** Where fewer than one class in so many is asked for, looking at each pair costs less than preparing rows. */
const MANY = 16;

function add(found: ClassChange[], change: ClassChange): void {
  if (!change.from.isEmpty() && !change.to.isEmpty()) found.push(change);
}

function only(id: number, size: number): Bitset {
  const set = new Bitset(size);
  set.add(id);
  return set;
}

/** Ingress read as egress: its rows are the columns of the relation. */
function turned(network: Network): Network {
  const relations = network.relations.map(({ egress, ingress }) => ({ egress: ingress, ingress: egress }));
  return { ...network, relations };
}

function sameSignature(a: Signature, b: Signature): boolean {
  return (
    a === b ||
    (a.host === b.host &&
      sameList(a.selectors, b.selectors) &&
      sameList(a.maybe, b.maybe) &&
      sameList(a.blocks, b.blocks) &&
      sameList(a.maybeBlocks, b.maybeBlocks) &&
      (a.namedPorts === b.namedPorts || JSON.stringify(a.namedPorts) === JSON.stringify(b.namedPorts)))
  );
}

function sameList(a: readonly number[], b: readonly number[]): boolean {
  return a === b || (a.length === b.length && a.every((one, index) => one === b[index]));
}
