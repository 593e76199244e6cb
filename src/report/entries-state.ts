import { addressesForUsers, addressesLost } from "../entry/addresses-lost.ts";
import type { Arrival } from "../entry/arrival.ts";
import { arrivalsOf, type EntryContext, isProxied } from "../entry/arrivals.ts";
import { plainConnection } from "../entry/connection.ts";
import { entriesOf } from "../entry/entries.ts";
import type { Entry } from "../entry/entry.ts";
import type { Hop } from "../entry/hop.ts";
import { reachOf } from "../entry/reach.ts";
import { frontKey } from "../entry/uses.ts";
import { refKey } from "../world/resource.ts";
import type { World } from "../world/world.ts";
import type { EntryConnection, EntryView } from "./entries-section.ts";

/** Ways in one state: by what they lead to, then by front. */
export type StateWays = ReadonlyMap<string, ReadonlyMap<string, WayNow>>;

export interface WayNow {
  /** One of its entries; they differ by their ports. */
  readonly entry: Entry;
  readonly view: Omit<EntryView, "states">;
}

export const API_SERVER = "api-server";
const MOST_ADDRESSES = 4;
const MOST_REASONS = 3;

/** Every way into the cluster in a state, with what becomes of the hosts behind it. `before`: the cluster as it was read. */
export function waysIn(before: World, now: World, context: EntryContext): StateWays {
  const arrivals = arrivalsOf(before, now, context);
  const hosts = hostsBy(before, now, context);
  const today = new Map(entriesOf(before, context.profile).map((entry) => [entry.id, entry]));
  const proxied = isProxied(context);
  const parts = new Map<string, Map<string, Part[]>>();
  const add = (target: string, part: Part): void => {
    const fronts = parts.get(target) ?? new Map<string, Part[]>();
    parts.set(target, fronts);
    const front = frontKey(part.entry);
    fronts.set(front, [...(fronts.get(front) ?? []), part]);
  };
  for (const arrival of arrivals) {
    add(refKey(arrival.controller.workload.ref), arrivalPart(arrival, hosts.get(arrival), proxied));
  }
  const arriving = new Set(arrivals.map(({ entry }) => entry.id));
  for (const entry of entriesOf(now, context.profile)) {
    if (!arriving.has(entry.id)) for (const target of targetsOf(entry)) add(target, directPart(entry));
  }
  return new Map(
    [...parts].map(([target, fronts]) => [
      target,
      new Map([...fronts].map(([front, own]) => [front, wayNow(own, today)])),
    ]),
  );
}

interface Part {
  readonly entry: Entry;
  readonly connection: Omit<EntryConnection, "ports">;
}

/** What an entry leads to, as far as anything is there. */
function targetsOf({ kind, targets }: Entry): readonly string[] {
  if (kind === "api-server") return [API_SERVER];
  return [...new Set(targets.map(({ workload }) => refKey(workload.ref)))];
}

function arrivalPart(arrival: Arrival, hosts: HostCounts | undefined, proxied: boolean): Part {
  const { entry, used, result, sees, tells, forgeable } = arrival;
  return {
    entry,
    connection: {
      used,
      result,
      proxied: proxied && entry.balancer !== undefined,
      sees,
      tells,
      ...(forgeable === undefined ? {} : { forgeable }),
      ...(hosts === undefined ? {} : { hosts: hosts.counts }),
      reasons: hosts === undefined ? [] : hosts.reasons,
    },
  };
}

function directPart(entry: Entry): Part {
  const { result, sees, tells } = plainConnection(entry);
  return { entry, connection: { result, proxied: false, sees, tells, reasons: [] } };
}

function wayNow(parts: readonly Part[], today: ReadonlyMap<string, Entry>): WayNow {
  const [first] = parts;
  if (first === undefined) throw new Error("a way has at least one entry");
  const connections = new Map<string, EntryConnection>();
  for (const { entry, connection } of parts) {
    const key = JSON.stringify(connection);
    const port = `${entry.port}/${entry.protocol}`;
    const there = connections.get(key);
    if (there === undefined) connections.set(key, { ports: [port], ...connection });
    else if (!there.ports.includes(port)) there.ports.push(port);
  }
  const { entry } = first;
  const then = today.get(entry.id);
  const addresses = addressesForUsers(entry);
  return {
    entry,
    view: {
      status: then !== undefined && addressesLost(then, entry) ? "addresses-lost" : "open",
      addresses: addresses.slice(0, MOST_ADDRESSES),
      moreAddresses: Math.max(0, addresses.length - MOST_ADDRESSES),
      addressesKnown: entry.addressesKnown,
      nodes: entry.nodes.length,
      connections: [...connections.values()],
    },
  };
}

interface HostCounts {
  readonly counts: NonNullable<EntryConnection["hosts"]>;
  readonly reasons: string[];
}

const RANK: Readonly<Record<Hop["verdict"], number>> = { refused: 2, unknown: 1, reachable: 0 };

/** How hosts fare by each arrival; a host with several paths as its worst one. */
function hostsBy(before: World, now: World, context: EntryContext): ReadonlyMap<Arrival, HostCounts> {
  const worst = new Map<Arrival, Map<string, Hop>>();
  for (const { route, arrival, verdict, why } of reachOf(before, now, context)) {
    const hosts = worst.get(arrival) ?? new Map<string, Hop>();
    worst.set(arrival, hosts);
    const known = hosts.get(route.host);
    if (known === undefined || RANK[verdict] > RANK[known.verdict]) hosts.set(route.host, { verdict, why });
  }
  return new Map([...worst].map(([arrival, hosts]) => [arrival, countsOf([...hosts.values()])]));
}

function countsOf(hops: readonly Hop[]): HostCounts {
  const counts = { reachable: 0, refused: 0, unknown: 0 };
  const reasons = new Set<string>();
  for (const { verdict, why } of hops) {
    counts[verdict]++;
    if (why !== undefined && reasons.size < MOST_REASONS) reasons.add(why);
  }
  return { counts, reasons: [...reasons] };
}
