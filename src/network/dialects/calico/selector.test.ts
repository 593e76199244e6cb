import { expect, it } from "vitest";
import { matchesExpression } from "./selector-match.ts";
import { parseSelector } from "./selector-parser.ts";

const LABELS: Readonly<Record<string, string>> = { app: "web-front", tier: "x", in: "y", "k8s.io/a_b": "" };
const VIEW = {
  all: true,
  global: undefined,
  label: (key: string) => (Object.hasOwn(LABELS, key) ? LABELS[key] : undefined),
};

it.each([
  ["", true],
  ["  \t", true],
  ["all()", true],
  ["all( )", true],
  ["!all()", false],
  ["app == 'web-front'", true],
  ['app=="web-front"', true],
  ["app == 'web'", false],
  ["app != 'web'", true],
  ["missing != 'web'", true],
  ["missing == ''", false],
  ["k8s.io/a_b == ''", true],
  ["app contains 'b-f'", true],
  ["missing contains ''", false],
  ["app starts with 'web'", true],
  ["app startswith 'web'", true],
  ["app ends with 'front'", true],
  ["app ends with 'web'", false],
  ["tier in {'x', \"y\"}", true],
  ["tier in {'x',}", true],
  ["tier in {}", false],
  ["tier not in {}", true],
  ["tier notin {'x'}", false],
  ["missing not in {'x'}", true],
  ["in in {'y'}", true],
  ["has(tier)", true],
  ["has( tier )", true],
  ["!has(missing)", true],
  ["!!has(missing)", false],
  ["! (has(tier) && has(missing))", true],
  ["has(tier) || has(missing) && has(missing)", true],
  ["(has(tier) || has(missing)) && has(missing)", false],
  ["global()", undefined],
  ["global() && has(missing)", false],
  ["global() || has(tier)", true],
])("%s is %s", (text, expected) => {
  const expression = parseSelector(text);
  if (expression === undefined) throw new Error("it is a selector");
  expect(matchesExpression(expression, VIEW)).toBe(expected);
});

it.each([
  "app",
  "app =",
  "app = 'x'",
  "app == x",
  "app == 'x",
  "has(",
  "has()",
  "all",
  "all(",
  "app in 'x'",
  "app in {'x' 'y'}",
  "app in {x}",
  "(has(a)",
  "has(a))",
  "has(a) &&",
  "has(a) & has(b)",
  "has(a) has(b)",
  "&& has(a)",
  "app not 'x'",
  "app == 'x' \n",
  `${"(".repeat(100_000)}has(a)${")".repeat(100_000)}`,
])("%.40s is no selector", (text) => {
  expect(parseSelector(text)).toBeUndefined();
});
