import {
  at,
  entriesOf,
  isObject,
  type Json,
  objectsOf,
  type Path,
  stringMapOf,
  stringOf,
} from "../world/json.ts";

export interface SelectorFault {
  /** Where in the selector. */
  readonly path: Path;
  readonly reason: string;
}

/** What the API would refuse of a LabelSelector (apimachinery, pkg/apis/meta/v1/validation). */
export function selectorFaults(selector: unknown): readonly SelectorFault[] {
  if (!isObject(selector)) return [{ path: [], reason: "it is no selector" }];
  const faults: SelectorFault[] = [];
  for (const [key, value] of entriesOf(selector)) {
    if (value === null) continue;
    if (key === "matchLabels" && isObject(value)) {
      for (const [label, text] of entriesOf(value)) {
        if (typeof text !== "string")
          faults.push({ path: [key, label], reason: "the label's value is no text" });
      }
    } else if (key === "matchExpressions" && Array.isArray(value)) {
      value.forEach((one, index) => {
        const reason = expressionFault(one);
        if (reason !== undefined) faults.push({ path: [key, index], reason });
      });
    } else {
      const known = key === "matchLabels" || key === "matchExpressions";
      faults.push({ path: [key], reason: known ? "it has the wrong form" : "a selector has no such field" });
    }
  }
  return faults;
}

function expressionFault(expression: Json): string | undefined {
  const operator = at(expression, "operator");
  const values = at(expression, "values") ?? [];
  if (stringOf(at(expression, "key")) === undefined) return "it has no key";
  if (!Array.isArray(values) || !values.every((value) => typeof value === "string"))
    return "its values are no texts";
  if (operator === "In" || operator === "NotIn") return values.length > 0 ? undefined : "it has no values";
  if (operator !== "Exists" && operator !== "DoesNotExist") {
    return `the operator ${JSON.stringify(operator)} is none`;
  }
  return values.length === 0 ? undefined : `${operator} takes no values`;
}

/** What is left of a selector without what cannot be read. */
export function readableOf(selector: Json): Json {
  const matchExpressions = objectsOf(at(selector, "matchExpressions")).filter(
    (one) => expressionFault(one) === undefined,
  );
  return { matchLabels: stringMapOf(at(selector, "matchLabels")), matchExpressions };
}
