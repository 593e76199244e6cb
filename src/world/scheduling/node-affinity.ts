import {
  at,
  entriesOf,
  type Json,
  type JsonObject,
  listOf,
  objectsOf,
  type Path,
  stringOf,
} from "../json.ts";
import type { NodeModel } from "../node.ts";
import { matchesExpression } from "../selector.ts";

/** One thing a pod asks of its node's labels or name, with its place in the pod spec. */
export interface NodeRule {
  /** The node label asked for; `metadata.name` for a rule on the node's name. */
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
  readonly path: Path;
  /** The alternative it belongs to: a node must satisfy all rules of one term. undefined: of every term. */
  readonly term: number | undefined;
}

export const NODE_NAME = "metadata.name";
const NONE: readonly NodeRule[] = [];

/** The rules of `nodeSelector` and of the required node affinity. */
export function requiredNodeRules(spec: JsonObject): readonly NodeRule[] {
  if (spec.nodeSelector === undefined && spec.affinity === undefined) return NONE;
  const rules: NodeRule[] = [];
  for (const [key, value] of entriesOf(spec.nodeSelector)) {
    const path = ["nodeSelector", key];
    rules.push({
      key,
      operator: "In",
      values: [typeof value === "object" ? "" : String(value)],
      path,
      term: undefined,
    });
  }
  const path = ["affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution"];
  return [...rules, ...nodeSelectorRules(at(spec, ...path), path)];
}

/** The rules of a NodeSelector (`nodeSelectorTerms`), as pods and PersistentVolumes have it. */
export function nodeSelectorRules(selector: Json | undefined, path: Path): readonly NodeRule[] {
  return objectsOf(at(selector, "nodeSelectorTerms")).flatMap((term, index) =>
    termRules(term, [...path, "nodeSelectorTerms", index], index),
  );
}

/** The rules of the preferred node affinity: wishes, each on its own. */
export function preferredNodeRules(spec: JsonObject): readonly NodeRule[] {
  const path = ["affinity", "nodeAffinity", "preferredDuringSchedulingIgnoredDuringExecution"];
  return objectsOf(at(spec, ...path)).flatMap((wish, index) =>
    termRules(wish.preference ?? null, [...path, index, "preference"], index),
  );
}

function termRules(term: Json, path: Path, index: number): readonly NodeRule[] {
  const expressions = (field: string, key?: string) =>
    objectsOf(at(term, field)).map((expression, position) => ({
      key: key ?? stringOf(expression.key) ?? "",
      operator: stringOf(expression.operator) ?? "",
      values: listOf(expression.values)
        .filter((value) => typeof value !== "object")
        .map(String),
      path: [...path, field, position],
      term: index,
    }));
  const rules = [...expressions("matchExpressions"), ...expressions("matchFields", NODE_NAME)];
  // An empty term matches no node (k8s.io/component-helpers/scheduling/corev1/nodeaffinity).
  return rules.length > 0 ? rules : [{ key: "", operator: "In", values: [], path, term: index }];
}

/** Whether one rule admits a node. An operator the API does not know counts as met: nothing is claimed of it. */
export function satisfies(rule: NodeRule, node: NodeModel): boolean {
  const labels = rule.key === NODE_NAME ? { [NODE_NAME]: node.name } : node.labels;
  const expression = { key: rule.key, operator: rule.operator, values: [...rule.values] };
  return matchesExpression(expression, labels) ?? true;
}

/** Whether the rules together admit a node: all that belong to no term, and all of at least one term. */
export function admits(rules: readonly NodeRule[], node: NodeModel): boolean {
  if (rules.length === 0) return true;
  const terms = new Map<number, boolean>();
  for (const rule of rules) {
    const met = satisfies(rule, node);
    if (rule.term === undefined) {
      if (!met) return false;
    } else {
      terms.set(rule.term, (terms.get(rule.term) ?? true) && met);
    }
  }
  return terms.size === 0 || [...terms.values()].includes(true);
}
