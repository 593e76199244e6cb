import { expect, it } from "vitest";
import { parseAmounts, parseQuantity } from "./quantity.ts";

it.each([
  ["250m", 0.25],
  ["4", 4],
  [4, 4],
  ["0.5", 0.5],
  [".5", 0.5],
  ["5.", 5],
  ["1Ki", 1024],
  ["16Gi", 16 * 2 ** 30],
  ["1.5Gi", 1.5 * 2 ** 30],
  ["1k", 1000],
  ["2e3", 2000],
  ["1E3", 1000],
  ["1E", 1e18],
  ["100n", 1e-7],
  ["-1", -1],
])("reads %s", (text, value) => {
  expect(parseQuantity(text)).toBeCloseTo(value, 12);
});

it.each(["", "abc", "1 Gi", "1gi", "1Kib", "--1", "1e", ".", null, undefined, {}, Number.NaN])(
  "takes %s for no quantity",
  (text) => {
    expect(parseQuantity(text)).toBeUndefined();
  },
);

it("leaves unreadable amounts out", () => {
  expect({ ...parseAmounts({ cpu: "1", memory: "lots" }) }).toEqual({ cpu: 1 });
});
