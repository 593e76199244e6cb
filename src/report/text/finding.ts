import { refLabel } from "../../world/resource.ts";
import type { AssessmentFinding } from "../assessment.ts";
import { whenFound } from "../moments.ts";
import type { Same } from "../same.ts";
import { ownerOf, placeOf, subjectOf } from "../words.ts";
import { evidenceLines } from "./evidence.ts";
import type { Screen } from "./screen.ts";
import { padEnd, widest } from "./width.ts";
import { hang } from "./wrap.ts";

/** As many equal findings are shown in full; of more, the first is, and the others by name. */
const IN_FULL = 3;
/** As many of those others are named before the rest is only counted. */
const NAMED = 12;

const WORDS = "    ";
const LABEL = "      ";
const UNDER_LABEL = LABEL.length + 7;

/** Findings that say the same of different subjects: in full, or the first in full and the others by name. */
export function sameLines(same: Same, numbers: ReadonlyMap<string, number>, screen: Screen): string[] {
  const [first, ...others] = same;
  if (screen.all || same.length <= IN_FULL) {
    return same.flatMap((finding) => ["", ...findingLines(finding, numbers, screen)]);
  }
  const named = others.slice(0, NAMED);
  const left = others.length - named.length;
  const names = widest(named.map((finding) => refLabel(finding.subject)));
  const column = names <= screen.width / 2 ? names : 0;
  return [
    "",
    ...findingLines(first, numbers, screen),
    ...labelled("also", `the same at ${others.length} more:`, screen),
    ...named.flatMap((finding) => otherLines(finding, column, screen)),
    ...(left > 0 ? labelled("", `and ${left} more (--all shows them, -o json holds them)`, screen) : []),
  ];
}

function findingLines(
  finding: AssessmentFinding,
  numbers: ReadonlyMap<string, number>,
  screen: Screen,
): string[] {
  const owner = ownerOf(finding);
  return [
    ...words(finding, screen),
    ...labelled("when", whenFound(finding, numbers), screen),
    ...evidenceLines(finding.evidence, screen.width - UNDER_LABEL, screen.all).flatMap((line, index) =>
      labelled(index === 0 ? "where" : "", line, screen, 2),
    ),
    ...labelled("do", finding.remedy, screen),
    ...(owner === undefined ? [] : labelled("owner", owner, screen)),
  ];
}

/** The message, which is to name the subject; where it does not begin with it, the subject goes first. */
function words(finding: AssessmentFinding, screen: Screen): string[] {
  const subject = subjectOf(finding) ?? "";
  const named = finding.message.startsWith(subject);
  const text = named ? finding.message : `${subject}: ${finding.message}`;
  const start = WORDS + subject;
  return hang(WORDS, text, screen.width).map((line, index) =>
    index === 0 && line.startsWith(start)
      ? WORDS + screen.paint("title", subject) + line.slice(start.length)
      : line,
  );
}

/** One line for a finding whose words were already said of another subject. */
function otherLines(finding: AssessmentFinding, column: number, screen: Screen): string[] {
  const [evidence] = finding.evidence;
  const place = evidence === undefined ? "" : placeOf(evidence);
  return labelled("", `${padEnd(refLabel(finding.subject), column)}  ${place}`.trimEnd(), screen, 2);
}

function labelled(label: string, text: string, screen: Screen, indent = 0): string[] {
  const [first = "", ...rest] = hang(
    LABEL + label.padEnd(UNDER_LABEL - LABEL.length),
    text,
    screen.width,
    UNDER_LABEL + indent,
  );
  const end = LABEL.length + label.length;
  return [LABEL + screen.paint("quiet", label) + first.slice(end), ...rest];
}
