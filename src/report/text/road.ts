import { refLabel } from "../../world/resource.ts";
import type { Road, RoadTurn } from "../road-section.ts";
import { howWords, planWords, roadSentences, whyWords } from "../road-words.ts";
import { underlined } from "./findings.ts";
import type { Screen, Style } from "./screen.ts";
import { hang, wrap } from "./wrap.ts";

const STYLE: Readonly<Record<Road["outcome"]["kind"], Style>> = {
  ready: "holds",
  "fix-first": "breaks",
  deferred: "unknown",
  "new-cluster": "holds",
};

/** As many things to fix are named; the findings say more of each. */
const FIXES = 10;

/** The road: where it leads, the turns with their reasons, and who does what next. */
export function road(way: Road | undefined, screen: Screen): string[] {
  if (way === undefined) return [];
  const style = way.decided ? STYLE[way.outcome.kind] : "unknown";
  const sentences = roadSentences(way).flatMap((sentence) => wrap(sentence, screen.width));
  return [
    "",
    ...underlined("The road", screen),
    "",
    ...sentences.map((line) => screen.paint(style, line)),
    ...wrap(planWords(way), screen.width).map((line) => screen.paint("quiet", line)),
    "",
    ...way.turns.flatMap((turn, index) => turnLines(turn, `${index + 1}`, screen)),
    ...(way.ahead.length === 0 ? [] : ["", ...hang("  ", "After that, as it stands:", screen.width)]),
    ...way.ahead.flatMap((turn, index) => turnLines(turn, `${way.turns.length + index + 1}`, screen)),
    ...fixes(way, screen),
    ...next("The provider next", way.outcome.provider, screen),
    ...next("The customer next", way.outcome.customer, screen),
  ];
}

function turnLines(turn: RoadTurn, number: string, screen: Screen): string[] {
  const how = howWords(turn);
  const [first = "", ...rest] = hang(
    `${number.padStart(4)}  `,
    `${turn.title} ${turn.answer.label} (${how})`,
    screen.width,
  );
  const open = turn.how === "assumed" || turn.lacking !== undefined;
  return [
    ...[first, ...rest].map((line) => screen.paint(open ? "unknown" : "title", line)),
    ...whyWords(turn).flatMap((text) => hang("      ", text, screen.width)),
  ];
}

function fixes({ outcome }: Road, screen: Screen): string[] {
  if (outcome.fixes.length === 0) return [];
  const shown = screen.all ? outcome.fixes : outcome.fixes.slice(0, FIXES);
  const left = outcome.fixes.length - shown.length;
  return [
    "",
    ...hang("  ", "To fix first", screen.width).map((line) => screen.paint("title", line)),
    ...shown.flatMap(({ finding, subject }) =>
      hang(
        "    ",
        finding === undefined ? refLabel(subject) : `${finding}  ${refLabel(subject)}`,
        screen.width,
        6,
      ),
    ),
    ...(left > 0
      ? hang("    ", `and ${left} more (--all shows them, -o json holds them)`, screen.width)
      : []),
  ];
}

function next(title: string, steps: readonly string[], screen: Screen): string[] {
  return [
    "",
    ...hang("  ", title, screen.width).map((line) => screen.paint("title", line)),
    ...steps.flatMap((step, index) => hang(`${index + 1}`.padStart(5).concat("  "), step, screen.width)),
  ];
}
