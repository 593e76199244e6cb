import type { Assessment, AssessmentFinding } from "../assessment.ts";
import { numberStates } from "../moments.ts";
import { groupCauses, groupSame } from "../same.ts";
import type { Section } from "../sections.ts";
import { VERDICT_WORD } from "../words.ts";
import { sameLines } from "./finding.ts";
import type { Screen, Style } from "./screen.ts";
import { widest } from "./width.ts";
import { hang, wrap } from "./wrap.ts";

/** As many gaps are named at a guarantee; all of them follow further down. */
const GAPS_NAMED = 4;

/** A guarantee's findings, worst first: each cause once as a title, then whom it strikes. */
export function findings(section: Section, assessment: Assessment, screen: Screen): string[] {
  const numbers = numberStates(assessment);
  const unread = unreadLines(section, assessment, screen);
  if (section.findings.length === 0 && unread.length === 0) return [];
  const causes = groupCauses(section.findings).flatMap((cause) => [
    "",
    ...causeTitle(cause[0], cause.length, screen),
    ...groupSame(cause).flatMap((same) => sameLines(same, numbers, screen)),
  ]);
  return ["", ...sectionTitle(section, screen), ...causes, ...unread];
}

function sectionTitle(section: Section, screen: Screen): string[] {
  return underlined(section.promise === "" ? section.id : `${section.id}: ${section.promise}`, screen);
}

export function underlined(title: string, screen: Screen): string[] {
  const lines = wrap(title, screen.width);
  return [
    ...lines.map((line) => screen.paint("title", line)),
    screen.paint("quiet", "─".repeat(widest(lines))),
  ];
}

function causeTitle(finding: AssessmentFinding, count: number, screen: Screen): string[] {
  const many = count > 1 ? ` (${count} findings)` : "";
  return verdictTitle(
    VERDICT_WORD[finding.verdict],
    finding.verdict,
    `${finding.id}  ${finding.title}${many}`,
    screen,
  );
}

function verdictTitle(label: string, style: Style, text: string, screen: Screen): string[] {
  const prefix = `  ${label.padEnd(7)}  `;
  const [first = "", ...rest] = hang(prefix, text, screen.width);
  const words = first.slice(prefix.length);
  return [
    `  ${screen.paint(style, label)}${" ".repeat(9 - label.length)}${screen.paint("title", words)}`,
    ...rest.map((line) => screen.paint("title", line)),
  ];
}

/** Where no finding says why a guarantee could not be judged, what was left unread does. */
function unreadLines(section: Section, assessment: Assessment, screen: Screen): string[] {
  if (!Object.values(section.verdicts).includes("unknown")) return [];
  if (section.findings.some((finding) => finding.verdict === "unknown")) return [];
  const gaps = assessment.coverage
    .filter((entry) => entry.status !== "read" && entry.neededBy.includes(section.id))
    .map((entry) => `${entry.kind ?? entry.place ?? "something"} (${entry.status})`);
  if (gaps.length === 0) return [];
  const left = gaps.length - GAPS_NAMED;
  const named = gaps.slice(0, GAPS_NAMED).join(", ") + (left > 0 ? ` and ${left} more` : "");
  return [
    "",
    ...verdictTitle("UNKNOWN", "unknown", "Not all that it is judged by could be read", screen),
    "",
    ...hang("    ", `${named}. See below, what could not be checked.`, screen.width),
  ];
}
