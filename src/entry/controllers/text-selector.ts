import type { JsonObject } from "../../world/json.ts";

/**
 * A label selector as flags and `kubectl -l` write it (`team=a,env in (prod, test),!legacy`), as the API's object;
 * undefined where it is not understood.
 */
export function parseSelector(text: string): JsonObject | undefined {
  const matchExpressions: JsonObject[] = [];
  for (const part of text.split(/,(?![^(]*\))/)) {
    const expression = parseRequirement(part.trim());
    if (expression === undefined) return undefined;
    matchExpressions.push(expression);
  }
  return { matchExpressions };
}

const KEY = String.raw`[A-Za-z0-9][\w./-]*`;

function parseRequirement(text: string): JsonObject | undefined {
  const bare = new RegExp(`^(!?)\\s*(${KEY})$`).exec(text);
  if (bare?.[2] !== undefined) return { key: bare[2], operator: bare[1] === "!" ? "DoesNotExist" : "Exists" };
  const equal = new RegExp(`^(${KEY})\\s*(==?|!=)\\s*([\\w.-]*)$`).exec(text);
  if (equal?.[1] !== undefined) {
    return { key: equal[1], operator: equal[2] === "!=" ? "NotIn" : "In", values: [equal[3] ?? ""] };
  }
  const set = new RegExp(`^(${KEY})\\s+(in|notin)\\s*\\(([^()]*)\\)$`).exec(text);
  if (set?.[1] === undefined) return undefined;
  const values = (set[3] ?? "").split(",").map((value) => value.trim());
  return { key: set[1], operator: set[2] === "in" ? "In" : "NotIn", values };
}
