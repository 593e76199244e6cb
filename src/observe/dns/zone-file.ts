import { UserError } from "../../errors.ts";
import { canonicalAddress } from "../../world/addresses/address.ts";
import type { RecordBook } from "../../world/dns-book.ts";
import { type DnsRecord, isWithin } from "../../world/dns-records.ts";
import { absoluteName } from "./zone-names.ts";
import { type ZoneEntry, type ZoneToken, zoneEntries } from "./zone-tokens.ts";
import { isOtherType, isPseudoType, parseTtl } from "./zone-words.ts";

/** A zone file with more faults than this is none. */
const MOST_PROBLEMS = 20;

/**
 * Reads a master file (RFC 1035, section 5) as BIND would. Addresses and CNAMEs are kept; of other types only that the
 * name exists. Throws a UserError that names every fault as `path:line`.
 */
export function parseZoneFile(text: string, path: string): RecordBook {
  const parser = new ZoneParser(path);
  for (const entry of zoneEntries(text.replace(/^\ufeff/, ""))) {
    if (parser.problems.length >= MOST_PROBLEMS) break;
    parser.entry(entry);
  }
  parser.checkAliases();
  if (parser.problems.length > 0) {
    throw new UserError(`${path} is no zone file that can be read:\n  ${parser.problems.join("\n  ")}`);
  }
  return parser.book();
}

/** Thrown and caught in here: an entry that makes no sense. */
class Fault extends Error {}

interface Owned {
  readonly record: DnsRecord;
  readonly line: number;
}

class ZoneParser {
  readonly problems: string[] = [];
  readonly #path: string;
  readonly #records: Owned[] = [];
  readonly #zones = new Set<string>();
  readonly #owners = new Set<string>();
  readonly #leaves = new Map<string, string>();
  readonly #nameServers: { readonly owner: string; readonly server: string; readonly line: number }[] = [];
  #origin: string | undefined;
  #owner: string | undefined;
  #defaultTtl: number | undefined;
  #lastTtl: number | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  entry(entry: ZoneEntry): void {
    try {
      if (entry.problem !== undefined) throw new Fault(entry.problem);
      const [first] = entry.tokens;
      if (first?.text.startsWith("$") && !first.quoted && !entry.indented) this.#directive(entry);
      else this.#record(entry);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.problems.push(`${this.#path}:${entry.line}: ${error.message}`);
    }
  }

  /** RFC 1034, section 3.6.2: a name that has a CNAME has nothing else. */
  checkAliases(): void {
    const seen = new Map<string, Owned>();
    for (const owned of this.#records) {
      const before = seen.get(owned.record.name);
      seen.set(owned.record.name, owned);
      if (before === undefined || (before.record.type !== "CNAME" && owned.record.type !== "CNAME")) continue;
      if (before.record.type === owned.record.type && before.record.value === owned.record.value) continue;
      this.problems.push(
        `${this.#path}:${owned.line}: ${owned.record.name} has a CNAME and another record (line ${before.line}): it may have one CNAME or none`,
      );
    }
  }

  book(): RecordBook {
    for (const { owner, server, line } of this.#nameServers) {
      if (!this.#zones.has(owner)) this.#leaves.set(owner, `line ${line} delegates ${owner} to ${server}`);
    }
    const zones = [...this.#zones];
    const inside = (name: string): boolean =>
      zones.length === 0 || zones.some((zone) => isWithin(name, zone));
    const records = new Map<string, DnsRecord>();
    for (const { record } of this.#records) {
      const key = `${record.name} ${record.type} ${record.value}`;
      if (inside(record.name) && !records.has(key)) records.set(key, record);
    }
    return {
      source: `zone file ${this.#path}`,
      records: [...records.values()],
      zones,
      owners: [...this.#owners].filter(inside),
      missing: [],
      leaves: this.#leaves,
    };
  }

  #directive({ tokens }: ZoneEntry): void {
    const [name, value] = tokens;
    switch (name?.text.toUpperCase()) {
      case "$ORIGIN":
        if (value === undefined) throw new Fault("$ORIGIN names no domain");
        this.#origin = this.#name(value);
        return;
      case "$TTL":
        this.#defaultTtl = parseTtl(value?.text ?? "");
        if (this.#defaultTtl === undefined) throw new Fault(`$TTL ${quote(value?.text)} is no time`);
        return;
      case "$INCLUDE":
        throw new Fault(
          `$INCLUDE is not followed: give ${quote(value?.text)} with a --dns of its own, an $ORIGIN at its top`,
        );
      case "$GENERATE":
        throw new Fault(
          "$GENERATE is not expanded: give what named-compilezone prints (named-compilezone -o - ZONE FILE)",
        );
      default:
        throw new Fault(`${quote(name?.text)} is no directive`);
    }
  }

  #record({ indented, tokens, line }: ZoneEntry): void {
    const words = [...tokens];
    if (!indented) this.#owner = this.#name(words.shift() as ZoneToken);
    const owner = this.#owner;
    if (owner === undefined)
      throw new Fault("the first record has no owner: its line begins with white space");
    let ttl: number | undefined;
    for (let word = words[0]; word !== undefined && !word.quoted; word = words[0]) {
      const time = ttl === undefined ? parseTtl(word.text) : undefined;
      if (time !== undefined) ttl = time;
      else if (/^(CS|CH|HS)$/i.test(word.text))
        throw new Fault(`class ${word.text} is not the Internet's (IN)`);
      else if (!/^IN$/i.test(word.text)) break;
      words.shift();
    }
    const type = words.shift();
    if (type === undefined || type.quoted) throw new Fault("the record has no type");
    if (ttl !== undefined) this.#lastTtl = ttl;
    this.#take(owner, type.text.toUpperCase(), words, {
      line,
      ttl: ttl ?? this.#defaultTtl ?? this.#lastTtl,
    });
  }

  #take(
    owner: string,
    type: string,
    data: readonly ZoneToken[],
    { line, ttl }: { readonly line: number; readonly ttl: number | undefined },
  ): void {
    this.#owners.add(owner);
    if (type === "A" || type === "AAAA" || type === "CNAME") {
      const value = this.#data(type, data);
      const origin = `zone file ${this.#path}:${line}`;
      this.#records.push({ record: { name: owner, type, ttl, value, origin }, line });
    } else if (type === "SOA") {
      this.#zones.add(owner);
      // RFC 1035 lets the SOA's last number stand in where no TTL was given; BIND does so too.
      if (ttl === undefined) this.#defaultTtl = parseTtl(data[6]?.text ?? "");
    } else if (type === "NS") {
      const [server] = data;
      if (server === undefined) throw new Fault("the NS record names no server");
      this.#nameServers.push({ owner, server: this.#name(server), line });
    } else if (type === "DNAME") {
      this.#leaves.set(
        owner,
        `line ${line} renames everything below ${owner} (DNAME), which is not followed`,
      );
    } else if (isPseudoType(type)) {
      this.#leaves.set(
        owner,
        `line ${line} has ${type} for ${owner}, which its server turns into addresses: ask the server`,
      );
    } else if (!isOtherType(type)) {
      throw new Fault(`${quote(type)} is no type of record`);
    }
  }

  #data(type: "A" | "AAAA" | "CNAME", data: readonly ZoneToken[]): string {
    const [word, more] = data;
    if (word === undefined) throw new Fault(`the ${type} record has no value`);
    if (more !== undefined)
      throw new Fault(`the ${type} record has more than one value: ${quote(more.text)}`);
    if (type === "CNAME") return this.#name(word);
    const address = canonicalAddress(word.text);
    if (address === undefined || address.includes(":") !== (type === "AAAA")) {
      throw new Fault(
        `${quote(word.text)} is no ${type === "A" ? "IPv4" : "IPv6"} address, as ${type} needs one`,
      );
    }
    return address;
  }

  #name(token: ZoneToken): string {
    const name = absoluteName(token.text, this.#origin);
    if (typeof name === "string") return name;
    throw new Fault(name.problem);
  }
}

function quote(text = ""): string {
  return JSON.stringify(text);
}
