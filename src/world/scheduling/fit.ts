import type { NodeModel } from "../node.ts";
import { remembering } from "../remember.ts";
import type { Minor } from "../version.ts";
import { admits } from "./node-affinity.ts";
import type { PodClass } from "./pod-class.ts";
import { repellingTaints, toleratesAll, tolerationKey } from "./tolerations.ts";
import { admitsVolume } from "./volumes.ts";

/** What of a class decides which nodes it may ever run on, whatever else runs there. */
export type Fitting = Pick<PodClass, "rules" | "spec" | "volumes" | "spreads" | "affinity">;

/** Whether labels, name, lasting taints and volumes let a class's pods onto a node. Room is not asked for. */
export function fits(pods: Fitting, node: NodeModel, minor: Minor): boolean {
  return (
    admits(pods.rules, node) &&
    toleratesAll(pods.spec.tolerations, repellingTaints(node)) &&
    topologyKeys(pods).every((key) => key in node.labels) &&
    pods.volumes.every((volume) => admitsVolume(volume, node, minor))
  );
}

/** Labels without which a node is in no domain of a spread, and in no place where an affinity could be met. */
function topologyKeys(pods: Fitting): readonly string[] {
  return [...pods.spreads, ...pods.affinity].map(({ topologyKey }) => topologyKey);
}

/** The same for two classes that fit the same nodes. */
export const fitKey = remembering((pods: Fitting): string => {
  const volumes = pods.volumes.map(({ rules, labels }) => [rules, labels]);
  return JSON.stringify([pods.rules, tolerationKey(pods.spec.tolerations), volumes, topologyKeys(pods)]);
});

/**
 * Which of the nodes each class fits, as an array of flags. Classes with equal demands share one array; nodes
 * are compared one by one only as often as there are different demands.
 */
export function fitTable(nodes: readonly NodeModel[], minor: Minor): (pods: Fitting) => Uint8Array {
  const byKey = new Map<string, Uint8Array>();
  return (pods) => {
    const key = fitKey(pods);
    const known = byKey.get(key);
    if (known !== undefined) return known;
    const flags = Uint8Array.from(nodes, (node) => (fits(pods, node, minor) ? 1 : 0));
    byKey.set(key, flags);
    return flags;
  };
}
