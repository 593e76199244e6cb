import { formatV4, parseV4 } from "./v4.ts";
import { formatV6, parseV6 } from "./v6.ts";

/** An IPv4 address as an unsigned 32-bit number. */
export interface Address4 {
  readonly family: 4;
  readonly value: number;
}

/** An IPv6 address as an unsigned 128-bit number. */
export interface Address6 {
  readonly family: 6;
  readonly value: bigint;
}

export type Address = Address4 | Address6;

const V4_MAPPED = 0xffffn << 32n;

/**
 * Reads one address, strictly: four decimal octets without leading zeros, or IPv6 as RFC 4291 section 2.2
 * has it. No zone, port, prefix length, brackets or white space. `undefined` when the text is none.
 *
 * Leading zeros are refused because readers disagree on them: 010.0.0.1 is 8.0.0.1 to inet_aton
 * (CVE-2021-29923 in Go's net package).
 */
export function parseAddress(text: string): Address | undefined {
  if (text.includes(":")) {
    const value = parseV6(text);
    return value === undefined ? undefined : { family: 6, value };
  }
  const value = parseV4(text);
  return value < 0 ? undefined : { family: 4, value };
}

/** The one way to write the address: RFC 5952 for IPv6, `::ffff:192.0.2.1` for mapped IPv4. */
export function formatAddress(address: Address): string {
  return address.family === 4 ? formatV4(address.value) : formatV6(address.value);
}

/** The canonical text of an address; undefined when the text is none. */
export function canonicalAddress(text: string): string | undefined {
  const address = parseAddress(text);
  return address === undefined ? undefined : formatAddress(address);
}

/**
 * The IPv4 address inside an IPv4-mapped IPv6 address (::ffff:0:0/96), any other address as it is: on a
 * dual-stack socket both name the same peer (RFC 4291 section 2.5.5.2).
 */
export function unmapped(address: Address): Address {
  if (address.family === 4 || address.value >> 32n !== 0xffffn) return address;
  return { family: 4, value: Number(address.value - V4_MAPPED) };
}

/** Orders IPv4 before IPv6, then by number. */
export function compareAddresses(a: Address, b: Address): number {
  if (a.family !== b.family) return a.family - b.family;
  return a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
}
