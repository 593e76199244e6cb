import { Bitset } from "../bitset.ts";
import type { Cover } from "../evaluate.ts";
import { isCertain } from "../list.ts";
import type { Partition } from "../partition.ts";
import type { PortSet } from "../port-set.ts";
import { difference, type Network, type Relation, rows } from "../relation.ts";
import type { Change } from "./class-changes.ts";

/** What changed between a class and its peers. */
export interface Difference {
  readonly change: Change;
  readonly peers: Bitset;
  readonly ports: PortSet;
}

/** What one class sends differently in two views. Prepares the rows of all of them. */
export function differences(
  network: Network,
  before: number,
  after: number,
): (id: number) => readonly Difference[] {
  const then = bounds(network, before);
  const now = bounds(network, after);
  const { table } = network;
  return (id) => {
    const was = then(id);
    const is = now(id);
    const lost = difference(was.certain, is.possible, table);
    const unsure = difference(is.possible, is.certain, table);
    return [
      ...named("lost", lost),
      ...named("may-be-lost", difference(difference(was.certain, is.certain, table), lost, table)),
      ...named("gained", difference(is.certain, was.possible, table)),
      ...named("may-be-gained", difference(unsure, was.possible, table)),
    ];
  };
}

function bounds(network: Network, view: number): (id: number) => { certain: Partition; possible: Partition } {
  const certain = rows(network, view, "certain");
  const sure = isCertain(network.relations[view] as Relation);
  const possible = sure ? undefined : rows(network, view, "possible");
  return (id) => {
    const row = certain(id);
    return { certain: row, possible: possible === undefined ? row : possible(id) };
  };
}

function named(change: Change, partition: Partition): readonly Difference[] {
  return partition.map(({ peers, ports }) => ({ change, peers, ports }));
}

/** The same, looking at each peer of the class alone: nothing to prepare, and dearer for each class. */
export function fewDifferences(
  network: Network,
  before: number,
  after: number,
): (id: number) => readonly Difference[] {
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
    const found = new Map<string, Difference>();
    const add = (change: Change, ports: PortSet, to: number): void => {
      if (ports === table.none) return;
      const key = `${change} ${ports.id}`;
      const there = found.get(key) ?? { change, ports, peers: new Bitset(classes.length) };
      found.set(key, there);
      there.peers.add(to);
    };
    for (let to = 0; to < classes.length; to++) {
      const was = between(then, from, to, "certain");
      const maybeWas = between(then, from, to, "possible");
      const is = between(now, from, to, "certain");
      const maybeIs = between(now, from, to, "possible");
      if (was === is && maybeWas === maybeIs) continue;
      const lost = table.subtract(was, maybeIs);
      add("lost", lost, to);
      add("may-be-lost", table.subtract(table.subtract(was, is), lost), to);
      add("gained", table.subtract(is, maybeWas), to);
      add("may-be-gained", table.subtract(table.subtract(maybeIs, is), maybeWas), to);
    }
    return [...found.values()];
  };
}

function portsIn(cover: Cover, peer: number, { table }: Network): PortSet {
  let sum = table.none;
  for (const { peers, ports } of cover) if (peers.has(peer)) sum = table.union(sum, ports);
  return sum;
}
