import { refLabel } from "../../world/resource.ts";
import { markdownCode, markdownText } from "../escape.ts";
import type { Road, RoadTurn } from "../road-section.ts";
import { howWords, planWords, roadSentences, whyWords } from "../road-words.ts";

/** The road: where it leads, the turns with their reasons, and who does what next. */
export function road(way: Road | undefined): string[] {
  if (way === undefined) return [];
  const { outcome, turns, ahead } = way;
  const [first = "", ...rest] = roadSentences(way);
  return [
    "### The road",
    [`**${markdownText(first)}**`, ...[...rest, planWords(way)].map(markdownText)].join(" "),
    turns.map((turn, index) => `${index + 1}. ${turnText(turn)}`).join("\n"),
    ...(ahead.length === 0
      ? []
      : [
          "After that, as it stands:",
          ahead.map((turn, index) => `${turns.length + index + 1}. ${turnText(turn)}`).join("\n"),
        ]),
    ...(outcome.fixes.length === 0
      ? []
      : [
          "To fix first:",
          outcome.fixes
            .map(
              ({ finding, subject }) =>
                `- ${finding === undefined ? "" : `${markdownCode(finding)} `}${markdownCode(refLabel(subject))}`,
            )
            .join("\n"),
        ]),
    `The provider next:`,
    numbered(outcome.provider),
    `The customer next:`,
    numbered(outcome.customer),
  ];
}

function turnText(turn: RoadTurn): string {
  const open = turn.how === "assumed" || turn.lacking !== undefined;
  const how = open ? `**${markdownText(howWords(turn))}**` : markdownText(howWords(turn));
  const why = whyWords(turn).map(markdownText).join("; ");
  return `${markdownText(turn.title)} ${markdownText(turn.answer.label)} (${how}): ${why}`;
}

function numbered(steps: readonly string[]): string {
  return steps.map((step, index) => `${index + 1}. ${markdownText(step)}`).join("\n");
}
