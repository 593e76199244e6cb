import { Bitset } from "../bitset.ts";
import type { Signature } from "../classes.ts";
import type { Network } from "../relation.ts";
import { type Change, ChangeCollector } from "./change.ts";
import { pairChanges } from "./pair-changes.ts";
import { rowChanges } from "./row-changes.ts";

/**
 * Everything two views of a network differ in, or leave open both, equal changes together. Left out is traffic between
 * hosts, and what only one of the views has: who is not there has nothing to lose. `alike`: both views hold the same
 * policies, so that only connections of classes they see differently can differ; what it costs then depends on those,
 * and what is open among the others is not told of.
 */
export function changesBetween(network: Network, before = 0, after = 1, alike = false): readonly Change[] {
  const { classes } = network;
  const present = new Bitset(classes.length);
  const pods = new Bitset(classes.length);
  const moved = new Bitset(classes.length);
  classes.forEach(({ kind, signatures }, id) => {
    const then = signatures[before];
    const now = signatures[after];
    if (then === undefined || now === undefined) return;
    present.add(id);
    if (kind === "pods") pods.add(id);
    if (!alike || !sameSignature(then, now)) moved.add(id);
  });
  if (moved.isEmpty()) return [];
  const found = new ChangeCollector(classes.length);
  const changesOf = moved.count() * MANY < classes.length ? pairChanges : rowChanges;
  const sent = changesOf(network, before, after);
  for (const one of moved) {
    const others = pods.has(one) ? present : pods;
    for (const change of sent(one)) found.sent(one, { ...change, peers: change.peers.and(others) });
  }
  const still = present.andNot(moved);
  if (still.isEmpty()) return found.changes();
  // Those that stay as they are may only differ in what they send to the others: asked from those others' side.
  const received = changesOf(turned(network), before, after);
  for (const one of moved) {
    const others = pods.has(one) ? still : still.and(pods);
    for (const change of received(one)) found.received(one, { ...change, peers: change.peers.and(others) });
  }
  return found.changes();
}

/** Where fewer than one class in so many is asked for, looking at each pair costs less than preparing rows. */
const MANY = 16;

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
