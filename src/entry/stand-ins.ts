import { at, objectsOf } from "../world/json.ts";
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
  for (const { resource } of nodes) {
    for (const address of internalAddresses(resource.object)) {
      const parts = address.split(".");
      if (parts.length !== 4) continue;
      return [
        { node: address, balancer: [...parts.slice(0, 3), parts[3] === "254" ? "253" : "254"].join(".") },
      ];
    }
  }
  return [
    { balancer: "10.128.0.254", node: "10.128.0.11" },
    { balancer: "198.19.255.4", node: "198.19.255.5" },
  ];
}

function internalAddresses(node: unknown): readonly string[] {
  return objectsOf(at(node, "status", "addresses"))
    .filter(({ type }) => type === "InternalIP")
    .flatMap(({ address }) => (typeof address === "string" ? [address] : []));
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
