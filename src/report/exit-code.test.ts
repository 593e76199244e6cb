import { describe, expect, it } from "vitest";
import type { Assessment } from "./assessment.ts";
import { exitCodeFor, type FailOn } from "./exit-code.ts";
import { notAffectedAssessment, readyAssessment, shopAssessment, unknownAssessment } from "./testing.ts";

const suppressedOnly: Assessment = {
  ...readyAssessment,
  findings: shopAssessment.findings.map((finding) => ({ ...finding, suppressed: { reason: "accepted" } })),
};
const adviceOnly: Assessment = {
  ...readyAssessment,
  findings: shopAssessment.findings.filter((finding) => finding.verdict === "advice"),
};

describe.each<[name: string, assessment: Assessment, codes: Record<FailOn, number>]>([
  ["breaks", shopAssessment, { breaks: 2, unknown: 2, never: 0 }],
  ["unknown cells without a finding", unknownAssessment, { breaks: 0, unknown: 2, never: 0 }],
  ["ready", readyAssessment, { breaks: 0, unknown: 0, never: 0 }],
  ["not affected", notAffectedAssessment, { breaks: 0, unknown: 0, never: 0 }],
  ["suppressed findings only", suppressedOnly, { breaks: 0, unknown: 0, never: 0 }],
  ["advice only", adviceOnly, { breaks: 0, unknown: 0, never: 0 }],
])("%s", (_name, assessment, codes) => {
  it.each(["breaks", "unknown", "never"] as const)("--fail-on %s", (failOn) => {
    expect(exitCodeFor(assessment, failOn)).toBe(codes[failOn]);
  });
});
