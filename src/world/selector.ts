import { at, isObject, type Json, objectsOf, stringMapOf, stringOf } from "./json.ts";

export type Labels = Readonly<Record<string, string>>;

/**
 * Whether a LabelSelector (matchLabels AND matchExpressions) selects the labels. An empty selector selects
 * everything; `undefined` selects nothing, as the API has it for absent selectors. An unknown operator
 * gives `undefined`: the caller must not take it for a no.
 */
export function selects(selector: Json | undefined, labels: Labels): boolean | undefined {
  if (selector === undefined || selector === null) return false;
  if (!isObject(selector)) return undefined;
  for (const [key, value] of Object.entries(stringMapOf(selector.matchLabels))) {
    if (labels[key] !== value) return false;
  }
  let known = true;
  for (const expression of objectsOf(selector.matchExpressions)) {
    const result = matchesExpression(expression, labels);
    if (result === false) return false;
    if (result === undefined) known = false;
  }
  return known ? true : undefined;
}

/** One `{key, operator, values}`; Gt and Lt, as node selectors have them, included. */
export function matchesExpression(expression: Json, labels: Labels): boolean | undefined {
  const key = stringOf(at(expression, "key"));
  if (key === undefined) return undefined;
  const values = at(expression, "values");
  const wanted = Array.isArray(values) ? values.map(String) : [];
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (at(expression, "operator")) {
    case "In":
      return value !== undefined && wanted.includes(value);
    case "NotIn":
      return value === undefined || !wanted.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    case "Gt":
      return value !== undefined && Number(value) > Number(wanted[0]);
    case "Lt":
      return value !== undefined && Number(value) < Number(wanted[0]);
    default:
      return undefined;
  }
}
