import { compareAddresses, parseAddress } from "../../world/addresses/address.ts";
import type { DnsRecord } from "../../world/dns-records.ts";
import { failureOf, type ZoneFinder, type ZoneServer } from "./authority.ts";
import type { DnsClient } from "./client.ts";
import type { Failure } from "./exchange.ts";
import type { Reply } from "./message.ts";
import { type DnsServer, serverText } from "./server.ts";

/** What one name has by itself: its addresses, or the name it stands for. No records: neither. */
export interface OwnRecords {
  readonly records: readonly DnsRecord[];
  readonly notes: readonly string[];
}

const TYPES = ["A", "AAAA"] as const;

/**
 * Asks what a name has, its chain not followed. A cache's TTLs have run down, so the zone's own servers are asked too,
 * without recursion, unless the server that was named is one itself. Where they differ from one another, or from what
 * the cache still hands out, all that clients may be given is in the answer, and a note says so.
 */
export async function askName(
  name: string,
  client: DnsClient,
  finder: ZoneFinder,
): Promise<OwnRecords | Failure> {
  const asked = await Promise.all(TYPES.map((type) => finder.ask(name, type)));
  const replies: Reply[] = [];
  let from: DnsServer | undefined;
  for (const one of asked) {
    if ("failure" in one) return one;
    replies.push(one.reply);
    from = one.from;
  }
  const asker = from === undefined ? "" : serverText(from);
  if (replies.every(({ authoritative }) => authoritative)) {
    return { records: ownOf(name, replies, `dns ${asker} (authority)`), notes: [] };
  }
  const cached = ownOf(name, replies, `dns ${asker} (its cache)`);
  const zone = await finder.zoneOf(name);
  if ("failure" in zone) return { records: cached.map(runDown), notes: [noAuthority(name, zone.failure)] };
  const answers = await Promise.all(
    zone.servers.map((server) => askAuthority(name, server, zone.apex, client)),
  );
  const given = answers.filter((answer) => "records" in answer);
  const failed = answers.flatMap((answer) => ("failure" in answer ? [answer.failure] : []));
  if (given.length === 0) {
    return { records: cached.map(runDown), notes: [noAuthority(name, failed.join("; "))] };
  }
  const all = [...given, { who: `${asker} (a cache)`, records: cached.map((record) => aged(record, given)) }];
  return { records: union(all), notes: [...differences(name, all), ...failed] };
}

interface Given {
  readonly who: string;
  readonly records: readonly DnsRecord[];
}

async function askAuthority(
  name: string,
  { name: host, server }: ZoneServer,
  apex: string,
  client: DnsClient,
): Promise<Given | Failure> {
  const who = `${host} (${serverText(server)})`;
  const replies: Reply[] = [];
  for (const reply of await Promise.all(
    TYPES.map((type) => client.ask(server, { name, type, recursive: false })),
  )) {
    const failure = failureOf(reply);
    if ("failure" in reply || failure !== undefined) {
      return { failure: `${who} ${failure}`, silent: false };
    }
    if (!reply.authoritative) return { failure: `${who} is no authority for ${apex}`, silent: false };
    replies.push(reply);
  }
  return { who, records: ownOf(name, replies, `dns ${serverText(server)} (${host}, authority of ${apex})`) };
}

/**
 * The records of the name itself, in an order that is not the server's, which changes from answer to answer. What stands
 * further down a chain is not the server's to tell.
 */
function ownOf(name: string, replies: readonly Reply[], origin: string): readonly DnsRecord[] {
  const own = new Map<string, DnsRecord>();
  for (const { name: owner, type, ttl, value } of replies.flatMap(({ answers }) => answers)) {
    if (owner !== name || (type !== "A" && type !== "AAAA" && type !== "CNAME")) continue;
    own.set(`${type} ${value}`, { name, type, ttl, value, origin });
  }
  return [...own.values()].sort(compareRecords);
}

function compareRecords(a: DnsRecord, b: DnsRecord): number {
  const [left, right] = [parseAddress(a.value), parseAddress(b.value)];
  if (left === undefined || right === undefined) return a.value < b.value ? -1 : 1;
  return compareAddresses(left, right);
}

/** A cache's record by itself: how long it may be kept from the start is not known. */
function runDown({ ttl, ...record }: DnsRecord): DnsRecord {
  return { ...record, ttl: undefined, ...(ttl === undefined ? {} : { ttlAtLeast: ttl }) };
}

/** A cache's record beside the zone's: it was given the zone's TTL, or a longer one if more than that is left. */
function aged(record: DnsRecord, given: readonly Given[]): DnsRecord {
  const ttls = given.flatMap(({ records }) => records.map(({ ttl }) => ttl ?? 0));
  if (ttls.length === 0) return runDown(record);
  return { ...record, ttl: Math.max(record.ttl ?? 0, ...ttls) };
}

/** Every record once, with the longest TTL anybody gives it. */
function union(all: readonly Given[]): readonly DnsRecord[] {
  const records = new Map<string, DnsRecord>();
  for (const record of all.flatMap((given) => given.records)) {
    const key = `${record.type} ${record.value}`;
    const known = records.get(key);
    const longer = known !== undefined && (known.ttl ?? 0) >= (record.ttl ?? 0);
    records.set(key, longer ? known : { ...record, origin: known?.origin ?? record.origin });
  }
  return [...records.values()];
}

function differences(name: string, all: readonly Given[]): string[] {
  const shown = all.map(({ who, records }) => ({ who, values: records.map(({ value }) => value).sort() }));
  const [first] = shown;
  if (first === undefined || shown.every(({ values }) => values.join() === first.values.join())) return [];
  const each = shown.map(
    ({ who, values }) => `${who} says ${values.length === 0 ? "nothing" : values.join(", ")}`,
  );
  return [`servers answer differently for ${name}: ${each.join("; ")}`];
}

function noAuthority(name: string, why: string): string {
  return `the authority of ${name} could not be asked, so its TTLs are at least what a cache has left: ${why}`;
}
