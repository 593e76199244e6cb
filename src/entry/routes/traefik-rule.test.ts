import fc from "fast-check";
import { expect, it } from "vitest";
import { parseTraefikRule } from "./traefik-rule.ts";

/** Alternatives as `host path,path others`. */
function read(rule: string): string[] | undefined {
  return parseTraefikRule(rule)?.map(({ hosts, paths, others }) =>
    [hosts.join("+") || "*", paths.map(({ path }) => path).join("+"), others.join("+")].join(" ").trim(),
  );
}

it.each<[string, string[] | undefined]>([
  ["Host(`a.example`)", ["a.example"]],
  ["Host(`a.example`) || Host(`b.example`)", ["a.example", "b.example"]],
  ['Host("a.example") && PathPrefix("/x")', ["a.example /x"]],
  ["Host(`a.example`) && (PathPrefix(`/x`) || Path(`/y`))", ["a.example /x", "a.example /y"]],
  ["Host(`a.example`) && Host(`b.example`)", []],
  ["!Host(`a.example`) && PathPrefix(`/x`)", ["* /x !Host(`a.example`)"]],
  ["HostRegexp(`{sub:[a-z]+}.example`)", ["*  HostRegexp(`{sub:[a-z]+}.example`)"]],
  ["HostSNI(`*`)", ["*"]],
  ["PathPrefix(`/a`) || Headers(`X-A`, `b`)", ["* /a", "*  Headers(`X-A`, `b`)"]],
  ["", undefined],
  ["Host(`a.example`", undefined],
  ["Host(`a.example`) &&", undefined],
  ["Host(`a.example`) Host(`b.example`)", undefined],
  ["(Host(`a.example`)", undefined],
])("parses %s", (rule, expected) => {
  expect(read(rule)).toEqual(expected);
});

it("gives a rule up rather than multiply it out without end", () => {
  const side = Array.from({ length: 20 }, (_, index) => `Path(\`/${index}\`)`).join(" || ");
  expect(parseTraefikRule(`(${side}) && (${side})`)).toBeUndefined();
});

it("answers quickly whatever is written, and never throws", () => {
  const piece = fc.constantFrom("Host(", "`a`", ")", "(", "&&", "||", "!", ",", "`", " ", "Path(`/x`)", '"');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const start = performance.now();
      parseTraefikRule(pieces.join(""));
      expect(performance.now() - start).toBeLessThan(200);
    }),
    { numRuns: 300 },
  );
});

it.each([
  ["parentheses", "(".repeat(50_000)],
  ["negations", `${"!".repeat(50_000)}Host(\`a\`)`],
  ["values without commas", `Host(${"'a' ".repeat(200)}`],
  ["blanks", `Host(${" ".repeat(50_000)}`],
  ["an open text", `Host(\`${"a".repeat(500_000)}`],
])("gives up on %s without end, and at once", (_, rule) => {
  const start = performance.now();
  expect(parseTraefikRule(rule)).toBeUndefined();
  expect(performance.now() - start).toBeLessThan(500);
});

it("takes many conditions of one host for one, and a comma at the end of a list", () => {
  expect(parseTraefikRule(Array(5_000).fill("Host(`a`)").join(" && "))).toEqual([
    { hosts: ["a"], paths: [], others: [] },
  ]);
  expect(parseTraefikRule("Host(`a`, `b`,)")?.map(({ hosts }) => hosts)).toEqual([["a"], ["b"]]);
});
