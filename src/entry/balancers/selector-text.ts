import type { JsonObject } from "../../world/json.ts";

const EQUALITY = /^([^\s!=()]+)\s*(==|=|!=)\s*([^\s=()]*)$/;
const SET = /^([^\s!=()]+)\s+(in|notin)\s*\(([^()]*)\)$/;
const PRESENCE = /^(!?)\s*([^\s!=()]+)$/;

/**
 * A label selector as people type it (`a=b,c!=d,e in (f,g),!h`) as the API's object; undefined where it cannot be read.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 */
export function parseSelectorText(text: string): JsonObject | undefined {
  const matchExpressions: JsonObject[] = [];
  for (const part of splitOutside(text)) {
    if (part === "") continue;
    const expression = expressionOf(part);
    if (expression === undefined) return undefined;
    matchExpressions.push(expression);
  }
  return { matchExpressions };
}

function expressionOf(part: string): JsonObject | undefined {
  const equality = EQUALITY.exec(part);
  if (equality !== null) {
    const [, key = "", operator, value = ""] = equality;
    return { key, operator: operator === "!=" ? "NotIn" : "In", values: [value] };
  }
  const set = SET.exec(part);
  if (set !== null) {
    const [, key = "", operator, list = ""] = set;
    const values = list.split(",").map((value) => value.trim());
    return { key, operator: operator === "in" ? "In" : "NotIn", values };
  }
  const presence = PRESENCE.exec(part);
  if (presence === null) return undefined;
  return { key: presence[2] ?? "", operator: presence[1] === "!" ? "DoesNotExist" : "Exists" };
}

/** Splits at commas that stand in no parentheses. */
function splitOutside(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let index = 0; index <= text.length; index++) {
    const char = text[index];
    if (char === "(") depth++;
    else if (char === ")") depth--;
    else if (char === undefined || (char === "," && depth === 0)) {
      parts.push(text.slice(from, index).trim());
      from = index + 1;
    }
  }
  return parts;
}
