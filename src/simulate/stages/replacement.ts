import type { Profile, StageSpec } from "../../platforms/profile.ts";
import type { NodeModel } from "../../world/node.ts";
import type { Labels } from "../../world/selector.ts";
import type { Minor } from "../../world/version.ts";
import type { World } from "../../world/world.ts";

const HOSTNAME = "kubernetes.io/hostname";

/** The machine that comes in an old one's place: same size, same zone, its own name, addresses not known yet. */
export function replacementOf(
  node: NodeModel,
  profile: Profile,
  spec: StageSpec,
  minor: Minor | undefined,
): NodeModel {
  const keepAll = spec.newNodes?.customLabels === "kept";
  const original = node.name.replace(/\+\d+$/, "");
  const name = `${original}+${node.generation + 1}`;
  return {
    name,
    generation: node.generation + 1,
    role: node.role,
    labels: keptLabels(node.labels, name, keepAll, profile),
    taints: node.taints.filter((taint) => keepAll || isKept(taint.key, profile)),
    unschedulable: false,
    zone: node.zone,
    allocatable: node.allocatable,
    addresses: [],
    minor,
    ...resolverOf(node, spec),
    resource: node.resource,
  };
}

/** A stage that does not speak of it makes nodes that resolve as those they replace. */
function resolverOf(node: NodeModel, spec: StageSpec): Pick<NodeModel, "resolver"> {
  const resolver = spec.newNodes?.resolver ?? node.resolver;
  return resolver === undefined ? {} : { resolver };
}

function keptLabels(labels: Labels, name: string, keepAll: boolean, profile: Profile): Labels {
  const kept: Record<string, string> = Object.create(null);
  for (const [key, value] of Object.entries(labels)) {
    if (keepAll || isKept(key, profile)) kept[key] = value;
  }
  if (HOSTNAME in labels) kept[HOSTNAME] = name;
  return kept;
}

/** Whether the target gives new nodes this label or taint key: an exact key, `prefix/`, or `*.domain/`. */
export function isKept(key: string, profile: Profile): boolean {
  const slash = key.indexOf("/");
  const prefix = slash < 0 ? "" : key.slice(0, slash);
  return profile.target.keptLabelPrefixes.some((pattern) => {
    if (!pattern.endsWith("/")) return key === pattern;
    const domain = pattern.slice(0, -1);
    return domain.startsWith("*.") ? prefix.endsWith(domain.slice(1)) : prefix === domain;
  });
}

/** Half of each role old, half new: what every workload meets on the way, whichever node goes first. */
export function halfway(from: readonly NodeModel[], to: readonly NodeModel[]): readonly NodeModel[] {
  const seen: Record<NodeModel["role"], number> = { "control-plane": 0, worker: 0 };
  return from.map((node, index) => {
    const replaced = seen[node.role]++ % 2 === 0;
    return replaced ? (to[index] ?? node) : node;
  });
}

/** Replaces every node of a world, with the mixed world passed on the way. */
export function rollNodes(
  world: World,
  to: readonly NodeModel[],
  surge: number,
  replaced: boolean,
): { passing: World; settled: World } {
  const roll = { from: world.nodes, to, surge, replaced };
  return {
    passing: { ...world, nodes: halfway(world.nodes, to), roll },
    settled: { ...world, nodes: to, roll: undefined },
  };
}
