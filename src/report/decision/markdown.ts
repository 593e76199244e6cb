import { refLabel } from "../../world/resource.ts";
import type { AssessmentEvidence } from "../assessment.ts";
import { markdownCode, markdownText } from "../escape.ts";
import { road } from "../markdown/road.ts";
import { placeOf } from "../words.ts";
import type { Decision } from "./decision.ts";
import { moveWords, notAffected, type OpenQuestion, openQuestions } from "./words.ts";

/** The decision for a ticket or a pull request. */
export function decisionMarkdown(decision: Decision): string {
  const parts =
    decision.road === undefined
      ? [markdownText(notAffected(decision))]
      : [
          markdownText(moveWords(decision)),
          ...road(decision.road),
          ...openParts(openQuestions(decision.road)),
        ];
  return `${parts.join("\n\n")}\n`;
}

function openParts(questions: readonly OpenQuestion[]): string[] {
  if (questions.length === 0) return [];
  return ["### Open questions", questions.map(questionText).join("\n")];
}

function questionText({ id, ask, answers, reason, evidence }: OpenQuestion): string {
  return [
    `- ${markdownCode(id)}: ${markdownText(ask)}`,
    ...answers.map(({ value, label }) => `  - ${markdownCode(value)}: ${markdownText(label)}`),
    `  - ${markdownText(reason)}`,
    ...evidence.map((place) => `  - ${placeText(place)}`),
  ].join("\n");
}

function placeText(evidence: AssessmentEvidence): string {
  const { object, path, value } = evidence;
  return [
    markdownCode(placeOf(evidence)),
    object === undefined ? "" : markdownCode(refLabel(object)),
    path === "" ? "" : markdownCode(path),
    value === undefined ? "" : `= ${markdownCode(value)}`,
  ]
    .filter((part) => part !== "")
    .join(" ");
}
