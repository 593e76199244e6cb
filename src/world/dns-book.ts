import {
  addWithParents,
  answerOf,
  type DnsAnswer,
  type DnsRecord,
  dnsName,
  isWithin,
  LONGEST_CHAIN,
  parentName,
  wildcardFor,
} from "./dns-records.ts";

/** Records that were written down: a zone file, or a file of answers. */
export interface RecordBook {
  /** `zone file shop.zone`. */
  readonly source: string;
  readonly records: readonly DnsRecord[];
  /** Zones it holds whole, so a name of theirs that is not in it does not exist. */
  readonly zones: readonly string[];
  /** Names that exist, with records of any type. */
  readonly owners: readonly string[];
  /** Names it says have no address. */
  readonly missing: readonly string[];
  /** Names it leaves to other servers, everything below them included, each with why. */
  readonly leaves: ReadonlyMap<string, string>;
}

/** What books say of a name: an answer, or how far they lead before it is somebody else's to tell. */
export type BookAnswer =
  | { readonly answer: DnsAnswer }
  | { readonly elsewhere: string; readonly reason: string; readonly records: readonly DnsRecord[] };

/** The reason where no book has a word on a name. */
export const NOT_TOLD = "no file tells";

/** Answers names from books; what they do not tell is not made up. */
export function bookReader(books: readonly RecordBook[]): (name: string) => BookAnswer {
  const indexed = books.map(index);
  return (text) => {
    const name = dnsName(text);
    const records: DnsRecord[] = [];
    const seen = new Set<string>();
    for (let at = name; ; ) {
      if (seen.has(at)) return { answer: circle(name, [...seen, at], records) };
      if (seen.size > LONGEST_CHAIN) return { answer: tooLong(name, records) };
      seen.add(at);
      const found = lookIn(indexed, at);
      if ("reason" in found) return { elsewhere: at, reason: found.reason, records };
      records.push(...found.records);
      const next = found.records.find(({ type }) => type === "CNAME");
      if (next === undefined) return { answer: answerOf(name, records, []) };
      at = next.value;
    }
  };
}

/** Resolvers answer SERVFAIL or give up; no client gets an address, but that is no state anybody wants. */
export function circle(name: string, chain: readonly string[], records: readonly DnsRecord[]): DnsAnswer {
  return {
    name,
    status: "unknown",
    reason: `its CNAMEs go round in a circle: ${chain.join(" -> ")}`,
    records,
  };
}

export function tooLong(name: string, records: readonly DnsRecord[]): DnsAnswer {
  return { name, status: "unknown", reason: `its chain has more than ${LONGEST_CHAIN} CNAMEs`, records };
}

interface Index {
  readonly book: RecordBook;
  readonly byName: ReadonlyMap<string, readonly DnsRecord[]>;
  readonly existing: ReadonlySet<string>;
  readonly missing: ReadonlySet<string>;
}

function index(book: RecordBook): Index {
  const byName = new Map<string, DnsRecord[]>();
  const existing = new Set<string>();
  for (const owner of book.owners) addWithParents(existing, owner);
  for (const zone of book.zones) addWithParents(existing, zone);
  for (const record of book.records) {
    addWithParents(existing, record.name);
    const list = byName.get(record.name);
    if (list === undefined) byName.set(record.name, [record]);
    else list.push(record);
  }
  return { book, byName, existing, missing: new Set(book.missing) };
}

/** Records a name has; none: it has no address; a reason: no book tells. */
type Found = { readonly records: readonly DnsRecord[] } | { readonly reason: string };

function lookIn(books: readonly Index[], name: string): Found {
  const [best] = books
    .map((book) => ({ book, zone: zoneOf(book, name) }))
    .filter(({ book, zone }) => zone !== undefined || saysSomething(book, name))
    .sort((a, b) => (b.zone ?? name).length - (a.zone ?? name).length);
  if (best === undefined) return { reason: NOT_TOLD };
  const { book, zone } = best;
  for (let at: string | undefined = name; at !== undefined; at = parentName(at)) {
    const reason = book.book.leaves.get(at);
    if (reason !== undefined) return { reason: `${book.book.source}: ${reason}` };
  }
  return { records: recordsOf(book, name, zone) };
}

/** The longest of the book's zones that holds the name. */
function zoneOf({ book }: Index, name: string): string | undefined {
  return book.zones
    .filter((zone) => isWithin(name, zone))
    .reduce<string | undefined>(
      (best, zone) => (best === undefined || zone.length > best.length ? zone : best),
      undefined,
    );
}

function saysSomething(book: Index, name: string): boolean {
  return book.missing.has(name) || recordsOf(book, name, undefined).length > 0;
}

function recordsOf(
  { byName, existing, missing }: Index,
  name: string,
  zone: string | undefined,
): readonly DnsRecord[] {
  const exact = byName.get(name);
  if (exact !== undefined) return exact;
  const wildcard = missing.has(name) ? undefined : wildcardFor(name, existing);
  if (wildcard === undefined || (zone !== undefined && !isWithin(wildcard, zone))) return [];
  return byName.get(wildcard) ?? [];
}
