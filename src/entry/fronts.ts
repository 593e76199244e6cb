import type { DnsAnswer } from "../world/dns-records.ts";
import type { World } from "../world/world.ts";
import type { Entry } from "./entry.ts";

/**
 * Where a host's name leads: to these entries (ids), to addresses that nothing in the cluster has, or nobody knows.
 * A proxy in front, a floating IP the API does not show and another cluster all look the same from here.
 */
export interface Front {
  readonly entries: readonly string[];
  readonly foreign: readonly string[];
  readonly known: boolean;
  /** Seconds clients may go on using an address after the record changed; undefined where not known. */
  readonly ttl: number | undefined;
}

const NOT_KNOWN: Front = { entries: [], foreign: [], known: false, ttl: undefined };

/** Tells where names lead in a world as it was read. */
export function frontsOf({ names }: World, entries: readonly Entry[]): (host: string) => Front {
  if (names.sources.length === 0) return () => NOT_KNOWN;
  const byAddress = new Map<string, Set<string>>();
  for (const { id, addresses } of entries) {
    for (const { value } of addresses) {
      const ids = byAddress.get(value) ?? new Set();
      byAddress.set(value, ids.add(id));
    }
  }
  return (host) => {
    const answer = host === "" ? undefined : names.lookup(host);
    return answer?.status === "found" ? frontOf(answer, byAddress) : NOT_KNOWN;
  };
}

function frontOf(
  answer: DnsAnswer & { readonly status: "found" },
  byAddress: ReadonlyMap<string, ReadonlySet<string>>,
): Front {
  const entries = new Set<string>();
  const foreign: string[] = [];
  // A load balancer is published by address or by name: the name is one of the chain's.
  const named = answer.records
    .filter(({ type }) => type === "CNAME")
    .flatMap(({ value }) => [...(byAddress.get(value) ?? [])]);
  for (const id of named) entries.add(id);
  for (const address of answer.addresses) {
    const ids = byAddress.get(address);
    if (ids !== undefined) for (const id of ids) entries.add(id);
    else if (named.length === 0) foreign.push(address);
  }
  return { entries: [...entries], foreign, known: true, ttl: answer.ttl };
}
