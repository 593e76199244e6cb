import type { Verdict } from "../simulate/proof.ts";
import type { Assessment, AssessmentFinding } from "./assessment.ts";

/** One guarantee with what was found about it, as the views for people show it. */
export interface Section {
  readonly id: string;
  readonly promise: string;
  /** The worst verdict over all states. */
  readonly worst: Verdict;
  /** Verdicts by state id; empty for findings of a guarantee the assessment does not list. */
  readonly verdicts: Readonly<Record<string, Verdict>>;
  /** Worst and earliest first; without the suppressed ones. */
  readonly findings: readonly AssessmentFinding[];
}

const RANK = { breaks: 0, unknown: 1, advice: 2, holds: 3 } as const;

/** The guarantees, worst first; those equally bad in the order in which they bite. */
export function sectionsOf(assessment: Assessment): readonly Section[] {
  const order = new Map(assessment.states.map((state, index) => [state.id, index]));
  const listed: Section[] = assessment.guarantees.map((guarantee) => ({
    ...guarantee,
    worst: worstOf(Object.values(guarantee.verdicts)),
    findings: standingFindings(assessment, guarantee.id, order),
  }));
  const known = new Set(listed.map((section) => section.id));
  const others = new Set(
    assessment.findings.map((finding) => finding.guarantee).filter((id) => !known.has(id)),
  );
  const unlisted = [...others].map((id): Section => {
    const findings = standingFindings(assessment, id, order);
    return { id, promise: "", worst: worstOf(findings.map(asVerdict)), verdicts: {}, findings };
  });
  return [...listed, ...unlisted].sort(
    (a, b) => RANK[a.worst] - RANK[b.worst] || firstBite(a, order) - firstBite(b, order),
  );
}

function worstOf(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes("breaks")) return "breaks";
  return verdicts.includes("unknown") ? "unknown" : "holds";
}

function asVerdict(finding: AssessmentFinding): Verdict {
  return finding.verdict === "advice" ? "holds" : finding.verdict;
}

function standingFindings(
  assessment: Assessment,
  guarantee: string,
  order: ReadonlyMap<string, number>,
): AssessmentFinding[] {
  const place = (finding: AssessmentFinding): number => order.get(finding.state) ?? order.size;
  return assessment.findings
    .filter((finding) => finding.guarantee === guarantee && finding.suppressed === undefined)
    .sort((a, b) => RANK[a.verdict] - RANK[b.verdict] || place(a) - place(b));
}

function firstBite(section: Section, order: ReadonlyMap<string, number>): number {
  for (const [state, index] of order) {
    if (section.verdicts[state] === section.worst) return index;
  }
  return order.size;
}
