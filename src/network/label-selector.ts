import { at, isObject, type Json, objectsOf, stringMapOf } from "../world/json.ts";
import { type Labels, selects } from "../world/selector.ts";
import type { Selector } from "./policy.ts";
import { readableOf, selectorFaults } from "./selector-faults.ts";

export interface PodSelection {
  /** Pods of this namespace only. */
  readonly namespace?: string;
  /** A LabelSelector over pods; undefined: all. */
  readonly pods?: Json | undefined;
  /** A LabelSelector over their namespaces; undefined: all. */
  readonly namespaces?: Json | undefined;
}

const NAME_LABEL = "kubernetes.io/metadata.name";

/** A selector of pods by their own and their namespaces' labels, as NetworkPolicy peers have them. */
export function podSelector({ namespace, pods, namespaces }: PodSelection): Selector {
  // A namespace selected by its name is looked up instead of tried on every pod.
  const named = namespace ?? stringMapOf(at(namespaces, "matchLabels"))[NAME_LABEL];
  const selectsPod = matcherOf(pods);
  const selectsNamespace = matcherOf(namespaces);
  return {
    key: `pods ${namespace ?? "*"} ${canonical(pods)} ${canonical(namespaces)}`,
    namespace: named,
    label: requiredLabel(pods),
    matches(subject) {
      if (subject.kind !== "pod") return false;
      if (namespace !== undefined && subject.namespace !== namespace) return false;
      return both(selectsPod(subject.labels), selectsNamespace(subject.namespaceLabels));
    },
  };
}

/** A selector of nodes by their labels. */
export function nodeSelector(nodes: Json): Selector {
  const selectsNode = matcherOf(nodes);
  return {
    key: `nodes ${canonical(nodes)}`,
    namespace: undefined,
    label: requiredLabel(nodes),
    matches: ({ kind, labels }) => (kind === "node" ? selectsNode(labels) : false),
  };
}

/** A selector that is absent selects all; one with a part that cannot be read, nothing and all but what the rest rules out. */
function matcherOf(selector: Json | undefined): (labels: Labels) => boolean | undefined {
  if (selector === undefined) return () => true;
  if (selectorFaults(selector).length === 0) return (labels) => selects(selector, labels);
  const rest = readableOf(selector);
  return (labels) => (selects(rest, labels) === false ? false : undefined);
}

/** Three-valued and: a certain no is a no. */
export function both(a: boolean | undefined, b: boolean | undefined): boolean | undefined {
  if (a === false || b === false) return false;
  return a === undefined || b === undefined ? undefined : true;
}

/** One label every match must bear. */
export function requiredLabel(selector: Json | undefined): Selector["label"] {
  const [pair] = Object.entries(stringMapOf(at(selector, "matchLabels")));
  if (pair !== undefined) return pair;
  for (const { key, operator, values } of objectsOf(at(selector, "matchExpressions"))) {
    if (operator !== "In" || typeof key !== "string" || !Array.isArray(values) || values.length !== 1)
      continue;
    if (typeof values[0] === "string") return [key, values[0]];
  }
  return undefined;
}

/** Equal selectors have equal text, whatever the order of their keys. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical)}]`;
  if (!isObject(value)) return value === undefined ? "-" : JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)}}`;
}
