import type { Cidr } from "./cidr.ts";

/** Address blocks that whole networks are known by; who writes one means "everything inside", no node. */
const WHOLE_NETWORKS: readonly (readonly [first: number, bits: number])[] = [
  [0x0a000000, 8],
  [0xac100000, 12],
  [0xc0a80000, 16],
  [0x64400000, 10],
  [0xa9fe0000, 16],
];

/**
 * Whether a block is too broad to mean the nodes in it: everything, half of everything, or the private ranges
 * of RFC 1918, RFC 6598 and RFC 3927 as a whole. Nothing changes for whoever wrote it when nodes change.
 */
export function meansEverything(cidr: Cidr): boolean {
  if (cidr.family === 6) return cidr.bits < NARROWEST_V6;
  if (cidr.bits < NARROWEST_V4) return true;
  return WHOLE_NETWORKS.some(([first, bits]) => cidr.first === first && cidr.bits === bits);
}

/** A cluster's own network is never broader than this. */
const NARROWEST_V4 = 8;
const NARROWEST_V6 = 19;

/** Whether a range is as long as the broadest block that still means something. */
export function isEndless(first: number | bigint, last: number | bigint): boolean {
  const size = BigInt(last) - BigInt(first);
  return size >= 1n << BigInt(typeof first === "number" ? 32 - NARROWEST_V4 : 128 - NARROWEST_V6);
}
