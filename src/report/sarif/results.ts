import { createHash } from "node:crypto";
import { groupKind } from "../../world/resource.ts";
import type { Assessment, AssessmentFinding } from "../assessment.ts";
import { visible } from "../escape.ts";
import { numberStates, whenFound, whenOf } from "../moments.ts";
import { gapList, type OpenGuarantee, openGuarantees } from "../open.ts";
import { inputLocation, primaryLocation, relatedLocations } from "./locations.ts";
import { message } from "./message.ts";
import { LEVEL, notReadId, type Rule } from "./rules.ts";

/** A result a finding, suppressed ones marked as such; and one for each guarantee that was left open. */
export function resultsOf(assessment: Assessment, rules: readonly Rule[]): unknown[] {
  const indexes = new Map(rules.map((rule, index) => [rule.id, index]));
  const numbers = numberStates(assessment);
  const prints = new Map<string, number>();
  const result = (id: string, print: string, rest: Readonly<Record<string, unknown>>): unknown => {
    const before = prints.get(print) ?? 0;
    prints.set(print, before + 1);
    return {
      ruleId: visible(id),
      ruleIndex: indexes.get(visible(id)) ?? -1,
      ...rest,
      partialFingerprints: { "replatform/v1": before === 0 ? print : `${print}:${before}` },
    };
  };
  return [
    ...assessment.findings.map((finding) =>
      result(finding.id, fingerprint(finding), {
        level: LEVEL[finding.verdict],
        message: message(
          `${finding.message} When: ${whenFound(finding, numbers)}. What to do: ${finding.remedy}`,
        ),
        locations: [primaryLocation(assessment, finding)],
        relatedLocations: relatedLocations(finding),
        suppressions: suppressionsOf(finding),
        properties: {
          verdict: finding.verdict,
          state: visible(finding.state),
          states: finding.states.map(visible),
        },
      }),
    ),
    ...openGuarantees(assessment).map((open) =>
      result(notReadId(open.id), hash(["not-read", open.id]), openResult(open, assessment)),
    ),
  ];
}

function openResult(open: OpenGuarantee, assessment: Assessment): Readonly<Record<string, unknown>> {
  const blame = open.gaps.length === 0 ? "" : ` Not read: ${gapList(open.gaps)}.`;
  const place = inputLocation(assessment);
  return {
    level: "warning",
    message: message(
      `Whether this holds could not be judged: ${open.promise}. When: ${whenOf(open.states, numberStates(assessment))}.${blame}`,
    ),
    locations: Object.keys(place).length === 0 ? [] : [place],
    suppressions: [],
    properties: {
      verdict: "unknown",
      state: visible(open.states[0] ?? ""),
      states: open.states.map(visible),
    },
  };
}

function suppressionsOf({ suppressed }: AssessmentFinding): unknown[] {
  if (suppressed === undefined) return [];
  const until = suppressed.expires === undefined ? "" : ` (until ${suppressed.expires})`;
  return [{ kind: "external", status: "accepted", justification: visible(suppressed.reason + until) }];
}

/**
 * The same for the same finding in every run: cause, subject and field, without API version, line or list
 * index, which change when something else does.
 */
function fingerprint({ id, subject, evidence }: AssessmentFinding): string {
  const field = (evidence[0]?.path ?? "").replaceAll(/\[\d+\]/g, "[]");
  return hash([
    id,
    groupKind(subject.apiVersion, subject.kind),
    subject.namespace ?? "",
    subject.name,
    field,
  ]);
}

function hash(parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}
