import fc from "fast-check";
import { expect, it } from "vitest";
import { commonHost } from "./hosts.ts";

it.each<[string, string, string | undefined]>([
  ["", "a.example", "a.example"],
  ["a.example", "a.example", "a.example"],
  ["*.example", "a.example", "a.example"],
  ["*.example", "b.a.example", "b.a.example"],
  ["*.example", "example", undefined],
  ["*.example", "*.a.example", "*.a.example"],
  ["*.a.example", "*.b.example", undefined],
  ["a.example", "b.example", undefined],
])("%s and %s have %s in common", (one, other, expected) => {
  expect(commonHost(one, other)).toBe(expected);
});

it("does not care which comes first, and gives what is in both", () => {
  const label = fc.constantFrom("a", "b");
  const host = fc
    .tuple(fc.constantFrom("", "*."), fc.array(label, { minLength: 1, maxLength: 3 }))
    .map(([star, labels]) => `${star}${labels.join(".")}`);
  const pattern = fc.oneof(fc.constant(""), host);
  const matches = (one: string, name: string): boolean =>
    one === "" ||
    one === name ||
    (one.startsWith("*.") && name.endsWith(one.slice(1)) && name.length >= one.length);
  // Names of the patterns themselves: others would rarely be in both.
  const named = (one: string, label: string): string => (one === "" ? label : one.replace("*", label));
  fc.assert(
    fc.property(pattern, pattern, label, fc.boolean(), (one, other, asked, first) => {
      const common = commonHost(one, other);
      const name = named(first ? one : other, asked);
      expect(commonHost(other, one)).toBe(common);
      expect(common !== undefined && matches(common, name)).toBe(matches(one, name) && matches(other, name));
    }),
    { numRuns: 1_000 },
  );
});
