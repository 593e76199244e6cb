import fc from "fast-check";
import { expect, test } from "vitest";
import { type Filter, filterHash, filterInHash, isActive, NO_FILTER, parseFilter } from "./filter.ts";

const anyFilter: fc.Arbitrary<Filter> = fc.record({
  text: fc.string({ unit: "grapheme" }),
  guarantee: fc.string(),
  state: fc.string(),
  namespace: fc.string(),
  verdicts: fc.uniqueArray(fc.constantFrom("breaks", "unknown", "advice", "accepted")),
});

test("an address gives back the filter it was made of", () => {
  fc.assert(
    fc.property(anyFilter, (filter) => {
      const hash = filterHash(filter);
      if (isActive(filter)) expect(filterInHash(hash)).toEqual(filter);
      else expect(hash).toBe("");
    }),
  );
});

test("an address can be read by people", () => {
  const filter = { ...NO_FILTER, guarantee: "scheduling", state: "upgraded", verdicts: ["breaks"] };
  expect(filterHash(filter)).toBe("#filter:guarantee=scheduling&state=upgraded&verdict=breaks");
});

test("other addresses hold no filter, and fields nobody knows are left alone", () => {
  expect(filterInHash("#f-scheduling-drain-blocked-x1")).toBeUndefined();
  expect(filterInHash("")).toBeUndefined();
  expect(parseFilter("__proto__=x&state=v1")).toEqual({ ...NO_FILTER, state: "v1" });
});
