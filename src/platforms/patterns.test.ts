import fc from "fast-check";
import { expect, it } from "vitest";
import { matchesGlob, matchesObject } from "./patterns.ts";

it.each([
  ["web", "web", true],
  ["web", "web-1", false],
  ["web*", "web-1", true],
  ["*-1", "web-1", true],
  ["w*b*1", "web-1", true],
  ["*", "", true],
  ["a*a", "a", false],
  ["", "", true],
])("%s matches %s: %s", (pattern, text, expected) => {
  expect(matchesGlob(pattern, text)).toBe(expected);
});

it("agrees with the regular expression the pattern stands for", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", "*"), maxLength: 8 });
  const plain = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 10 });
  fc.assert(
    fc.property(text, plain, (pattern, name) => {
      expect(matchesGlob(pattern, name)).toBe(new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(name));
    }),
  );
});

it("matches kinds whatever their version", () => {
  const pattern = { kind: "DaemonSet.apps", namespace: "kube-system", name: "nodelocaldns*" };
  const ref = {
    apiVersion: "extensions/v1beta1",
    kind: "DaemonSet",
    namespace: "kube-system",
    name: "nodelocaldns",
  };
  expect(matchesObject(pattern, ref)).toBe(true);
  expect(matchesObject(pattern, { ...ref, namespace: "default" })).toBe(false);
});
