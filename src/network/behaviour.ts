import { Bitset } from "./bitset.ts";
import type { Partition } from "./partition.ts";
import { type Network, rows } from "./relation.ts";

/**
 * Tells which classes may do the same: equal in everything they may send and everything they admit, leaving out
 * some classes (a workload's own, for which replicas are no peers of each other).
 */
export function behaviours(
  network: Network,
  views: readonly number[],
): (one: number, without: Bitset) => string {
  const { classes, relations } = network;
  const turned: Network = {
    ...network,
    relations: relations.map(({ egress, ingress }) => ({ egress: ingress, ingress: egress })),
  };
  const readers = views.flatMap((view) =>
    (["certain", "possible"] as const).flatMap((mode) => [
      rows(network, view, mode),
      rows(turned, view, mode),
    ]),
  );
  return (one, without) => {
    const kept = Bitset.full(classes.length).andNot(without);
    return readers.map((row) => textOf(row(one), kept)).join("\n");
  };
}

function textOf(partition: Partition, kept: Bitset): string {
  return partition
    .map(({ peers, ports }) => ({ ports, peers: peers.and(kept) }))
    .filter(({ peers }) => !peers.isEmpty())
    .sort((a, b) => a.ports.id - b.ports.id)
    .map(({ peers, ports }) => `${ports.id}:${peers.words.join(",")}`)
    .join("|");
}
