import { Bitset } from "../bitset.ts";
import { minus, minusAll, type Partition, within } from "../partition.ts";
import type { PortSet } from "../port-set.ts";
import { type Network, rows } from "../relation.ts";
import type { DnsClasses } from "./dns-gaps.ts";

/** A change between a class and others, on some ports. */
export interface Change {
  readonly from: number;
  readonly to: Bitset;
  readonly ports: PortSet;
}

/**
 * What repairs change, over every class of pods, hosts and addresses: not a sample. `lost` and `unmeant` are to be
 * empty; `dns` is what was wanted; `cache` what a final form gives up, connections to the cache's own address.
 */
export interface RepairProof {
  readonly lost: readonly Change[];
  readonly unmeant: readonly Change[];
  readonly dns: readonly Change[];
  readonly cache: readonly Change[];
}

/** Compares views 0 (as it is) and 1 (repaired) of a network, in what is certain and in what is possible. */
export function proveRepair(network: Network, dns: DnsClasses): RepairProof {
  const { classes, table } = network;
  const proof = { lost: [] as Change[], unmeant: [] as Change[], dns: [] as Change[], cache: [] as Change[] };
  const servers = { peers: setOf(dns.servers, classes.length), ports: dns.ports };
  const cache = {
    peers: setOf(dns.cache === undefined ? [] : [dns.cache], classes.length),
    ports: table.all,
  };
  for (const mode of ["certain", "possible"] as const) {
    const before = rows(network, 0, mode);
    const after = rows(network, 1, mode);
    for (const from of classes.keys()) {
      const lost = minusAll(before(from), after(from), table);
      const gained = minusAll(after(from), before(from), table);
      proof.cache.push(...changes(from, within(lost, cache, table)));
      proof.lost.push(...changes(from, minus(lost, cache, table)));
      proof.dns.push(...changes(from, within(gained, servers, table)));
      proof.unmeant.push(...changes(from, minus(gained, servers, table)));
    }
  }
  return proof;
}

function changes(from: number, parts: Partition): readonly Change[] {
  return parts.map(({ peers, ports }) => ({ from, to: peers, ports }));
}

function setOf(ids: readonly number[], size: number): Bitset {
  const set = new Bitset(size);
  for (const id of ids) set.add(id);
  return set;
}
