/** One record that says where a name leads. */
export interface DnsRecord {
  /** Lower case, without the last dot. `*.shop.example` where a wildcard gave the answer. */
  readonly name: string;
  readonly type: "A" | "AAAA" | "CNAME";
  /** Seconds a resolver may keep it, as the authority says; undefined where the source does not tell. */
  readonly ttl: number | undefined;
  /** Seconds that were left of it in a cache, where the authority could not be asked: its TTL is this or longer. */
  readonly ttlAtLeast?: number;
  /** An address in its canonical form, or a name written as `name` is. */
  readonly value: string;
  /**
   * `dns 192.0.2.53 (authority of shop.example)`, `zone file shop.zone:12`, `answers file dns.yaml:3`,
   * `external-dns annotation on Service web/shop`.
   */
  readonly origin: string;
}

/**
 * What one name leads to. `records` is the whole chain, as far as it was seen. `missing`: the name does not exist or
 * has no address. `unknown`: nobody could tell, or not all of it; `records` may hold a part.
 */
export type DnsAnswer =
  | {
      readonly name: string;
      readonly status: "found";
      readonly records: readonly DnsRecord[];
      readonly addresses: readonly string[];
      /**
       * Seconds a client may go on using these addresses after a record changed: the largest TTL in the chain, since
       * any of its records may be the one that changes. Undefined where one of them is not known.
       */
      readonly ttl: number | undefined;
      /** What a reader should know of the answer: `ns2.shop.example answers differently`. */
      readonly notes?: readonly string[];
    }
  | { readonly name: string; readonly status: "missing"; readonly records: readonly DnsRecord[] }
  | {
      readonly name: string;
      readonly status: "unknown";
      readonly reason: string;
      readonly records: readonly DnsRecord[];
    };

/** What is known of DNS. */
export interface DnsView {
  /** Undefined: nobody looked this name up. */
  lookup(name: string): DnsAnswer | undefined;
  /** Where the answers come from, for people; empty where nobody looked. */
  readonly sources: readonly string[];
}

/** What was found out about names in one go: all that a view is made of. */
export interface DnsObservation {
  readonly answers: readonly DnsAnswer[];
  /** `dns 192.0.2.53`, `zone file shop.zone`. */
  readonly sources: readonly string[];
}

/** More CNAMEs in a row than this are followed no further; resolvers give up about there too. */
export const LONGEST_CHAIN = 16;

/** A name as records write it: lower case, without the last dot. */
export function dnsName(text: string): string {
  const lower = text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  return lower.endsWith(".") ? lower.slice(0, -1) : lower;
}

/** The name above: `example` for `shop.example`; undefined for a name of one label. */
export function parentName(name: string): string | undefined {
  const dot = name.indexOf(".");
  return dot < 0 ? undefined : name.slice(dot + 1);
}

/** True for the zone's own name and all below it. */
export function isWithin(name: string, zone: string): boolean {
  return zone === "" || name === zone || name.endsWith(`.${zone}`);
}

/** The answer that a whole chain of records makes. */
export function answerOf(name: string, records: readonly DnsRecord[], notes: readonly string[]): DnsAnswer {
  const addresses = [...new Set(records.filter(({ type }) => type !== "CNAME").map(({ value }) => value))];
  if (addresses.length === 0) return { name, status: "missing", records };
  const base = { name, status: "found" as const, records, addresses, ttl: longestTtl(records) };
  return notes.length === 0 ? base : { ...base, notes };
}

function longestTtl(records: readonly DnsRecord[]): number | undefined {
  let longest = 0;
  for (const { ttl } of records) {
    if (ttl === undefined) return undefined;
    longest = Math.max(longest, ttl);
  }
  return longest;
}

/**
 * A view of answers. A name that nobody looked up by itself is answered by a wildcard that was, as RFC 4592 has it: by
 * the one right below the nearest name above that exists, and by no other. The answer's records then say `*.`.
 */
export function dnsViewOf(answers: readonly DnsAnswer[], sources: readonly string[] = []): DnsView {
  const byName = new Map<string, DnsAnswer>();
  const existing = new Set<string>();
  for (const answer of answers) {
    const name = dnsName(answer.name);
    if (byName.has(name)) continue;
    byName.set(name, answer);
    if (answer.status !== "missing") addWithParents(existing, name);
  }
  return {
    sources,
    lookup(text) {
      const name = dnsName(text);
      const exact = byName.get(name);
      if (exact !== undefined) return exact;
      const wildcard = wildcardFor(name, existing);
      const answer = wildcard === undefined ? undefined : byName.get(wildcard);
      return answer === undefined ? undefined : { ...answer, name };
    },
  };
}

/** Adds a name and all above it, which exist once it does (RFC 4592, section 2.2.2: empty non-terminals). */
export function addWithParents(existing: Set<string>, name: string): void {
  for (let at: string | undefined = name; at !== undefined && !existing.has(at); at = parentName(at)) {
    existing.add(at);
  }
}

/** The wildcard that would answer for a name that does not exist; undefined where the name does, or nothing above it. */
export function wildcardFor(name: string, existing: ReadonlySet<string>): string | undefined {
  if (existing.has(name)) return undefined;
  for (let at = parentName(name); at !== undefined; at = parentName(at)) {
    if (existing.has(at)) return `*.${at}`;
  }
  return undefined;
}
