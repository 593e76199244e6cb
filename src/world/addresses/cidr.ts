import { type Address, type Address4, type Address6, formatAddress, parseAddress } from "./address.ts";

/** A block of addresses, by its first and last: containment is two comparisons. */
export type Cidr =
  | { readonly family: 4; readonly first: number; readonly last: number; readonly bits: number }
  | { readonly family: 6; readonly first: bigint; readonly last: bigint; readonly bits: number };

const BITS = /^(?:0|[1-9]\d{0,2})$/;

/**
 * Reads `address/bits`, strictly (see parseAddress; bits without leading zeros, at most 32 or 128). Host
 * bits may be set, as the Kubernetes API allows them, and are dropped: 10.0.0.5/24 is 10.0.0.0/24.
 */
export function parseCidr(text: string): Cidr | undefined {
  const slash = text.indexOf("/");
  if (slash < 0) return undefined;
  const bits = text.slice(slash + 1);
  const address = parseAddress(text.slice(0, slash));
  return address === undefined || !BITS.test(bits) ? undefined : cidrOf(address, Number(bits));
}

/** The block of that many leading bits an address lies in; by default the address alone. */
export function cidrOf(address: Address, bits = address.family === 4 ? 32 : 128): Cidr | undefined {
  if (!Number.isInteger(bits) || bits < 0) return undefined;
  return address.family === 4 ? cidr4(address, bits) : cidr6(address, bits);
}

export function formatCidr(cidr: Cidr): string {
  return `${formatAddress(firstOf(cidr))}/${cidr.bits}`;
}

export function firstOf(cidr: Cidr): Address {
  return cidr.family === 4 ? { family: 4, value: cidr.first } : { family: 6, value: cidr.first };
}

export function lastOf(cidr: Cidr): Address {
  return cidr.family === 4 ? { family: 4, value: cidr.last } : { family: 6, value: cidr.last };
}

/** Whether the block holds the address. IPv4-mapped IPv6 is IPv6 here: apply `unmapped` first if it matters. */
export function contains(cidr: Cidr, address: Address): boolean {
  return cidr.family === address.family && cidr.first <= address.value && address.value <= cidr.last;
}

/** Whether the outer block holds every address of the inner one. */
export function covers(outer: Cidr, inner: Cidr): boolean {
  return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;
}

/** Whether two blocks share an address: of two blocks that do, one covers the other. */
export function overlaps(a: Cidr, b: Cidr): boolean {
  return a.family === b.family && a.first <= b.last && b.first <= a.last;
}

/** The prefix length of a contiguous netmask (22 for 255.255.252.0); undefined for any other number. */
export function bitsOfMask(mask: number): number | undefined {
  const hosts = ~mask >>> 0;
  return (hosts & (hosts + 1)) === 0 ? Math.clz32(hosts) : undefined;
}

function cidr4(address: Address4, bits: number): Cidr | undefined {
  if (bits > 32) return undefined;
  const size = 2 ** (32 - bits);
  const first = address.value - (address.value % size);
  return { family: 4, first, last: first + size - 1, bits };
}

function cidr6(address: Address6, bits: number): Cidr | undefined {
  if (bits > 128) return undefined;
  const hosts = (1n << BigInt(128 - bits)) - 1n;
  const first = address.value & ~hosts;
  return { family: 6, first, last: first | hosts, bits };
}
