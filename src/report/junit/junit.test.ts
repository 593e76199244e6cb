import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyAssessment } from "../testing/arbitrary.ts";
import {
  hostileAssessment,
  notAffectedAssessment,
  readyAssessment,
  shopAssessment,
  unknownAssessment,
} from "../testing.ts";
import { renderJunit } from "./junit.ts";

it("is, of the shop, as it was read and approved", async () => {
  await expect(renderJunit(shopAssessment)).toMatchFileSnapshot("testdata/shop.xml");
});

it("is well-formed XML 1.0 whatever is in the assessment", () => {
  checkXml(renderJunit(hostileAssessment));
  fc.assert(
    fc.property(anyAssessment, (assessment) => checkXml(renderJunit(assessment))),
    { numRuns: 60 },
  );
});

describe("verdicts", () => {
  it("counts what it holds", () => {
    const xml = renderJunit(shopAssessment);
    const count = (tag: RegExp): number => [...xml.matchAll(tag)].length;
    const [, tests, failures, errors] =
      /<testsuites name="replatform" tests="(\d+)" failures="(\d+)" errors="(\d+)" skipped="0"/.exec(xml) ??
      [];
    expect(Number(tests)).toBe(shopAssessment.guarantees.length * shopAssessment.states.length);
    expect(Number(tests)).toBe(count(/<testcase /g));
    expect(Number(failures)).toBe(count(/<failure type="breaks"/g));
    expect(Number(errors)).toBe(count(/<error type="unknown"/g));
  });

  it("never passes or skips what is unknown", () => {
    const xml = renderJunit(unknownAssessment);
    expect(xml).toContain('failures="0" errors="2" skipped="0"');
    expect(xml).toContain(
      '<error type="unknown" message="Not read: PodDisruptionBudget.policy (forbidden).">',
    );
    expect(xml).not.toContain("<skipped");
  });

  it.each([
    ["ready", readyAssessment],
    ["not affected", notAffectedAssessment],
  ])("passes everything for a cluster that is %s", (_name, assessment) => {
    expect(renderJunit(assessment)).toContain('failures="0" errors="0" skipped="0"');
  });

  it("judges by findings alone a guarantee that the proof does not list", () => {
    const [finding] = shopAssessment.findings;
    if (finding === undefined) throw new Error("the example has findings");
    const [first = "", second = ""] = finding.states;
    const verdicts = { [first]: "unknown", [second]: "breaks" } as const;
    const xml = renderJunit({ ...readyAssessment, guarantees: [], findings: [{ ...finding, verdicts }] });
    expect(xml).toContain('<testsuites name="replatform" tests="2" failures="1" errors="1" skipped="0"');
  });
});

/** Throws unless the text is one well-formed element: tags nested and closed, characters and entities allowed. */
function checkXml(xml: string): void {
  if (/[^\t\n\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(xml))
    throw new Error("a forbidden character");
  const open: string[] = [];
  const token = /<\?xml [^<>]*\?>|<(\/?)([a-z-]+)((?: [a-z]+="[^"<>]*")*)(\/?)>|([^<>]+)/y;
  while (token.lastIndex < xml.length) {
    const at = token.lastIndex;
    const match = token.exec(xml);
    if (match === null) throw new Error(`no XML at ${xml.slice(at, at + 60)}`);
    const [, closing, name, attributes = "", empty, text = ""] = match;
    if (/&(?!(?:amp|lt|gt|quot|#39);)/.test(attributes + text)) throw new Error(`bare & in ${match[0]}`);
    if (open.length === 0 && text.trim() !== "") throw new Error("text outside the root");
    if (name === undefined) continue;
    if (closing === "/") {
      if (open.pop() !== name) throw new Error(`</${name}> closes nothing`);
    } else if (empty === "") open.push(name);
  }
  if (open.length > 0) throw new Error(`<${open.join("> <")}> left open`);
}
