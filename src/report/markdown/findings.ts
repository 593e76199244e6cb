import { refLabel } from "../../world/resource.ts";
import type { Assessment, AssessmentEvidence, AssessmentFinding } from "../assessment.ts";
import { markdownCode, markdownHtml, markdownText, xmlText } from "../escape.ts";
import { numberStates, whenFound, whenOf } from "../moments.ts";
import { gapList, openGuarantees } from "../open.ts";
import { groupCauses, groupSame, type Same } from "../same.ts";
import type { Section } from "../sections.ts";
import { clip } from "../text/wrap.ts";
import { ownerOf, placeOf, subjectOf, VERDICT_WORD } from "../words.ts";

/** As many equal findings are shown in full; of more, the first is, and the others by name. */
const IN_FULL = 3;
const LONGEST_VALUE = 200;

/** A guarantee's findings, each cause folded away under its title. */
export function findings(section: Section, assessment: Assessment): string[] {
  const numbers = numberStates(assessment);
  const open = openGuarantees(assessment).filter(({ id }) => id === section.id);
  if (section.findings.length === 0 && open.length === 0) return [];
  const promise = section.promise === "" ? "" : `: ${section.promise}`;
  return [
    `### ${markdownText(section.id + promise)}`,
    ...groupCauses(section.findings).flatMap((cause) => causeBlock(cause, numbers)),
    ...open.map(
      ({ states, gaps }) =>
        `**UNKNOWN** Not judged ${markdownText(whenOf(states, numbers))}.${
          gaps.length === 0 ? "" : ` Not read: ${markdownText(gapList(gaps))}; see below.`
        }`,
    ),
  ];
}

/** Inside a summary GitHub reads no Markdown, so that line is HTML. */
function causeBlock(cause: Same, numbers: ReadonlyMap<string, number>): string[] {
  const [{ verdict, id, title }] = cause;
  const many = cause.length > 1 ? ` (${cause.length} findings)` : "";
  return [
    `<details><summary><b>${VERDICT_WORD[verdict]}</b> <code>${xmlText(id)}</code> ${markdownHtml(title)}${many}</summary>`,
    ...groupSame(cause).map((same) => sameItems(same, numbers).join("\n")),
    "</details>",
  ];
}

function sameItems(same: Same, numbers: ReadonlyMap<string, number>): string[] {
  if (same.length <= IN_FULL) return same.flatMap((finding) => findingItem(finding, numbers));
  const [first, ...others] = same;
  return [
    ...findingItem(first, numbers),
    `- The same at ${others.length} more:`,
    ...others.map((finding) => {
      const [evidence] = finding.evidence;
      const place = evidence === undefined ? "" : `, ${markdownCode(placeOf(evidence))}`;
      return `  - ${markdownCode(refLabel(finding.subject))}${place}`;
    }),
  ];
}

function findingItem(finding: AssessmentFinding, numbers: ReadonlyMap<string, number>): string[] {
  const owner = ownerOf(finding);
  return [
    `- ${messageText(finding)}`,
    `  - **When:** ${markdownText(whenFound(finding, numbers))}`,
    ...finding.evidence.map((evidence) => `  - ${evidenceText(evidence)}`),
    `  - **Do:** ${markdownText(finding.remedy)}${owner === undefined ? "" : ` (applied by ${markdownText(owner)})`}`,
  ];
}

/** The message, which is to name the subject; where it does not begin with it, the subject goes first. */
function messageText(finding: AssessmentFinding): string {
  const { message } = finding;
  const name = subjectOf(finding);
  if (name === undefined) return markdownText(message);
  return message.startsWith(`${name} `)
    ? `${markdownCode(name)} ${markdownText(message.slice(name.length + 1))}`
    : `${markdownCode(name)}: ${markdownText(message)}`;
}

function evidenceText(evidence: AssessmentEvidence): string {
  const { object, path, value, note } = evidence;
  return [
    markdownCode(placeOf(evidence)),
    object === undefined ? "" : markdownCode(refLabel(object)),
    path === "" ? "" : markdownCode(path),
    value === undefined ? "" : `= ${markdownCode(clip(value, LONGEST_VALUE))}`,
    note === undefined ? "" : `(${markdownText(note)})`,
  ]
    .filter((part) => part !== "")
    .join(" ");
}
