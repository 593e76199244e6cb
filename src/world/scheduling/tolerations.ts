import { type Json, objectsOf, stringOf } from "../json.ts";
import type { NodeModel, Taint } from "../node.ts";
import { remembering } from "../remember.ts";

/**
 * Taints the system puts on a node for a moment (not ready, under pressure, being removed). They say nothing
 * of where a pod may live, and a replacement does not have them.
 */
export function isMomentary(taint: Taint): boolean {
  return (
    taint.key.startsWith("node.kubernetes.io/") ||
    taint.key.startsWith("node.cloudprovider.kubernetes.io/") ||
    taint.key === "node.cluster.x-k8s.io/uninitialized" ||
    taint.key === "ToBeDeletedByClusterAutoscaler"
  );
}

/** The lasting taints that keep pods away; PreferNoSchedule only asks. */
export function repellingTaints(node: NodeModel): readonly Taint[] {
  return repelling(node.taints);
}

const repelling = remembering((taints: readonly Taint[]): readonly Taint[] =>
  taints.filter((taint) => taint.effect !== "PreferNoSchedule" && !isMomentary(taint)),
);

/** The toleration that admits a taint, by its index in `spec.tolerations`; undefined when none does. */
export function toleratedBy(tolerations: Json | undefined, taint: Taint): number | undefined {
  const index = objectsOf(tolerations).findIndex((toleration) => {
    const key = stringOf(toleration.key) ?? "";
    const effect = stringOf(toleration.effect) ?? "";
    if (effect !== "" && effect !== taint.effect) return false;
    if (toleration.operator === "Exists") return key === "" || key === taint.key;
    return key === taint.key && (stringOf(toleration.value) ?? "") === taint.value;
  });
  return index < 0 ? undefined : index;
}

export function toleratesAll(tolerations: Json | undefined, taints: readonly Taint[]): boolean {
  return taints.every((taint) => toleratedBy(tolerations, taint) !== undefined);
}

/** What of tolerations decides, for comparing them: the same for two that admit the same taints. */
export function tolerationKey(tolerations: Json | undefined): readonly (string | undefined)[][] {
  return objectsOf(tolerations).map(({ key, operator, value, effect }) =>
    [key, operator, value, effect].map(stringOf),
  );
}
