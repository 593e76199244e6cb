import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Assessment, AssessmentFinding } from "../assessment.ts";
import { anyAssessment } from "../testing/arbitrary.ts";
import {
  hostileAssessment,
  notAffectedAssessment,
  readyAssessment,
  shopAssessment,
  unknownAssessment,
} from "../testing.ts";
import { renderText } from "./text.ts";
import { widthOf } from "./width.ts";

const PLAIN = { width: 100, colour: false };

/** The sequences that colour text, and nothing else that begins with ESC. */
const COLOURS = /\u001b\[\d{1,2}m/g;

function examplesMatch(name: string, assessment: Assessment, width = 100): Promise<void> {
  return expect(renderText(assessment, { width, colour: false })).toMatchFileSnapshot(`testdata/${name}.txt`);
}

describe("the text view, as it was read and approved", () => {
  it("of a shop with something of everything", () => examplesMatch("shop", shopAssessment));
  it("of the same shop on a narrow terminal", () => examplesMatch("shop-72-columns", shopAssessment, 72));
  it("of a cluster that is ready", () => examplesMatch("ready", readyAssessment));
  it("of a cluster that could not be read well", () => examplesMatch("unknown", unknownAssessment));
  it("of a cluster that is on the target already", () =>
    examplesMatch("not-affected", notAffectedAssessment));
  it("of a cluster full of hostile names", () => examplesMatch("hostile", hostileAssessment));
  it("of a long route with ten guarantees", () => examplesMatch("long-route", longRoute()));
});

const SOME = { numRuns: 60 };

describe("whatever is in the assessment", () => {
  it("keeps within the width, at most 100 columns", () => {
    fc.assert(
      fc.property(
        anyAssessment,
        fc.integer({ min: 40, max: 200 }),
        fc.boolean(),
        (assessment, width, all) => {
          const limit = Math.min(width, 100);
          for (const line of renderText(assessment, { width, colour: false, all }).split("\n")) {
            expect(widthOf(line)).toBeLessThanOrEqual(limit);
          }
        },
      ),
    );
  });

  it("prints no character that a terminal acts on or hides", () => {
    fc.assert(
      fc.property(anyAssessment, (assessment) => {
        const text = renderText(assessment, PLAIN).replaceAll("\n", "");
        expect(text).not.toMatch(
          /[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\p{Cs}/u,
        );
      }),
      SOME,
    );
  });

  it("is the same with colours, but for the colours", () => {
    fc.assert(
      fc.property(anyAssessment, (assessment) => {
        const coloured = renderText(assessment, { width: 100, colour: true });
        expect(coloured.replaceAll(COLOURS, "")).toBe(renderText(assessment, PLAIN));
      }),
      SOME,
    );
  });

  it("has no space at the end of a line", () => {
    expect(renderText(shopAssessment, PLAIN)).not.toMatch(/ \n/);
  });
});

describe("folding", () => {
  const many: AssessmentFinding[] = Array.from({ length: 40 }, (_, index) => {
    const [first] = shopAssessment.findings;
    if (first === undefined) throw new Error("the example has findings");
    const name = `budget-${index}`;
    return {
      ...first,
      subject: { ...first.subject, name },
      message: `PodDisruptionBudget shop/${name} is strict.`,
    };
  });
  const assessment = { ...shopAssessment, findings: many };

  it("names equal findings and counts those it does not name", () => {
    const text = renderText(assessment, PLAIN);
    expect(text).toContain("(40 findings)");
    expect(text).toContain("the same at 39 more:");
    expect(text).toContain("and 27 more (--all shows them, -o json holds them)");
    expect(text.match(/budget-\d+ {2}/g)).toHaveLength(12);
  });

  it("shows every one with --all", () => {
    const text = renderText(assessment, { ...PLAIN, all: true });
    for (const finding of many) expect(text).toContain(finding.message);
  });

  it("does not fold what differs in more than names and numbers", () => {
    const findings = many.map((finding, index) => ({
      ...finding,
      remedy: index % 2 === 0 ? finding.remedy : `${"Otherwise ".repeat(index)}do this.`,
    }));
    const text = renderText({ ...shopAssessment, findings }, PLAIN);
    expect(text).toContain("the same at 19 more:");
    expect(text.match(/Otherwise do this|Otherwise Otherwise/g)?.length).toBeGreaterThan(19);
  });
});

it("paints verdicts when asked to", () => {
  const text = renderText(shopAssessment, { width: 100, colour: true });
  expect(text).toContain("\u001b[1m\u001b[31mBREAKS");
  expect(text).toContain("\u001b[32mok");
});

function longRoute(): Assessment {
  const [first, ...others] = shopAssessment.states;
  if (first === undefined) throw new Error("the example has states");
  const later = ["1.27", "1.28"].flatMap((minor) => [
    { ...first, id: `upgrade-rolling-${minor}`, title: `Nodes being replaced for ${minor}`, version: minor },
    { ...first, id: `upgraded-${minor}`, title: `Upgraded to ${minor}`, version: minor },
  ]);
  const states = [first, ...others.slice(0, -1), ...later, ...others.slice(-1)];
  const more = ["dns-resolution", "ingress-reachability", "client-source-address", "pod-connectivity"];
  const guarantees: Assessment["guarantees"] = [
    ...shopAssessment.guarantees,
    ...[...more, "certificate-renewal"].map((id) => ({ id, promise: "", verdicts: {} })),
  ];
  return {
    ...shopAssessment,
    states,
    guarantees: guarantees.map((guarantee) => ({
      ...guarantee,
      verdicts: Object.fromEntries(states.map(({ id }) => [id, guarantee.verdicts[id] ?? "holds"])),
    })),
    findings: [],
    coverage: [],
    addresses: [],
    suppressions: [],
  };
}
