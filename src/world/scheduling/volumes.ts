import { at, objectsOf, type Path, stringMapOf, stringOf } from "../json.ts";
import type { NodeModel } from "../node.ts";
import type { Resource } from "../resource.ts";
import type { ObjectStore } from "../store.ts";
import type { Minor } from "../version.ts";
import type { Pod, Workload } from "../workload.ts";
import { type NodeRule, nodeSelectorRules, satisfies } from "./node-affinity.ts";

/** A PersistentVolume a pod mounts through a claim, with what it demands of the pod's node. */
export interface BoundVolume {
  readonly claim: Resource;
  readonly volume: Resource;
  /** Its node affinity, keys as the scheduler sees them. */
  readonly rules: readonly NodeRule[];
  /** Zone and region labels on the volume itself, which the scheduler's VolumeZone plugin compares. */
  readonly labels: readonly VolumeLabel[];
}

export interface VolumeLabel {
  readonly key: string;
  readonly values: readonly string[];
  readonly path: Path;
}

const BETA_ZONE = "failure-domain.beta.kubernetes.io/zone";
const BETA_REGION = "failure-domain.beta.kubernetes.io/region";
const ZONE = "topology.kubernetes.io/zone";
const REGION = "topology.kubernetes.io/region";
const CINDER_ZONE = "topology.cinder.csi.openstack.org/zone";
const ZONE_LABELS = [BETA_ZONE, BETA_REGION, ZONE, REGION];

/** Claims a pod mounts, by name: named ones, its own ephemeral ones, and those of its StatefulSet's templates. */
export function claimNames(workload: Workload, pod: Pod): readonly string[] {
  const names: string[] = [];
  for (const volume of objectsOf(pod.spec.volumes)) {
    const claim = stringOf(at(volume, "persistentVolumeClaim", "claimName"));
    if (claim !== undefined) names.push(claim);
    else if (volume.ephemeral !== undefined) names.push(`${pod.name}-${stringOf(volume.name) ?? ""}`);
  }
  // A pod that was read names its StatefulSet's claims itself; an expanded one does not.
  if (pod.resource === undefined && workload.ref.kind === "StatefulSet") {
    for (const template of objectsOf(at(workload.resource?.object, "spec", "volumeClaimTemplates"))) {
      names.push(`${stringOf(at(template, "metadata", "name")) ?? ""}-${pod.name}`);
    }
  }
  return names;
}

export function boundVolume(objects: ObjectStore, namespace: string, claim: string): BoundVolume | undefined {
  const found = objects.get("PersistentVolumeClaim", namespace, claim);
  const name = stringOf(at(found?.object, "spec", "volumeName"));
  const volume = name === undefined ? undefined : objects.get("PersistentVolume", undefined, name);
  if (found === undefined || volume === undefined) return undefined;
  return { claim: found, volume, ...volumeDemands(volume) };
}

/** What a PersistentVolume demands of the node its pod runs on. */
export function volumeDemands(volume: Resource): Pick<BoundVolume, "rules" | "labels"> {
  const { object } = volume;
  const path = ["spec", "nodeAffinity", "required"];
  const inTreeCinder = at(object, "spec", "cinder") !== undefined;
  const rules = nodeSelectorRules(at(object, ...path), path).map((rule) =>
    // In-tree volumes are judged as their CSI translation (csi-translation-lib, openstack_cinder.go).
    inTreeCinder && (rule.key === BETA_ZONE || rule.key === ZONE) ? { ...rule, key: CINDER_ZONE } : rule,
  );
  const labels = ZONE_LABELS.flatMap((key): VolumeLabel[] => {
    const value = stringMapOf(object.metadata.labels)[key];
    return value === undefined ? [] : [{ key, values: value.split("__"), path: ["metadata", "labels", key] }];
  });
  return { rules, labels };
}

/** A node's zone under any driver's name for it: the driver sets its own label once it runs on a new node. */
export function satisfiesVolume(rule: NodeRule, node: NodeModel): boolean {
  const zone = /^topology\..+\/zone$/.test(rule.key) && !(rule.key in node.labels) ? node.zone : undefined;
  return satisfies(
    rule,
    zone === undefined ? node : { ...node, labels: { ...node.labels, [rule.key]: zone } },
  );
}

/** Whether a node may run a pod that mounts the volume. `minor`: the scheduler's. */
export function admitsVolume(
  volume: Pick<BoundVolume, "rules" | "labels">,
  node: NodeModel,
  minor: Minor,
): boolean {
  return (
    admitsTerms(volume.rules, node) && volume.labels.every((label) => admitsVolumeLabel(label, node, minor))
  );
}

function admitsTerms(rules: readonly NodeRule[], node: NodeModel): boolean {
  const terms = new Map<number | undefined, boolean>();
  for (const rule of rules) {
    terms.set(rule.term, (terms.get(rule.term) ?? true) && satisfiesVolume(rule, node));
  }
  return terms.size === 0 || [...terms.values()].includes(true);
}

/**
 * The scheduler's VolumeZone plugin: nodes without any zone label take every volume, others must carry the
 * volume's. From 1.28 on a beta label on the volume may be met by the node's stable one (gardener#9388).
 */
export function admitsVolumeLabel(label: VolumeLabel, node: NodeModel, minor: Minor): boolean {
  if (!ZONE_LABELS.some((key) => key in node.labels)) return true;
  const stable = label.key === BETA_ZONE ? ZONE : label.key === BETA_REGION ? REGION : label.key;
  const value = node.labels[label.key] ?? (minor >= 28 ? node.labels[stable] : undefined);
  return value !== undefined && label.values.includes(value);
}

/** The labels of a selector the platform once used for zones and regions, and still may. */
export function isBetaTopology(key: string): boolean {
  return key === BETA_ZONE || key === BETA_REGION;
}
