import type { Labels } from "../../world/selector.ts";

/**
 * A Calico selector decided by rewriting its text: each comparison becomes `1` or `0`, then `!`, `&&`, `||` and
 * parentheses are worked off. Only for the well-formed selectors of the tests, whose values hold no operators.
 * Without labels, something outside every namespace is asked for its namespace.
 */
export function naiveSelector(text: string, labels: Labels | undefined): boolean {
  const key = `${text} ${JSON.stringify(labels)}`;
  const known = decided.get(key) ?? decide(text, labels);
  decided.set(key, known);
  return known;
}

/** Rewriting is slow, and worlds repeat themselves. */
const decided = new Map<string, boolean>();

function decide(text: string, labels: Labels | undefined): boolean {
  if (text.trim() === "") return true;
  const bit = (value: boolean): string => (value ? "1" : "0");
  const here = labels ?? {};
  const quoted = `["']([^"']*)["']`;
  const key = `([a-zA-Z0-9_./-]+)`;
  let rest = text
    .replace(/all\(\)/g, bit(labels !== undefined))
    .replace(/global\(\)/g, bit(labels === undefined))
    .replace(new RegExp(`has\\(${key}\\)`, "g"), (_, name: string) => bit(here[name] !== undefined))
    .replace(
      new RegExp(`${key}\\s*(not in|in)\\s*\\{([^}]*)\\}`, "g"),
      (_, name: string, operator, list: string) => {
        const values = [...list.matchAll(new RegExp(quoted, "g"))].map((match) => match[1]);
        return bit(values.includes(here[name]) === (operator === "in"));
      },
    )
    .replace(
      new RegExp(`${key}\\s*(==|!=|contains|starts with|ends with)\\s*${quoted}`, "g"),
      (_, name: string, operator: string, value: string) => bit(compare(here[name], operator, value)),
    )
    .replace(/\s+/g, "");
  for (let before = ""; before !== rest; ) {
    before = rest;
    rest = rest
      .replace(/\(([01])\)/g, "$1")
      .replace(/!([01])/g, (_, value) => bit(value === "0"))
      .replace(/([01])&&([01])/, (_, a, b) => bit(a === "1" && b === "1"));
    // Or is worked off only where no and is left beside it.
    if (before === rest) {
      rest = rest.replace(/(^|\()([01](?:\|\|[01])+)($|\))/, (_, open, list: string, close) => {
        return `${open}${bit(list.includes("1"))}${close}`;
      });
    }
  }
  if (rest !== "1" && rest !== "0") throw new Error(`the test's selector ${text} came to ${rest}`);
  return rest === "1";
}

function compare(value: string | undefined, operator: string, wanted: string): boolean {
  if (operator === "!=") return value !== wanted;
  if (value === undefined) return false;
  if (operator === "==") return value === wanted;
  if (operator === "contains") return value.includes(wanted);
  return operator === "starts with" ? value.startsWith(wanted) : value.endsWith(wanted);
}
