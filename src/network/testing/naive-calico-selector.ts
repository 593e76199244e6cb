import type { Labels } from "../../world/selector.ts";

/**
 * A Calico selector decided by rewriting its text: each comparison becomes `1` or `0`, then `!`, `&&`, `||` and
 * parentheses are worked off. Only for the well-formed selectors of the tests, whose values hold no operators.
 * Without labels, something outside every namespace is asked for its namespace.
 */
export function naiveSelector(text: string, labels: Labels | undefined): boolean {
  if (labels === undefined) return decide(text, labels);
  // Rewriting is slow, and each rule asks again of the same labels.
  const own = decided.get(labels) ?? new Map<string, boolean>();
  decided.set(labels, own);
  const known = own.get(text) ?? decide(text, labels);
  own.set(text, known);
  return known;
}

const decided = new WeakMap<Labels, Map<string, boolean>>();

const KEY = "([a-zA-Z0-9_./-]+)";
const QUOTED = `["']([^"']*)["']`;
const VALUE = new RegExp(QUOTED, "g");
const HAS = new RegExp(`has\\(${KEY}\\)`, "g");
const IN = new RegExp(`${KEY}\\s*(not in|in)\\s*\\{([^}]*)\\}`, "g");
const COMPARE = new RegExp(`${KEY}\\s*(==|!=|contains|starts with|ends with)\\s*${QUOTED}`, "g");

function decide(text: string, labels: Labels | undefined): boolean {
  if (text.trim() === "") return true;
  const bit = (value: boolean): string => (value ? "1" : "0");
  const here = labels ?? {};
  let rest = text
    .replace(/all\(\)/g, bit(labels !== undefined))
    .replace(/global\(\)/g, bit(labels === undefined))
    .replace(HAS, (_, name: string) => bit(here[name] !== undefined))
    .replace(IN, (_, name: string, operator, list: string) => {
      const values = [...list.matchAll(VALUE)].map((match) => match[1]);
      return bit(values.includes(here[name]) === (operator === "in"));
    })
    .replace(COMPARE, (_, name: string, operator: string, value: string) =>
      bit(compare(here[name], operator, value)),
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
