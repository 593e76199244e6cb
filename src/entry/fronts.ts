import type { DnsAnswer } from "../world/dns-records.ts";
import type { World } from "../world/world.ts";
import type { Entry } from "./entry.ts";

/**
 * Where a host's name leads, if somebody looked: to these entries (ids), and to addresses that nothing in the cluster has.
 * A proxy in front, a floating IP the API does not show and another cluster all look the same from here. `nowhere`: the
 * name was not found, or could not be looked up; inside a company it may still be known.
 */
export interface Front {
  readonly looked: "found" | "nowhere" | "not-looked";
  readonly entries: readonly string[];
  readonly foreign: readonly string[];
  /** Seconds clients may go on using an address after the record changed; undefined where not known. */
  readonly ttl: number | undefined;
}

export const NOT_LOOKED: Front = { looked: "not-looked", entries: [], foreign: [], ttl: undefined };
const NOWHERE: Front = { ...NOT_LOOKED, looked: "nowhere" };

/** Tells where names lead in a world as it was read. */
export function frontsOf({ names }: World, entries: readonly Entry[]): (host: string) => Front {
  if (names.sources.length === 0) return () => NOT_LOOKED;
  const byAddress = new Map<string, Set<string>>();
  for (const { id, addresses } of entries) {
    for (const { value } of addresses) {
      const ids = byAddress.get(value) ?? new Set();
      byAddress.set(value, ids.add(id));
    }
  }
  return (host) => {
    const answer = host === "" ? undefined : names.lookup(host);
    if (answer === undefined) return NOT_LOOKED;
    return answer.status === "found" ? frontOf(answer, byAddress) : NOWHERE;
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
  return { looked: "found", entries: [...entries], foreign, ttl: answer.ttl };
}
