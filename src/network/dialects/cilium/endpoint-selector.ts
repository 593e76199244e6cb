import { at, entriesOf, isObject, type Json, listOf, objectsOf, stringOf } from "../../../world/json.ts";
import { canonical } from "../../label-selector.ts";
import type { Selector, Subject } from "../../policy.ts";
import { selectorFaults } from "../../selector-faults.ts";
import type { CiliumContext } from "./context.ts";

/** One condition on a label of an endpoint, its source (`k8s:`, `any:`, `reserved:`) apart. */
export interface Condition {
  readonly source: string;
  readonly key: string;
  readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist";
  readonly values: readonly string[];
}

export const POD_NAMESPACE = "io.kubernetes.pod.namespace";
const NAMESPACE_LABELS = "io.cilium.k8s.namespace.labels.";
const SERVICE_ACCOUNT = "io.cilium.k8s.policy.serviceaccount";
const CLUSTER = "io.cilium.k8s.policy.cluster";

/** A selector's conditions, all of which must hold; undefined where it is malformed. */
export function conditionsOf(selector: Json | undefined): readonly Condition[] | undefined {
  if (!isObject(selector) || selectorFaults(selector).length > 0) return undefined;
  const conditions: Condition[] = [];
  for (const [name, value] of entriesOf(selector.matchLabels)) {
    if (typeof value !== "string") return undefined;
    conditions.push({ ...keyOf(name), operator: "In", values: [value] });
  }
  for (const expression of listOf(selector.matchExpressions)) {
    const name = stringOf(at(expression, "key"));
    const operator = OPERATORS.find((one) => one === at(expression, "operator"));
    if (name === undefined || operator === undefined) return undefined;
    const values = listOf(at(expression, "values")).map(String);
    conditions.push({ ...keyOf(name), operator, values });
  }
  return objectsOf(selector.matchExpressions).length === listOf(selector.matchExpressions).length
    ? conditions
    : undefined;
}

const OPERATORS = ["In", "NotIn", "Exists", "DoesNotExist"] as const;

/** `k8s:app` is the label app from Kubernetes; without a source, any source will do (pkg/labels). */
function keyOf(name: string): Pick<Condition, "source" | "key"> {
  const colon = name.indexOf(":");
  return colon < 0
    ? { source: "any", key: name }
    : { source: name.slice(0, colon), key: name.slice(colon + 1) };
}

/** Whether the conditions name namespaces themselves, by name or by the namespace's labels. */
export function namesNamespaces(conditions: readonly Condition[]): { name: boolean; labels: boolean } {
  const fromPods = conditions.filter(({ source }) => source === "k8s" || source === "any");
  return {
    name: fromPods.some(({ key }) => key === POD_NAMESPACE),
    labels: fromPods.some(({ key }) => key.startsWith(NAMESPACE_LABELS)),
  };
}

/** The pods for which all conditions hold, in one namespace or in any. */
export function endpoints(
  conditions: readonly Condition[],
  namespace: string | undefined,
  context: CiliumContext,
): Selector {
  return {
    key: `cilium ${namespace ?? "*"} ${canonical(conditions)}`,
    namespace: namespace ?? namedNamespace(conditions),
    label: requiredLabel(conditions, context),
    matches(subject) {
      if (subject.kind !== "pod") return false;
      if (namespace !== undefined && subject.namespace !== namespace) return false;
      let known = true;
      for (const condition of conditions) {
        const holds = holdsFor(condition, subject, context);
        if (holds === false) return false;
        if (holds === undefined) known = false;
      }
      return known ? true : undefined;
    },
  };
}

function holdsFor(
  { source, key, operator, values }: Condition,
  subject: Subject,
  context: CiliumContext,
): boolean | undefined {
  const value = source === "k8s" || source === "any" ? labelOf(key, subject, context) : undefined;
  if (value === null) return undefined;
  switch (operator) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
  }
}

/** A pod's label as Cilium has it: undefined where it is missing, null where that is not known. */
function labelOf(key: string, subject: Subject, context: CiliumContext): string | undefined | null {
  if (key === POD_NAMESPACE) return subject.namespace;
  if (key === SERVICE_ACCOUNT) return subject.serviceAccount;
  if (key === CLUSTER) return context.settings.cluster;
  if (key.startsWith(NAMESPACE_LABELS)) {
    return own(subject.namespaceLabels, key.slice(NAMESPACE_LABELS.length));
  }
  const value = own(subject.labels, key);
  if (value === undefined) return undefined;
  const kept = context.isIdentity(key);
  return kept === undefined ? null : kept ? value : undefined;
}

function own(labels: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}

function namedNamespace(conditions: readonly Condition[]): string | undefined {
  const only = conditions.find(
    ({ source, key, operator, values }) =>
      (source === "k8s" || source === "any") &&
      key === POD_NAMESPACE &&
      operator === "In" &&
      values.length === 1,
  );
  return only?.values[0];
}

/** A label of the pod itself, to find candidates by. */
function requiredLabel(conditions: readonly Condition[], { isIdentity }: CiliumContext): Selector["label"] {
  for (const { source, key, operator, values } of conditions) {
    const [value, second] = values;
    if (operator !== "In" || value === undefined || second !== undefined) continue;
    if ((source === "k8s" || source === "any") && isIdentity(key) === true && !isMadeUp(key))
      return [key, value];
  }
  return undefined;
}

function isMadeUp(key: string): boolean {
  return key.startsWith("io.kubernetes.") || key.startsWith("io.cilium.");
}
