import type { Assessment, AssessmentFinding } from "../../../src/report/assessment.ts";
import { sectionsOf } from "../../../src/report/sections.ts";
import { compareMarks, type Standing, standingOf } from "./verdict.ts";

/** All findings of one cause, worst first, then in the order of the assessment. */
export interface CauseGroup {
  readonly id: string;
  readonly title: string;
  readonly worst: Standing;
  readonly findings: readonly AssessmentFinding[];
}

export interface GuaranteeGroup {
  readonly guarantee: string;
  readonly promise: string;
  readonly worst: Standing;
  readonly count: number;
  readonly causes: readonly CauseGroup[];
}

/**
 * Findings by guarantee and cause, in the order every view for people has: worst first, those equally bad as
 * they bite. Guarantees without a finding are left out.
 */
export function groupFindings(assessment: Assessment): GuaranteeGroup[] {
  const sections = new Map(
    sectionsOf(assessment).map((section, place) => [section.id, { ...section, place }]),
  );
  const groups = [...by(assessment.findings, (finding) => finding.guarantee)].map(([guarantee, findings]) => {
    const causes = [...by(findings, (finding) => finding.id)].map(([id, same]) => causeGroup(id, same));
    causes.sort((a, b) => compareMarks(a.worst, b.worst));
    return {
      guarantee,
      promise: sections.get(guarantee)?.promise ?? "",
      place: sections.get(guarantee)?.place ?? sections.size,
      worst: causes[0]?.worst ?? "accepted",
      count: findings.length,
      causes,
    };
  });
  return groups.sort((a, b) => a.place - b.place);
}

function causeGroup(id: string, findings: readonly AssessmentFinding[]): CauseGroup {
  const sorted = [...findings].sort((a, b) => compareMarks(standingOf(a), standingOf(b)));
  const [first] = sorted;
  return {
    id,
    title: first?.title ?? id,
    worst: first === undefined ? "accepted" : standingOf(first),
    findings: sorted,
  };
}

function by<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}
