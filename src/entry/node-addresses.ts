import { canonicalHost } from "../world/addresses/known-index.ts";
import type { NodeModel } from "../world/node.ts";
import type { EntryAddress } from "./entry.ts";

/** The addresses users may arrive at on these nodes; names of nodes are no address anybody outside is given. */
export function nodeAddresses(nodes: readonly NodeModel[]): readonly EntryAddress[] {
  return nodes.flatMap((node) => {
    const own = new Set(
      node.addresses.filter(({ type }) => type === "InternalIP").map(({ address }) => address),
    );
    return node.addresses.flatMap(({ type, address }): EntryAddress[] => {
      if (type !== "ExternalIP" && type !== "InternalIP") return [];
      if (type === "ExternalIP" && own.has(address)) return [];
      const scope = type === "ExternalIP" ? "external" : "internal";
      return [{ value: canonicalHost(address), node, scope }];
    });
  });
}
