import { kubeletNameServers, type NameServer } from "../../../world/dns-resolver.ts";
import type { NodeModel } from "../../../world/node.ts";
import type { World } from "../../../world/world.ts";

/** Nodes whose kubelets give pods the same name servers. */
export interface NodeGroup {
  /** `old` and `new` where a state has both and they differ. */
  readonly which: "all" | "old" | "new";
  readonly nodes: readonly NodeModel[];
  readonly kubelet: readonly NameServer[];
}

/** The nodes a pod may land on in a state, by what their kubelets give. `resolver`: the old platform's cache. */
export function nodeGroups(world: World, resolver: string): readonly NodeGroup[] {
  const { roll } = world;
  if (roll === undefined) return groupsOf("all", world.nodes, world, resolver);
  const old = groupsOf("old", roll.from, world, resolver);
  const young = groupsOf("new", roll.to, world, resolver);
  const kinds = new Set([...old, ...young].map(({ kubelet }) => textOf(kubelet)));
  // A replacement that changes nothing for names needs no two answers.
  return kinds.size > 1
    ? [...old, ...young]
    : [...old, ...young].slice(0, 1).map((one) => ({ ...one, which: "all" }));
}

function groupsOf(
  which: NodeGroup["which"],
  nodes: readonly NodeModel[],
  { objects }: World,
  resolver: string,
): readonly NodeGroup[] {
  const groups = new Map<string, { kubelet: readonly NameServer[]; nodes: NodeModel[] }>();
  for (const node of nodes) {
    const key = node.resolver ?? "";
    const there = groups.get(key);
    if (there !== undefined) there.nodes.push(node);
    else groups.set(key, { kubelet: kubeletNameServers(node, objects, resolver), nodes: [node] });
  }
  return [...groups.values()].map((group) => ({ which, ...group }));
}

function textOf(servers: readonly NameServer[]): string {
  return servers.map(({ kind, address }) => `${kind} ${address}`).join();
}
