import { refLabel } from "../world/resource.ts";
import type { AssessmentFinding } from "./assessment.ts";

/** Findings that belong together. At least one. */
export type Same = readonly [AssessmentFinding, ...AssessmentFinding[]];

/** Findings by cause and verdict, in the order in which each first appears. */
export function groupCauses(findings: readonly AssessmentFinding[]): Same[] {
  return groupBy(findings, (finding) => `${finding.verdict} ${finding.id}`);
}

/**
 * Findings that differ only in whom they name. Nothing is left out: how much of a group is shown is the
 * view's decision.
 */
export function groupSame(findings: readonly AssessmentFinding[]): Same[] {
  return groupBy(findings, (finding) =>
    JSON.stringify([
      finding.id,
      finding.verdict,
      finding.verdicts,
      shapeOf(finding.message, finding),
      shapeOf(finding.remedy, finding),
    ]),
  );
}

function groupBy(
  findings: readonly AssessmentFinding[],
  keyOf: (finding: AssessmentFinding) => string,
): Same[] {
  const groups = new Map<string, [AssessmentFinding, ...AssessmentFinding[]]>();
  for (const finding of findings) {
    const key = keyOf(finding);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()];
}

/** The text with what names its subject taken out. */
function shapeOf(text: string, { subject }: AssessmentFinding): string {
  let shape = text.replaceAll(refLabel(subject), "\0");
  if (subject.name.length > 2) shape = shape.replaceAll(subject.name, "\0");
  return shape.replaceAll(/\d+/g, "0");
}
