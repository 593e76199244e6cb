import { Bitset } from "../bitset.ts";
import { isCertain } from "../list.ts";
import { minusAll, type Partition, plusAll, within } from "../partition.ts";
import type { PortSets } from "../port-set.ts";
import { type Network, type Relation, rows } from "../relation.ts";
import type { Certainty, RowChange } from "./change.ts";

/** What one class sends differently in two views, or what is open in both. Prepares the rows of all classes. */
export function rowChanges(
  network: Network,
  before: number,
  after: number,
): (source: number) => readonly RowChange[] {
  const changed = changedPartitions(network, before, after);
  return (source) =>
    changed(source).flatMap(([was, now, partition]) =>
      partition.map(({ peers, ports }) => ({ before: was, after: now, peers, ports })),
    );
}

type Changed = readonly [Certainty, Certainty, Partition];

function changedPartitions(
  network: Network,
  before: number,
  after: number,
): (source: number) => readonly Changed[] {
  const { table, relations } = network;
  const [sureBefore, sureAfter] = [before, after].map((view) => rows(network, view, "certain"));
  const certain = [before, after].every((view) => isCertain(relations[view] as Relation));
  if (sureBefore === undefined || sureAfter === undefined) return () => [];
  if (certain) {
    return (source) => {
      const was = sureBefore(source);
      const now = sureAfter(source);
      if (isEqual(was, now)) return [];
      return [
        ["allowed", "denied", minusAll(was, now, table)],
        ["denied", "allowed", minusAll(now, was, table)],
      ];
    };
  }
  const mayBefore = rows(network, before, "possible");
  const mayAfter = rows(network, after, "possible");
  return (source) => {
    const was = { sure: sureBefore(source), may: mayBefore(source) };
    const now = { sure: sureAfter(source), may: mayAfter(source) };
    const touched = new Bitset(network.classes.length);
    const alike = [
      markDifferent(was.sure, now.sure, touched),
      markDifferent(was.may, now.may, touched),
      markDifferent(was.sure, was.may, touched),
    ];
    if (alike.every((one) => one)) return [];
    // What is certain and equal in both needs no look: most of most rows.
    return compared(cut(was, touched), cut(now, touched), table);
  };
}

interface Both {
  readonly sure: Partition;
  readonly may: Partition;
}

function compared(was: Both, now: Both, table: PortSets): readonly Changed[] {
  const openBefore = minusAll(was.may, was.sure, table);
  const openAfter = minusAll(now.may, now.sure, table);
  return [
    ["allowed", "denied", minusAll(was.sure, now.may, table)],
    ["denied", "allowed", minusAll(now.sure, was.may, table)],
    ["allowed", "unknown", common(was.sure, openAfter, table)],
    ["denied", "unknown", minusAll(openAfter, was.may, table)],
    ["unknown", "allowed", common(openBefore, now.sure, table)],
    ["unknown", "denied", minusAll(openBefore, now.may, table)],
    ["unknown", "unknown", common(openBefore, openAfter, table)],
  ];
}

/** Marks the peers two partitions give different ports; true where there is none. */
function markDifferent(a: Partition, b: Partition, marked: Bitset): boolean {
  const others = new Map(b.map(({ ports, peers }) => [ports, peers]));
  let equal = true;
  for (const { ports, peers } of a) {
    equal = marked.mark(peers, others.get(ports)) && equal;
    others.delete(ports);
  }
  for (const peers of others.values()) equal = marked.mark(peers, undefined) && equal;
  return equal;
}

function cut({ sure, may }: Both, touched: Bitset): Both {
  const within = (partition: Partition): Partition =>
    partition
      .filter(({ peers }) => peers.intersects(touched))
      .map(({ peers, ports }) => ({ peers: peers.and(touched), ports }));
  return { sure: within(sure), may: within(may) };
}

function common(a: Partition, b: Partition, table: PortSets): Partition {
  return b.reduce((sum: Partition, part) => plusAll(sum, within(a, part, table), table), []);
}

/** Equal for certain; what is written in another order may be taken for different, which costs only time. */
function isEqual(a: Partition, b: Partition): boolean {
  return (
    a.length === b.length &&
    a.every(({ peers, ports }, at) => ports === b[at]?.ports && peers.equals(b[at].peers))
  );
}
