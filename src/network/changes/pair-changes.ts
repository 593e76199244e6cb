import { Bitset } from "../bitset.ts";
import type { Cover } from "../evaluate.ts";
import type { PortSet } from "../port-set.ts";
import type { Network, Relation } from "../relation.ts";
import type { Certainty, RowChange } from "./change.ts";

/** The same as `rowChanges`, looking at each peer of a class alone: nothing to prepare, and dearer for each class. */
export function pairChanges(
  network: Network,
  before: number,
  after: number,
): (id: number) => readonly RowChange[] {
  const { table, classes } = network;
  const then = network.relations[before] as Relation;
  const now = network.relations[after] as Relation;
  const between = ({ egress, ingress }: Relation, from: number, to: number, mode: "certain" | "possible") => {
    const sent = portsIn(egress[from]?.[mode] ?? [], to, network);
    return sent === table.none
      ? sent
      : table.intersect(sent, portsIn(ingress[to]?.[mode] ?? [], from, network));
  };
  return (from) => {
    const found = new Map<string, RowChange>();
    const add = (was: Certainty, is: Certainty, ports: PortSet, to: number): void => {
      if (ports === table.none) return;
      const key = `${was}${is}${ports.id}`;
      const there = found.get(key) ?? { before: was, after: is, ports, peers: new Bitset(classes.length) };
      found.set(key, there);
      there.peers.add(to);
    };
    for (let to = 0; to < classes.length; to++) {
      const was = between(then, from, to, "certain");
      const maybeWas = between(then, from, to, "possible");
      const is = between(now, from, to, "certain");
      const maybeIs = between(now, from, to, "possible");
      if (was === is && maybeWas === maybeIs && was === maybeWas) continue;
      const openBefore = table.subtract(maybeWas, was);
      const openAfter = table.subtract(maybeIs, is);
      add("allowed", "denied", table.subtract(was, maybeIs), to);
      add("denied", "allowed", table.subtract(is, maybeWas), to);
      add("allowed", "unknown", table.intersect(was, openAfter), to);
      add("denied", "unknown", table.subtract(openAfter, maybeWas), to);
      add("unknown", "allowed", table.intersect(openBefore, is), to);
      add("unknown", "denied", table.subtract(openBefore, maybeIs), to);
      add("unknown", "unknown", table.intersect(openBefore, openAfter), to);
    }
    return [...found.values()];
  };
}

function portsIn(cover: Cover, peer: number, { table }: Network): PortSet {
  let sum = table.none;
  for (const { peers, ports } of cover) if (peers.has(peer)) sum = table.union(sum, ports);
  return sum;
}
