import type { Assessment, AssessmentFinding } from "../../../src/report/assessment.ts";
import { sectionsOf } from "../../../src/report/sections.ts";
import { findingAnchors } from "./anchors.ts";
import { type GuaranteeGroup, groupFindings } from "./groups.ts";
import { type Stop, stopsOf } from "./stops.ts";
import { type Standing, tally } from "./verdict.ts";

/** What every part of the report needs, computed once. */
export interface ReportModel {
  readonly assessment: Assessment;
  /** The guarantees, worst first. */
  readonly guarantees: Assessment["guarantees"];
  readonly stops: readonly Stop[];
  readonly groups: readonly GuaranteeGroup[];
  readonly counts: Readonly<Record<Standing, number>>;
  readonly anchors: ReadonlyMap<AssessmentFinding, string>;
  /** Position of a state in the move, 0-based. */
  readonly positions: ReadonlyMap<string, number>;
}

export function reportModel(assessment: Assessment): ReportModel {
  return {
    assessment,
    guarantees: worstFirst(assessment),
    stops: stopsOf(assessment),
    groups: groupFindings(assessment),
    counts: tally(assessment.findings),
    anchors: findingAnchors(assessment.findings),
    positions: new Map(assessment.states.map((state, index) => [state.id, index])),
  };
}

function worstFirst(assessment: Assessment): Assessment["guarantees"] {
  const places = new Map(sectionsOf(assessment).map((section, place) => [section.id, place]));
  const placeOf = (guarantee: { readonly id: string }): number => places.get(guarantee.id) ?? 0;
  return [...assessment.guarantees].sort((a, b) => placeOf(a) - placeOf(b));
}
