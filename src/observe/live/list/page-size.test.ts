import { expect, test } from "vitest";
import { firstPageSize, nextPageSize } from "./page-size.ts";

test.each([
  ["small objects", 500, 2_000_000, 500],
  ["objects of 64 KiB", 500, 500 * 65_536, 128],
  ["objects of 1 MiB", 100, 100 * 1_048_576, 8],
  ["one huge object", 1, 50_000_000, 1],
  ["an empty page", 0, 100, 1],
])("after %s the next page is as large as fits", (_name, count, bytes, expected) => {
  expect(nextPageSize(count, bytes)).toBe(expected);
});

test("kinds with large objects begin with fewer", () => {
  expect(firstPageSize("pods")).toBe(500);
  expect(firstPageSize("secrets")).toBeLessThan(500);
});
