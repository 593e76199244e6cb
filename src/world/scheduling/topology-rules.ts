import { at, type Json, type JsonObject, listOf, numberOf, objectsOf, type Path, stringOf } from "../json.ts";
import type { Labels } from "../selector.ts";
import { labelMatcher } from "./label-matcher.ts";

/** A required pod affinity or anti-affinity term. */
export interface PodTerm {
  readonly topologyKey: string;
  readonly selector: Json | undefined;
  /** Namespaces named; empty with no namespaceSelector means the pod's own. */
  readonly namespaces: readonly string[];
  readonly namespaceSelector: Json | undefined;
  readonly path: Path;
}

/** A topology spread constraint. */
export interface Spread {
  readonly topologyKey: string;
  readonly maxSkew: number;
  readonly minDomains: number;
  readonly selector: Json | undefined;
  /** False for ScheduleAnyway, which only asks. */
  readonly hard: boolean;
  /** Whether nodes whose taints the pod does not tolerate are left out of the count; the default is not to. */
  readonly honorsTaints: boolean;
  /** Whether nodes the pod's node rules exclude are left out of the count; the default is to. */
  readonly honorsAffinity: boolean;
  readonly path: Path;
}

const REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

export function requiredPodTerms(
  spec: JsonObject,
  kind: "podAffinity" | "podAntiAffinity",
): readonly PodTerm[] {
  const path = ["affinity", kind, REQUIRED];
  return objectsOf(at(spec, ...path)).map((term, index) => podTerm(term, [...path, index]));
}

export function preferredPodTerms(
  spec: JsonObject,
  kind: "podAffinity" | "podAntiAffinity",
): readonly PodTerm[] {
  const path = ["affinity", kind, PREFERRED];
  return objectsOf(at(spec, ...path)).map((wish, index) =>
    podTerm(wish.podAffinityTerm ?? null, [...path, index, "podAffinityTerm"]),
  );
}

function podTerm(term: Json, path: Path): PodTerm {
  const namespaces = at(term, "namespaces");
  return {
    topologyKey: stringOf(at(term, "topologyKey")) ?? "",
    selector: at(term, "labelSelector"),
    namespaces: listOf(namespaces).filter((name) => typeof name === "string"),
    namespaceSelector: at(term, "namespaceSelector") ?? undefined,
    path,
  };
}

export function spreads(spec: JsonObject): readonly Spread[] {
  return objectsOf(spec.topologySpreadConstraints).map((constraint, index) => ({
    topologyKey: stringOf(constraint.topologyKey) ?? "",
    maxSkew: numberOf(constraint.maxSkew) ?? 1,
    minDomains: numberOf(constraint.minDomains) ?? 1,
    selector: constraint.labelSelector,
    hard: constraint.whenUnsatisfiable !== "ScheduleAnyway",
    honorsTaints: constraint.nodeTaintsPolicy === "Honor",
    honorsAffinity: constraint.nodeAffinityPolicy !== "Ignore",
    path: ["topologySpreadConstraints", index],
  }));
}

/** Whether a term of a pod in `home` speaks of a pod. */
export function termMatcher(
  term: PodTerm,
  home: string,
  namespaceLabels: (namespace: string) => Labels,
): (pod: { readonly namespace: string; readonly labels: Labels }) => boolean {
  const matches = labelMatcher(term.selector);
  const ofNamespace = labelMatcher(term.namespaceSelector);
  const onlyHome = term.namespaces.length === 0 && term.namespaceSelector === undefined;
  return ({ namespace, labels }) =>
    (onlyHome
      ? namespace === home
      : term.namespaces.includes(namespace) || ofNamespace(namespaceLabels(namespace))) && matches(labels);
}
