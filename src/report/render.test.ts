import { describe, expect, it } from "vitest";
import { FORMATS } from "./format.ts";
import { loadRenderer } from "./render.ts";
import { hostileAssessment, notAffectedAssessment, readyAssessment, shopAssessment } from "./testing.ts";

const OPTIONS = { width: 100, colour: false };

describe.each(FORMATS)("-o %s", (format) => {
  it("is one text that ends in a line break, and the same every time", async () => {
    const render = await loadRenderer(format);
    for (const assessment of [shopAssessment, readyAssessment, notAffectedAssessment, hostileAssessment]) {
      const text = render(assessment, OPTIONS);
      expect(text.endsWith("\n")).toBe(true);
      expect(render(assessment, OPTIONS)).toBe(text);
    }
  });

  it("leaves the assessment as it was", async () => {
    const render = await loadRenderer(format);
    const before = structuredClone(shopAssessment);
    render(shopAssessment, OPTIONS);
    expect(shopAssessment).toEqual(before);
  });

  it("names every finding's cause, suppressed ones too", async () => {
    const text = (await loadRenderer(format))(shopAssessment, OPTIONS);
    for (const finding of shopAssessment.findings) expect(text, finding.id).toContain(finding.id);
  });
});
