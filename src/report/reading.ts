import type { Assessment, AssessmentCoverage } from "./assessment.ts";
import { counted } from "./words.ts";

/** What was read, as one sentence, and what was not. Names stand in it unescaped. */
export interface Reading {
  readonly summary: string;
  readonly gaps: readonly Gap[];
}

export interface Gap {
  /** The kind or the place. */
  readonly what: string;
  /** `forbidden: the server refused`. */
  readonly why: string;
  /** `leaves open: scheduling`. */
  readonly open: string;
}

export function readingOf(assessment: Assessment): Reading {
  const read = assessment.coverage.filter((entry) => entry.status === "read" && entry.kind !== undefined);
  const objects = read.reduce((sum, entry) => sum + entry.count, 0);
  const summary = `${counted(read.length, "kind")} of object ${read.length === 1 ? "was" : "were"} read in full (${counted(objects, "object")}).`;
  const gaps = assessment.coverage
    .filter((entry) => entry.status !== "read")
    .map((entry) => gapOf(entry, assessment));
  if (gaps.length > 0) return { summary, gaps };
  return {
    summary: assessment.coverage.length === 0 ? "Nothing was read." : `Nothing was left unread: ${summary}`,
    gaps,
  };
}

function gapOf(entry: AssessmentCoverage, assessment: Assessment): Gap {
  const reason = entry.reason === undefined ? "" : `: ${entry.reason}`;
  const partly = entry.status === "partial" ? ` (${entry.count} read)` : "";
  return {
    what: [entry.kind, entry.place].filter((text) => text !== undefined).join(", "),
    why: `${entry.status}${partly}${reason}`,
    open: `leaves open: ${sufferers(entry, assessment)}`,
  };
}

function sufferers(gap: AssessmentCoverage, assessment: Assessment): string {
  if (gap.neededBy.length === 0) return "nothing, no guarantee needs it";
  const all = assessment.guarantees.every((guarantee) => gap.neededBy.includes(guarantee.id));
  return all && assessment.guarantees.length > 1 ? "every guarantee" : gap.neededBy.join(", ");
}
