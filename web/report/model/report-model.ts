import type { Assessment, AssessmentFinding } from "../../../src/report/assessment.ts";
import { findingAnchors } from "./anchors.ts";
import { type GuaranteeGroup, groupFindings } from "./groups.ts";
import { type Stop, stopsOf } from "./stops.ts";
import { type Standing, tally } from "./verdict.ts";

/** What every part of the report needs, computed once. */
export interface ReportModel {
  readonly assessment: Assessment;
  readonly stops: readonly Stop[];
  readonly groups: readonly GuaranteeGroup[];
  readonly counts: Readonly<Record<Standing, number>>;
  readonly anchors: ReadonlyMap<AssessmentFinding, string>;
  /** Position of a state on the road, 0-based. */
  readonly positions: ReadonlyMap<string, number>;
}

export function reportModel(assessment: Assessment): ReportModel {
  return {
    assessment,
    stops: stopsOf(assessment),
    groups: groupFindings(assessment),
    counts: tally(assessment.findings),
    anchors: findingAnchors(assessment.findings),
    positions: new Map(assessment.states.map((state, index) => [state.id, index])),
  };
}
