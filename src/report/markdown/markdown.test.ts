import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Assessment } from "../assessment.ts";
import { anyAssessment } from "../testing/arbitrary.ts";
import {
  hostileAssessment,
  notAffectedAssessment,
  readyAssessment,
  shopAssessment,
  unknownAssessment,
} from "../testing.ts";
import { renderMarkdown } from "./markdown.ts";

describe("the Markdown view, as it was read and approved", () => {
  it.each<[string, Assessment]>([
    ["shop", shopAssessment],
    ["ready", readyAssessment],
    ["unknown", unknownAssessment],
    ["not-affected", notAffectedAssessment],
    ["hostile", hostileAssessment],
  ])("of %s", async (name, assessment) => {
    await expect(renderMarkdown(assessment)).toMatchFileSnapshot(`testdata/${name}.md`);
  });
});

describe("whatever is in the assessment", () => {
  it("has no markup but the view's own", () => {
    fc.assert(
      fc.property(anyAssessment, (assessment) => {
        for (const line of renderMarkdown(assessment).split("\n")) {
          const rest = withoutOwnMarkup(line);
          expect(rest, line).not.toMatch(/[<>[\]`*_|~\\]/);
          expect(rest, line).not.toMatch(/@\S|:\/\/|www\./i);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("closes what it opens", () => {
    fc.assert(
      fc.property(anyAssessment, (assessment) => {
        const lines = renderMarkdown(assessment).split("\n");
        const opened = lines.filter((line) => line.startsWith("<details><summary>")).length;
        expect(lines.filter((line) => line === "</details>")).toHaveLength(opened);
        expect(lines.filter((line) => /^\| /.test(line)).map((line) => line.split("|").length)).toEqual(
          lines.filter((line) => /^\| /.test(line)).map(() => assessment.states.length + 3),
        );
      }),
      { numRuns: 60 },
    );
  });

  it("prints no character that acts or hides", () => {
    fc.assert(
      fc.property(anyAssessment, (assessment) => {
        expect(renderMarkdown(assessment)).not.toMatch(
          /[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\p{Cs}/u,
        );
      }),
      { numRuns: 60 },
    );
  });
});

/** The line without code spans, escapes and the tags and marks that the view writes itself. */
function withoutOwnMarkup(line: string): string {
  const summary =
    /^<details><summary><b>[A-Z]+<\/b> <code>[^<>]*<\/code> ([^<>]*)<\/summary>$|^<\/details>$/.exec(line);
  // In HTML, what would be markup elsewhere is text; and GitHub looks for no references inside <code>.
  if (summary !== null) return (summary[1] ?? "").replaceAll(/[[\]`*_|~\\]|@&#8203;|:\/\/|www\./gi, " ");
  return line
    .replaceAll(/\\[\\`*_{}[\]~=+#.)-]/g, " ")
    .replaceAll(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, " ")
    .replaceAll(/@&#8203;|&#\d+;/g, " ")
    .replace(/^\|.*\|$/, (row) => row.replaceAll("|", " "))
    .replaceAll(
      /\*\*(?:BREAKS|UNKNOWN|\?|When:|Do:|Cluster:|Known by:|Move:|Profile:|Read from:|Found:|OPEN, assumed|[a-z]+, but the ranges of the proxy are OPEN)\*\*/g,
      " ",
    )
    .replace(/^\*\*(The road is .*?)\*\*/, "$1")
    .replace(/^- \*\*(.*)\*\*/, "$1");
}
