import { type Address, formatAddress } from "../world/addresses/address.ts";
import type { Cidr } from "../world/addresses/cidr.ts";

/** A block of a policy: addresses of one family, inside `cidr` and outside every exception. */
export interface Block {
  readonly cidr: Cidr;
  readonly except: readonly Cidr[];
}

/** Blocks that stand for their union: those of one list of peers. */
export type BlockSet = readonly Block[];

/** Closed range of addresses of one family. */
export interface AddressRange {
  readonly first: Address;
  readonly last: Address;
}

/** Addresses that every set of blocks treats alike. */
export interface Atom {
  readonly ranges: readonly AddressRange[];
  /** Indexes of the sets they lie in, ascending. */
  readonly blocks: readonly number[];
}

interface Cut {
  readonly at: bigint;
  readonly block: number;
  readonly enters: boolean;
}

const FAMILIES = [
  { family: 4, size: 1n << 32n },
  { family: 6, size: 1n << 128n },
] as const;

/**
 * Cuts all addresses at the sets' boundaries and merges the pieces that lie in the same sets: 638 blocks of one
 * rule give two atoms, inside and outside. IPv4 and IPv6 pieces may share an atom.
 */
export function addressAtoms(sets: readonly BlockSet[]): readonly Atom[] {
  const pieces = new Map<string, { blocks: readonly number[]; ranges: AddressRange[] }>();
  for (const { family, size } of FAMILIES) {
    for (const { first, last, inside } of stretches(sets, family, size)) {
      const key = inside.join(",");
      const piece = pieces.get(key) ?? { blocks: inside, ranges: [] };
      pieces.set(key, piece);
      const range = { first: addressOf(family, first), last: addressOf(family, last) };
      const before = piece.ranges.at(-1);
      if (before !== undefined && before.last.family === family && BigInt(before.last.value) + 1n === first) {
        piece.ranges[piece.ranges.length - 1] = { first: before.first, last: range.last };
      } else {
        piece.ranges.push(range);
      }
    }
  }
  return [...pieces.values()];
}

function stretches(sets: readonly BlockSet[], family: 4 | 6, size: bigint) {
  const cuts: Cut[] = [];
  sets.forEach((set, index) => {
    for (const [first, last] of unionOf(set.filter(({ cidr }) => cidr.family === family))) {
      cuts.push({ at: first, block: index, enters: true }, { at: last + 1n, block: index, enters: false });
    }
  });
  cuts.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const out: { first: bigint; last: bigint; inside: readonly number[] }[] = [];
  const active = new Set<number>();
  let from = 0n;
  for (let index = 0; index < cuts.length; ) {
    const { at } = cuts[index] as Cut;
    if (at > from) out.push({ first: from, last: at - 1n, inside: sorted(active) });
    from = at;
    for (; cuts[index]?.at === at; index++) {
      const cut = cuts[index] as Cut;
      if (cut.enters) active.add(cut.block);
      else active.delete(cut.block);
    }
  }
  if (from < size) out.push({ first: from, last: size - 1n, inside: sorted(active) });
  return out;
}

type Stretch = readonly [first: bigint, last: bigint];

/** The ranges of blocks of one family, where they touch or overlap as one. */
function unionOf(set: BlockSet): readonly Stretch[] {
  const [only, more] = set;
  if (only === undefined) return [];
  if (more === undefined) return insideOf(only);
  const out: Stretch[] = [];
  for (const [first, last] of set
    .flatMap(insideOf)
    .sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0))) {
    const before = out.at(-1);
    if (before !== undefined && first <= before[1] + 1n) {
      out[out.length - 1] = [before[0], last > before[1] ? last : before[1]];
    } else out.push([first, last]);
  }
  return out;
}

/** The block's own ranges, exceptions cut out; a block whose exceptions overlap or cover it is fine. */
function insideOf({ cidr, except }: Block): readonly (readonly [bigint, bigint])[] {
  const holes = except
    .filter((hole) => hole.family === cidr.family)
    .map((hole) => [BigInt(hole.first), BigInt(hole.last)] as const)
    .sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
  const out: (readonly [bigint, bigint])[] = [];
  let from = BigInt(cidr.first);
  const end = BigInt(cidr.last);
  for (const [first, last] of holes) {
    if (first > end || last < from) continue;
    if (first > from) out.push([from, first - 1n]);
    from = last + 1n;
  }
  if (from <= end) out.push([from, end]);
  return out;
}

function sorted(active: ReadonlySet<number>): readonly number[] {
  return [...active].sort((a, b) => a - b);
}

function addressOf(family: 4 | 6, value: bigint): Address {
  return family === 4 ? { family, value: Number(value) } : { family, value };
}

/** Finds the atom of an address by bisection. */
export function atomIndex(atoms: readonly Atom[]): (address: Address) => number {
  const ranges = atoms
    .flatMap((atom, index) => atom.ranges.map((range) => ({ ...range, index })))
    .sort((a, b) => compare(a.first, b.first));
  return (address) => {
    let low = 0;
    let high = ranges.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (compare((ranges[middle] as (typeof ranges)[number]).first, address) <= 0) low = middle;
      else high = middle - 1;
    }
    return ranges[low]?.index ?? 0;
  };
}

function compare(a: Address, b: Address): number {
  if (a.family !== b.family) return a.family - b.family;
  return a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
}

export function formatRange({ first, last }: AddressRange): string {
  return first.value === last.value ? formatAddress(first) : `${formatAddress(first)}-${formatAddress(last)}`;
}
