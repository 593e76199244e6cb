import { expect, it } from "vitest";
import type { Json } from "./json.ts";
import { selects } from "./selector.ts";

const LABELS = { app: "web", tier: "front", size: "5" };
const expression = (key: string, operator: string, values?: string[]): Json => ({
  matchExpressions: [{ key, operator, ...(values === undefined ? {} : { values }) }],
});

it.each<[string, Json | undefined, boolean | undefined]>([
  ["nothing where it is absent", undefined, false],
  ["everything where it is empty", {}, true],
  ["by label", { matchLabels: { app: "web" } }, true],
  ["only when all labels match", { matchLabels: { app: "web", tier: "back" } }, false],
  ["In", expression("app", "In", ["api", "web"]), true],
  ["NotIn", expression("app", "NotIn", ["web"]), false],
  ["NotIn for an absent key", expression("zone", "NotIn", ["a"]), true],
  ["Exists", expression("tier", "Exists"), true],
  ["DoesNotExist", expression("tier", "DoesNotExist"), false],
  ["Gt", expression("size", "Gt", ["4"]), true],
  ["Lt", expression("size", "Lt", ["4"]), false],
  ["unknown for an unknown operator", expression("app", "Near", ["x"]), undefined],
  [
    "no, when another part says no",
    { matchLabels: { app: "x" }, ...(expression("app", "Near") as object) },
    false,
  ],
  ["unknown when it is no object", "app=web", undefined],
])("selects %s", (_title, selector, expected) => {
  expect(selects(selector, LABELS)).toBe(expected);
});

it("does not find inherited properties as labels", () => {
  expect(selects({ matchLabels: { constructor: "x" } }, {})).toBe(false);
  expect(selects(expression("toString", "Exists"), {})).toBe(false);
});
