import { visible } from "../escape.ts";
import type { RenderOptions } from "../format.ts";
import { everyString } from "../text/every-string.ts";
import { evidenceLines } from "../text/evidence.ts";
import { underlined } from "../text/findings.ts";
import { road } from "../text/road.ts";
import { type Screen, screenFor } from "../text/screen.ts";
import { hang, wrap } from "../text/wrap.ts";
import type { Decision } from "./decision.ts";
import { moveWords, notAffected, type OpenQuestion, openQuestions } from "./words.ts";

/** The decision for terminals: the road, and each open question with its evidence and what to write. */
export function decisionText(decision: Decision, options: RenderOptions): string {
  const shown = everyString(decision, visible);
  const screen = screenFor(options);
  const lines =
    shown.road === undefined
      ? wrap(notAffected(shown), screen.width)
      : [
          ...wrap(moveWords(shown), screen.width),
          ...road(shown.road, screen),
          ...openLines(openQuestions(shown.road), screen),
        ];
  return `${lines.join("\n")}\n`;
}

function openLines(questions: readonly OpenQuestion[], screen: Screen): string[] {
  if (questions.length === 0) return [];
  return [
    "",
    ...underlined("Open questions", screen),
    ...questions.flatMap((question) => ["", ...questionLines(question, screen)]),
    "",
    ...wrap(
      "Answer them at a terminal, or in a file: --write-answers FILE makes one, --answers FILE reads it.",
      screen.width,
    ),
  ];
}

/** One question with everything that is known beside it. */
export function questionLines(
  { id, ask, answers, reason, evidence }: OpenQuestion,
  screen: Screen,
): string[] {
  return [
    ...hang("  ", `${id}: ${ask}`, screen.width, 4).map((line) => screen.paint("unknown", line)),
    ...answers.flatMap(({ value, label }) => hang("      ", `${value}: ${label}`, screen.width, 8)),
    ...hang("    ", reason, screen.width),
    ...evidenceLines(evidence, screen.width - 6, screen.all).flatMap((line) =>
      hang("      ", line, screen.width, 8),
    ),
  ];
}
