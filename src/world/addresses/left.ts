import type { World } from "../world.ts";
import { canonicalHost } from "./known-index.ts";

/**
 * Every address and name that surely means a node or an API server of this world: those of nodes that are not
 * about to be replaced, and those the API server is reached by. While nodes are replaced one by one, the old
 * ones' are as good as gone: which goes first is nobody's choice.
 */
export function hostsLeft(world: World): ReadonlySet<string> {
  const left = new Set<string>();
  const leaving = new Set(world.roll?.replaced === true ? world.roll.from : []);
  for (const node of world.nodes) {
    if (leaving.has(node)) continue;
    left.add(canonicalHost(node.name));
    for (const { address } of node.addresses) left.add(canonicalHost(address));
  }
  for (const { host } of world.api.endpoints) left.add(canonicalHost(host));
  return left;
}
