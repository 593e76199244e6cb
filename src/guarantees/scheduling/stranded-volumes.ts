import type { Path } from "../../world/json.ts";
import type { NodeModel } from "../../world/node.ts";
import { NODE_NAME } from "../../world/scheduling/node-affinity.ts";
import type { PodClass } from "../../world/scheduling/pod-class.ts";
import {
  admitsVolume,
  admitsVolumeLabel,
  type BoundVolume,
  isBetaTopology,
  satisfiesVolume,
} from "../../world/scheduling/volumes.ts";
import { HOSTNAME } from "./label-uses.ts";
import { type Move, takesPods } from "./move.ts";

/** A demand of a volume that no new node meets. */
export interface VolumeDemand {
  readonly key: string;
  readonly values: readonly string[];
  readonly path: Path;
}

/** Pods whose volume no new node may mount. */
export interface Stranded {
  readonly pods: PodClass;
  readonly volume: BoundVolume;
  readonly demand: VolumeDemand;
  /** What the demand speaks of: one node, a zone under a deprecated name, or a zone or other place. */
  readonly kind: "node" | "beta" | "place";
  /** Whether the pods run, or could run, with the volume today. */
  readonly ranBefore: boolean;
}

/** Worked out once for the causes that share it. */
const KNOWN = new WeakMap<Move, readonly Stranded[]>();

/** All of them, one for each workload and demand. */
export function strandedVolumes(move: Move): readonly Stranded[] {
  const known = KNOWN.get(move) ?? (move.replaced ? find(move) : []);
  KNOWN.set(move, known);
  return known;
}

function find(move: Move): readonly Stranded[] {
  const found = new Map<string, Stranded>();
  for (const pods of move.classes) {
    if (pods.volumes.length === 0 || move.isPlatform(pods.workload.ref)) continue;
    for (const volume of pods.volumes) {
      const stranded = judge(pods, volume, move);
      if (stranded === undefined) continue;
      const key = `${stranded.kind} ${stranded.demand.key} ${JSON.stringify(pods.workload.ref)}`;
      if (!found.has(key)) found.set(key, stranded);
    }
  }
  return [...found.values()];
}

function judge(pods: PodClass, volume: BoundVolume, move: Move): Stranded | undefined {
  const takesPod = (node: NodeModel) => takesPods(pods.workload, node, pods.rules);
  const takesVolume = (node: NodeModel) => admitsVolume(volume, node, move.minor);
  const { newNodes, oldNodes } = move;
  if (newNodes.some((node) => takesPod(node) && takesVolume(node))) return undefined;
  // Where the pod fits no new node for its own rules, and the volume does fit some, the rules are to blame.
  if (newNodes.some(takesVolume) && !newNodes.some(takesPod)) return undefined;
  const demand = unmet(volume, move);
  if (demand === undefined) return undefined;
  return {
    pods,
    volume,
    demand,
    kind: kindOf(demand, move),
    ranBefore:
      pods.pods.some((pod) => pod.nodeName !== undefined) ||
      oldNodes.some((node) => takesPod(node) && takesVolume(node)),
  };
}

/** The first demand that no new node meets by itself; the first of all where only their sum is unmet. */
function unmet(volume: BoundVolume, move: Move): VolumeDemand | undefined {
  const rules = volume.rules.map((rule) => ({
    demand: { key: rule.key, values: rule.values, path: rule.path },
    met: (node: NodeModel) => satisfiesVolume(rule, node),
  }));
  const labels = volume.labels.map((label) => ({
    demand: { key: label.key, values: label.values, path: label.path },
    met: (node: NodeModel) => admitsVolumeLabel(label, node, move.minor),
  }));
  const all = [...rules, ...labels];
  return (all.find(({ met }) => !move.newNodes.some(met)) ?? all[0])?.demand;
}

function kindOf({ key, values }: VolumeDemand, move: Move): Stranded["kind"] {
  if (isBetaTopology(key)) return "beta";
  const names = new Set(move.oldNodes.map(({ name }) => name));
  return key === HOSTNAME || key === NODE_NAME || values.some((value) => names.has(value)) ? "node" : "place";
}
