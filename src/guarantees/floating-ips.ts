import { canonicalHost } from "../world/addresses/known-index.ts";
import { hostsLeft } from "../world/addresses/left.ts";
import { at, listOf } from "../world/json.ts";
import type { NodeModel } from "../world/node.ts";
import type { World } from "../world/world.ts";
import type { Evidence } from "./guarantee.ts";

/** A node that had a floating IP which no node has any more. */
export interface FloatingIpLost {
  readonly node: NodeModel;
  readonly address: string;
}

export function floatingIpsLost(
  before: World,
  now: World,
  role: NodeModel["role"],
): readonly FloatingIpLost[] {
  const left = hostsLeft(now);
  return before.nodes.flatMap((node) => {
    const address = node.role === role ? floatingIpOf(node) : undefined;
    return address === undefined || left.has(address) ? [] : [{ node, address }];
  });
}

/** The address outsiders see; none where it is also the machine's own: then nothing is translated. */
function floatingIpOf({ addresses }: NodeModel): string | undefined {
  const own = new Set(addresses.filter(({ type }) => type === "InternalIP").map(({ address }) => address));
  const external = addresses.find(({ type, address }) => type === "ExternalIP" && !own.has(address));
  return external === undefined ? undefined : canonicalHost(external.address);
}

/** The place in the Node's status that says so. */
export function floatingIpEvidence({ node, address }: FloatingIpLost): Evidence {
  const { ref, origin, object } = node.resource;
  const position = listOf(at(object, "status", "addresses")).findIndex(
    (entry) => at(entry, "type") === "ExternalIP" && canonicalHost(String(at(entry, "address"))) === address,
  );
  const path = position < 0 ? ["status", "addresses"] : ["status", "addresses", position, "address"];
  return { ref, origin, path, value: address };
}
