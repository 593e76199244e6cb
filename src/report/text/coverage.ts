import type { Assessment } from "../assessment.ts";
import { readingOf } from "../reading.ts";
import { underlined } from "./findings.ts";
import type { Screen } from "./screen.ts";
import { hang, wrap } from "./wrap.ts";

/** As many gaps are listed before the rest is counted. */
const LISTED = 20;

/** What was read, and above all what was not, with the guarantees that are the poorer for it. */
export function coverage(assessment: Assessment, screen: Screen): string[] {
  const { summary, gaps } = readingOf(assessment);
  if (gaps.length === 0) return ["", ...wrap(summary, screen.width)];
  const shown = screen.all ? gaps : gaps.slice(0, LISTED);
  const left = gaps.length - shown.length;
  return [
    "",
    ...underlined("What could not be checked", screen),
    "",
    ...shown.flatMap((gap) => [
      ...hang("  ", gap.what, screen.width, 4).map((line) => screen.paint("unknown", line)),
      ...hang("    ", gap.why, screen.width),
      ...hang("    ", gap.open, screen.width),
    ]),
    ...(left > 0
      ? hang("  ", `and ${left} more gaps (--all shows them, -o json holds them)`, screen.width)
      : []),
    "",
    ...hang("  ", summary, screen.width),
  ];
}
