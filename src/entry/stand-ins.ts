import { type Address, formatAddress, parseAddress } from "../world/addresses/address.ts";
import { at, objectsOf, stringOf } from "../world/json.ts";
import type { World } from "../world/world.ts";
import type { Seen } from "./arrival.ts";

/**
 * Addresses that stand for the parties of a connection while it is followed through a listener's settings. The client's,
 * the forged one and the proxy's lie in a range that is never used on the internet (RFC 2544), so that no list names them
 * but one that names everybody.
 */
export const CLIENT = "198.19.255.1";
export const FORGED = "198.19.255.2";
export const PROXY = "198.19.255.3";

/** The address a balancer has towards the nodes, and one of a node. */
export interface Inner {
  readonly balancer: string;
  readonly node: string;
}

/**
 * Load balancers stand in the nodes' network (the provider's page: nodes and load balancers share one), so a neighbour
 * of a node stands for one. Where no node's address is known, both a private address and one that no list holds are to
 * be tried: only what is the same for both is known.
 */
export function innerAddresses({ nodes }: World): readonly Inner[] {
  const known = nodes.flatMap(({ resource }) => internalAddresses(resource.object));
  const node = known.find(({ family }) => family === 4) ?? known[0];
  return node === undefined ? NOT_KNOWN : [{ node: formatAddress(node), balancer: neighbour(node) }];
}

const NOT_KNOWN: readonly Inner[] = [
  { balancer: "10.128.0.254", node: "10.128.0.11" },
  { balancer: "198.19.255.4", node: "198.19.255.5" },
];

/** Another address of the same /24, or of the same /64. */
function neighbour(address: Address): string {
  if (address.family === 4) {
    const last = address.value % 256;
    return formatAddress({ family: 4, value: address.value - last + (last === 254 ? 253 : 254) });
  }
  const network = (address.value >> 64n) << 64n;
  const host = address.value === network + 0xfffen ? 0xfffdn : 0xfffen;
  return formatAddress({ family: 6, value: network + host });
}

function internalAddresses(node: unknown): readonly Address[] {
  return objectsOf(at(node, "status", "addresses"))
    .filter(({ type }) => type === "InternalIP")
    .flatMap(({ address }) => parseAddress(stringOf(address) ?? "") ?? []);
}

/** Who has an address of these; `unknown` for any other. */
export function whose(address: string | undefined, inner: Inner, proxy: string): Seen {
  switch (address) {
    case CLIENT:
      return "client";
    case inner.node:
      return "node";
    case inner.balancer:
      return "balancer";
    case proxy:
      return "proxy";
    default:
      return "unknown";
  }
}
