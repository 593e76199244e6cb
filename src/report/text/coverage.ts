import type { Assessment, AssessmentCoverage } from "../assessment.ts";
import { underlined } from "./findings.ts";
import type { Screen } from "./screen.ts";
import { hang, wrap } from "./wrap.ts";

/** As many gaps of one kind are listed before the rest is counted. */
const LISTED = 20;

/** What was read, and above all what was not, with the guarantees that are the poorer for it. */
export function coverage(assessment: Assessment, screen: Screen): string[] {
  const read = assessment.coverage.filter((entry) => entry.status === "read" && entry.kind !== undefined);
  const gaps = assessment.coverage.filter((entry) => entry.status !== "read");
  const objects = read.reduce((sum, entry) => sum + entry.count, 0);
  const summary = `${read.length} kinds of object were read in full (${objects} objects).`;
  if (assessment.coverage.length === 0) return ["", "Nothing was read."];
  if (gaps.length === 0) return ["", ...wrap(`Nothing was left unread: ${summary}`, screen.width)];
  const shown = screen.all ? gaps : gaps.slice(0, LISTED);
  const left = gaps.length - shown.length;
  return [
    "",
    ...underlined("What could not be checked", screen),
    "",
    ...shown.flatMap((gap) => gapLines(gap, assessment, screen)),
    ...(left > 0
      ? hang("  ", `and ${left} more gaps (--all shows them, -o json holds them)`, screen.width)
      : []),
    "",
    ...hang("  ", summary, screen.width),
  ];
}

function gapLines(gap: AssessmentCoverage, assessment: Assessment, screen: Screen): string[] {
  const what = [gap.kind, gap.place].filter((text) => text !== undefined).join(", ");
  const reason = gap.reason === undefined ? "" : `: ${gap.reason}`;
  const partly = gap.status === "partial" ? ` (${gap.count} read)` : "";
  return [
    ...hang("  ", what, screen.width, 4).map((line) => screen.paint("unknown", line)),
    ...hang("    ", `${gap.status}${partly}${reason}`, screen.width),
    ...hang("    ", `leaves open: ${sufferers(gap, assessment)}`, screen.width),
  ];
}

function sufferers(gap: AssessmentCoverage, assessment: Assessment): string {
  if (gap.neededBy.length === 0) return "nothing, no guarantee needs it";
  const all = assessment.guarantees.every((guarantee) => gap.neededBy.includes(guarantee.id));
  return all && assessment.guarantees.length > 1 ? "every guarantee" : gap.neededBy.join(", ");
}
