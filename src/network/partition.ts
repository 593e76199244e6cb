import type { Bitset } from "./bitset.ts";
import type { PortSet, PortSets } from "./port-set.ts";

/** Peers that share one set of ports. */
export interface Part {
  readonly peers: Bitset;
  readonly ports: PortSet;
}

/** A function from peers to ports: parts with disjoint peers, each with other ports, none empty. */
export type Partition = readonly Part[];

/** Adds ports for some peers. */
export function plus(partition: Partition, added: Part, table: PortSets): Partition {
  return change(partition, added, (here) => table.union(here, added.ports), table);
}

/** Takes ports away from some peers. */
export function minus(partition: Partition, taken: Part, table: PortSets): Partition {
  return change(
    partition,
    { peers: taken.peers, ports: table.none },
    (here) => table.subtract(here, taken.ports),
    table,
  );
}

/** What a partition gives within some peers and ports. */
export function within(partition: Partition, bounds: Part, table: PortSets): Partition {
  const out: Part[] = [];
  for (const part of partition) {
    const ports = table.intersect(part.ports, bounds.ports);
    if (ports === table.none) continue;
    const peers = part.peers.and(bounds.peers);
    if (!peers.isEmpty()) out.push({ peers, ports });
  }
  return merged(out);
}

export function plusAll(partition: Partition, added: Partition, table: PortSets): Partition {
  return added.reduce((sum, part) => plus(sum, part, table), partition);
}

export function minusAll(partition: Partition, taken: Partition, table: PortSets): Partition {
  return taken.reduce((rest, part) => minus(rest, part, table), partition);
}

/** The ports of one peer. */
export function portsOf(partition: Partition, peer: number, table: PortSets): PortSet {
  return partition.find((part) => part.peers.has(peer))?.ports ?? table.none;
}

function change(
  partition: Partition,
  added: Part,
  combine: (here: PortSet) => PortSet,
  table: PortSets,
): Partition {
  const out: Part[] = [];
  let rest = added.peers;
  for (const part of partition) {
    if (!part.peers.intersects(added.peers)) {
      out.push(part);
      continue;
    }
    const changed = combine(part.ports);
    if (changed === part.ports) {
      out.push(part);
    } else {
      const outside = part.peers.andNot(added.peers);
      if (!outside.isEmpty()) out.push({ peers: outside, ports: part.ports });
      if (changed !== table.none) out.push({ peers: part.peers.and(added.peers), ports: changed });
    }
    rest = rest.andNot(part.peers);
  }
  if (added.ports !== table.none && !rest.isEmpty()) out.push({ peers: rest, ports: added.ports });
  return merged(out);
}

/** One part for each set of ports. */
function merged(parts: readonly Part[]): Partition {
  const byPorts = new Map<PortSet, Bitset>();
  for (const { peers, ports } of parts) {
    const there = byPorts.get(ports);
    byPorts.set(ports, there === undefined ? peers : there.or(peers));
  }
  return byPorts.size === parts.length ? parts : [...byPorts].map(([ports, peers]) => ({ peers, ports }));
}
