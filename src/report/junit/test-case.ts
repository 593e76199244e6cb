import { refLabel } from "../../world/resource.ts";
import type { Assessment, AssessmentFinding, AssessmentState } from "../assessment.ts";
import { visible, xmlText } from "../escape.ts";
import { gapList } from "../open.ts";
import type { Section } from "../sections.ts";
import { ownerOf, placeOf, subjectOf, VERDICT_WORD } from "../words.ts";

/** As many findings are named in the one line that lists show of a test case; all of them follow in its text. */
const NAMED = 3;

/** The `<failure>` or `<error>` of one guarantee in one state, with the findings that stand in it. */
export function outcomeLines(
  verdict: "breaks" | "unknown",
  section: Section,
  state: AssessmentState,
  standing: readonly AssessmentFinding[],
  assessment: Assessment,
): string[] {
  const verdictNow = (finding: AssessmentFinding): AssessmentFinding["verdict"] =>
    finding.verdicts[state.id] ?? finding.verdict;
  const telling = standing.filter((finding) => verdictNow(finding) !== "advice");
  const gaps = assessment.coverage.filter(
    (entry) => entry.status !== "read" && entry.neededBy.includes(section.id),
  );
  const unread = telling.length === 0 && gaps.length > 0 ? [`Not read: ${gapList(gaps)}.`] : [];
  const tag = verdict === "breaks" ? "failure" : "error";
  const summary = [...telling.map(nameOf), ...unread];
  const message =
    summary.slice(0, NAMED).join("; ") +
    (summary.length > NAMED ? ` and ${summary.length - NAMED} more` : "");
  const lines = [
    ...telling.flatMap((finding) => findingLines(finding, state, assessment)),
    ...unread.map(visible),
  ];
  return [
    `      <${tag} type="${verdict}" message="${xmlText(message === "" ? `${section.id}: ${verdict}` : message)}">`,
    ...lines.map(xmlText),
    `      </${tag}>`,
  ];
}

/** `scheduling/drain-blocked at PodDisruptionBudget shop/checkout`. */
function nameOf(finding: AssessmentFinding): string {
  const subject = subjectOf(finding);
  return subject === undefined ? finding.id : `${finding.id} at ${subject}`;
}

/** In full in the first state it bites, by name in the states after. */
function findingLines(finding: AssessmentFinding, state: AssessmentState, assessment: Assessment): string[] {
  const title = `${VERDICT_WORD[finding.verdicts[state.id] ?? finding.verdict]} ${nameOf(finding)}`;
  if (finding.state !== state.id && finding.states.includes(finding.state)) {
    const number = assessment.states.findIndex(({ id }) => id === finding.state) + 1;
    return [`${title} (see state ${number} ${finding.state})`];
  }
  const owner = ownerOf(finding);
  return [
    title,
    `  ${finding.message}`,
    ...finding.evidence.map(
      (entry) =>
        `  ${placeOf(entry)} ${entry.object === undefined ? "" : `${refLabel(entry.object)} `}${entry.path}${entry.value === undefined ? "" : ` = ${entry.value}`}`,
    ),
    `  What to do: ${finding.remedy}${owner === undefined ? "" : ` (applied by ${owner})`}`,
  ];
}
