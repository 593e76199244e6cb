import type { AssessmentFinding } from "../../../src/report/assessment.ts";

/**
 * The id of a finding's element: the same in every report on the same cluster, so that a link sent to a
 * colleague still works after the next run. Names are hashed: they may be long, and hold anything.
 */
export function findingAnchors(
  findings: readonly AssessmentFinding[],
): ReadonlyMap<AssessmentFinding, string> {
  const seen = new Map<string, number>();
  const anchors = new Map<AssessmentFinding, string>();
  for (const finding of findings) {
    const { apiVersion, kind, namespace, name } = finding.subject;
    const group = apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
    const anchor = `f-${slug(finding.id)}-${hash([group, kind, namespace ?? "", name].join("\n"))}`;
    const count = (seen.get(anchor) ?? 0) + 1;
    seen.set(anchor, count);
    anchors.set(finding, count === 1 ? anchor : `${anchor}-${count}`);
  }
  return anchors;
}

export function guaranteeAnchor(guarantee: string): string {
  return `g-${slug(guarantee)}`;
}

function slug(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9.]+/g, "-");
}

/** 53-bit variant of FNV-1a in base 36: short, and no two of a report's findings are likely to share it. */
function hash(text: string): string {
  let low = 0x811c9dc5;
  let high = 0x1b873593;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x85ebca6b);
  }
  const value = (high >>> 11) * 2 ** 32 + (low >>> 0);
  return value.toString(36);
}
