import { formatAddress, parseAddress, unmapped } from "./address.ts";
import type { Cidr } from "./cidr.ts";
import { nameTriggers } from "./name-triggers.ts";
import type { KnownAddress } from "./scan.ts";

/** Known addresses laid out for looking up: by number, by block and by name. Built once for a scan. */
export interface AddressIndex {
  readonly v4: ReadonlyMap<number, KnownAddress>;
  readonly v6: ReadonlyMap<bigint, KnownAddress>;
  readonly names: ReadonlyMap<string, KnownAddress>;
  /** The kinds of address there are, each in ascending order, for what lies in a block. */
  readonly kinds: readonly KindOfAddress[];
  /**
   * Whether a string can name anything at all. One regular expression over fixed pieces without repetition,
   * so linear; 99 strings in 100 end here.
   */
  readonly hint: RegExp;
  /** The same for one sort of thing each. */
  readonly hints: { readonly quads: RegExp; readonly groups: RegExp; readonly names: RegExp };
  /** No string shorter than this names anything. */
  readonly shortest: number;
}

interface KindOfAddress {
  readonly v4: readonly { readonly value: number; readonly known: KnownAddress }[];
  readonly v6: readonly { readonly value: bigint; readonly known: KnownAddress }[];
}

/** The first dots of a dotted quad, also as a regular expression writes them (`10\.0\.0\.5`, doubled in JSON). */
const QUAD = String.raw`\d\\{0,2}\.\d{1,3}\\{0,2}\.\d{1,3}\\{0,2}\.\d`;
/** `10-0-0-5.nip.io`, `0a000005.nip.io`: see wildcard.ts. */
const WILDCARD = String.raw`[0-9a-f]\.(?:sslip|nip|xip)\.io|[0-9a-f]\.traefik\.me`;
/** Two colons with at most four digits between them, or a `::`. */
const GROUPS = "::|[0-9a-f]:[0-9a-f]{1,4}:";
const MAPPED = "::ffff:";

export function indexAddresses(known: readonly KnownAddress[]): AddressIndex {
  const v4 = new Map<number, KnownAddress>();
  const v6 = new Map<bigint, KnownAddress>();
  const names = new Map<string, KnownAddress>();
  for (const entry of known) {
    const parsed = parseAddress(entry.value);
    const address = parsed === undefined ? undefined : unmapped(parsed);
    if (address === undefined) {
      if (entry.value.length >= SHORTEST_NAME) setFirst(names, entry.value, entry);
    } else if (address.family === 4) setFirst(v4, address.value, entry);
    else setFirst(v6, address.value, entry);
  }
  const quads = v4.size === 0 ? [] : [QUAD, WILDCARD];
  const groups = [...(v4.size === 0 ? [] : [MAPPED]), ...(v6.size === 0 ? [] : [GROUPS])];
  const triggers = nameTriggers([...names.keys()]);
  return {
    v4,
    v6,
    names,
    kinds: byKind(v4, v6),
    hint: anyOf([...triggers, ...quads, ...groups]),
    hints: { quads: anyOf(quads), groups: anyOf(groups), names: anyOf(triggers) },
    shortest: Math.min(v6.size > 0 ? 2 : 7, ...[...names.keys()].map((name) => name.length)),
  };
}

/** A node called `a` cannot be told from any other letter. */
const SHORTEST_NAME = 3;

/** The first known address of each kind that lies in the block. */
export function knownIn(index: AddressIndex, block: Pick<Cidr, "family" | "first" | "last">): KnownAddress[] {
  const found: KnownAddress[] = [];
  for (const kind of index.kinds) {
    const list = block.family === 4 ? kind.v4 : kind.v6;
    const hit = list.find((entry) => entry.value >= block.first);
    if (hit !== undefined && hit.value <= block.last) found.push(hit.known);
  }
  return found;
}

/** Text that is an address or a known name, looked up; undefined when it is neither or not known. */
export function lookUp(index: AddressIndex, text: string): KnownAddress | undefined {
  const parsed = parseAddress(text);
  if (parsed === undefined) return index.names.get(text.toLowerCase());
  const address = unmapped(parsed);
  return address.family === 4 ? index.v4.get(address.value) : index.v6.get(address.value);
}

/** Canonical text of an address, or the name in lower case: how a KnownAddress writes its value. */
export function canonicalHost(host: string): string {
  const address = parseAddress(host);
  return address === undefined ? host.toLowerCase() : formatAddress(unmapped(address));
}

function setFirst<K>(map: Map<K, KnownAddress>, key: K, entry: KnownAddress): void {
  if (!map.has(key)) map.set(key, entry);
}

function byKind(
  v4: ReadonlyMap<number, KnownAddress>,
  v6: ReadonlyMap<bigint, KnownAddress>,
): KindOfAddress[] {
  const kinds = new Set([...v4.values(), ...v6.values()].map((entry) => entry.kind));
  return [...kinds].map((kind) => ({
    v4: [...v4]
      .filter(([, known]) => known.kind === kind)
      .map(([value, known]) => ({ value, known }))
      .sort((a, b) => a.value - b.value),
    v6: [...v6]
      .filter(([, known]) => known.kind === kind)
      .map(([value, known]) => ({ value, known }))
      .sort((a, b) => (a.value < b.value ? -1 : 1)),
  }));
}

/** Matches nothing: there is nothing to look for. */
const NEVER = /(?!)/;

function anyOf(pieces: readonly string[]): RegExp {
  return pieces.length === 0 ? NEVER : new RegExp(pieces.join("|"), "i");
}
