import fc from "fast-check";
import { load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { renderJson } from "./json.ts";
import { anyAssessment } from "./testing/arbitrary.ts";
import { hostileAssessment, shopAssessment } from "./testing.ts";
import { renderYaml } from "./yaml.ts";

const ACTING = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\p{Cs}/u;

describe.each([
  ["JSON", renderJson, [(text: string): unknown => JSON.parse(text)]],
  ["YAML", renderYaml, [(text: string): unknown => load(text), (text: string): unknown => parse(text)]],
] as const)("%s", (_name, render, readers) => {
  it("is the assessment", () => {
    for (const read of readers) {
      expect(read(render(shopAssessment))).toEqual(shopAssessment);
      expect(read(render(hostileAssessment))).toEqual(hostileAssessment);
    }
  });

  it("says the same whatever stands in it, and acts on no terminal", () => {
    fc.assert(
      fc.property(anyAssessment, (assessment) => {
        const text = render(assessment);
        const expected = JSON.parse(renderJson(assessment));
        expect(text).not.toMatch(ACTING);
        for (const read of readers) expect(read(text)).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });

  it("has the schema's order of keys, whoever built it", () => {
    const backwards = reversed(shopAssessment) as typeof shopAssessment;
    expect(render(backwards)).toBe(render(shopAssessment));
  });
});

it("the YAML reads well where nothing needs quotes", () => {
  const text = renderYaml(shopAssessment);
  expect(text).toContain("apiVersion: replatform.io/v1alpha1\nkind: Assessment\n");
  expect(text).toContain('      version: "1.25"\n'.slice(4));
  expect(text).toContain("- id: scheduling/drain-blocked\n    title: Eviction is never allowed\n");
});

/** The same with every object's keys the other way round, but for records, whose order means something. */
function reversed(value: unknown, key = ""): unknown {
  if (Array.isArray(value)) return value.map((entry) => reversed(entry));
  if (typeof value !== "object" || value === null || key === "verdicts") return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, entry]) => [name, reversed(entry, name)]),
  );
}
