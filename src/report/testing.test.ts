import { describe, expect, it } from "vitest";
import { assessmentSchema } from "./assessment.ts";
import {
  hostileAssessment,
  notAffectedAssessment,
  readyAssessment,
  shopAssessment,
  unknownAssessment,
} from "./testing.ts";

const examples = {
  shopAssessment,
  readyAssessment,
  unknownAssessment,
  notAffectedAssessment,
  hostileAssessment,
};

describe.each(Object.entries(examples))("%s", (_name, assessment) => {
  it("is an assessment", () => {
    expect(() => assessmentSchema.parse(assessment)).not.toThrow();
  });

  it("judges every guarantee in every state", () => {
    const states = assessment.states.map((state) => state.id);
    for (const guarantee of assessment.guarantees) {
      expect(Object.keys(guarantee.verdicts), guarantee.id).toEqual(states);
    }
  });

  it("has findings for known guarantees and states only", () => {
    const states = assessment.states.map((state) => state.id);
    const guarantees = assessment.guarantees.map((guarantee) => guarantee.id);
    for (const finding of assessment.findings) {
      expect(guarantees).toContain(finding.guarantee);
      expect(finding.states[0]).toBe(finding.state);
      for (const state of finding.states) expect(states).toContain(state);
    }
  });
});
