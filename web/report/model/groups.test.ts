import { expect, test } from "vitest";
import { shopAssessment } from "../../../src/report/testing.ts";
import { groupFindings } from "./groups.ts";
import { compareMarks, type Standing } from "./verdict.ts";

test("no finding is lost, and none shown twice", () => {
  const shown = groupFindings(shopAssessment).flatMap((group) =>
    group.causes.flatMap((cause) => cause.findings),
  );
  expect(shown).toHaveLength(shopAssessment.findings.length);
  expect(new Set(shown)).toEqual(new Set(shopAssessment.findings));
});

test("the worst come first: guarantees, causes in them, findings in those", () => {
  const groups = groupFindings(shopAssessment);
  expect(groups.map((group) => group.worst)).toEqual(sorted(groups.map((group) => group.worst)));
  const scheduling = groups.find((group) => group.guarantee === "scheduling");
  const causes = scheduling?.causes.map((cause) => cause.worst) ?? [];
  expect(causes).toEqual(sorted(causes));
  expect(new Set(causes)).toEqual(new Set(["breaks", "unknown", "advice"]));
  const replicas = scheduling?.causes.find((cause) => cause.id === "scheduling/single-replica");
  expect(replicas?.findings.map((finding) => finding.suppressed !== undefined)).toEqual([false, true]);
});

test("a guarantee the assessment does not list is shown all the same", () => {
  const [first] = shopAssessment.findings;
  if (first === undefined) throw new Error("the example has findings");
  const stray = { ...first, guarantee: "of-tomorrow", id: "of-tomorrow/x" };
  const groups = groupFindings({ ...shopAssessment, findings: [...shopAssessment.findings, stray] });
  expect(groups.map((group) => group.guarantee)).toContain("of-tomorrow");
});

function sorted(standings: readonly Standing[]): Standing[] {
  return [...standings].sort(compareMarks);
}
