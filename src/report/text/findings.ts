import type { Assessment, AssessmentFinding } from "../assessment.ts";
import { numberStates, whenOf } from "../moments.ts";
import { gapList, openGuarantees } from "../open.ts";
import { groupCauses, groupSame } from "../same.ts";
import type { Section } from "../sections.ts";
import { VERDICT_WORD } from "../words.ts";
import { sameLines } from "./finding.ts";
import type { Screen, Style } from "./screen.ts";
import { widest } from "./width.ts";
import { hang, wrap } from "./wrap.ts";

/** A guarantee's findings, worst first: each cause once as a title, then whom it strikes. */
export function findings(section: Section, assessment: Assessment, screen: Screen): string[] {
  const numbers = numberStates(assessment);
  const open = openLines(section, assessment, screen);
  if (section.findings.length === 0 && open.length === 0) return [];
  const causes = groupCauses(section.findings).flatMap((cause) => [
    "",
    ...causeTitle(cause[0], cause.length, screen),
    ...groupSame(cause).flatMap((same) => sameLines(same, numbers, screen)),
  ]);
  return ["", ...sectionTitle(section, screen), ...causes, ...open];
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
function openLines(section: Section, assessment: Assessment, screen: Screen): string[] {
  return openGuarantees(assessment)
    .filter((open) => open.id === section.id)
    .flatMap(({ states, gaps }) => [
      "",
      ...verdictTitle("UNKNOWN", "unknown", "Could not be judged", screen),
      "",
      ...hang(
        "    ",
        `Not judged ${whenOf(states, numberStates(assessment))}.${
          gaps.length === 0 ? "" : ` Not read: ${gapList(gaps)}; see below, what could not be checked.`
        }`,
        screen.width,
      ),
    ]);
}
