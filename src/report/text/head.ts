import type { Assessment } from "../assessment.ts";
import { factsOf } from "../facts.ts";
import { outcomeOf } from "../outcome.ts";
import type { Screen, Style } from "./screen.ts";
import { hang, wrap } from "./wrap.ts";

const OUTCOME_STYLE: Readonly<Record<Assessment["outcome"], Style>> = {
  breaks: "breaks",
  unknown: "unknown",
  ready: "holds",
  "not-affected": "holds",
};

/** The outcome in plain words, and which cluster and which move it is about. */
export function head(assessment: Assessment, screen: Screen): string[] {
  const outcome = outcomeOf(assessment);
  const style = OUTCOME_STYLE[assessment.outcome];
  return [
    ...wrap(outcome.sentence, screen.width).map((line) => screen.paint(style, line)),
    ...outcome.next.flatMap((sentence) => wrap(sentence, screen.width)),
    "",
    ...factsOf(assessment).flatMap(([label, text]) => fact(label, text, screen)),
  ];
}

function fact(label: string, text: string, screen: Screen): string[] {
  const prefix = `  ${label.padEnd(11)}`;
  const [first = "", ...rest] = hang(prefix, text, screen.width);
  return [screen.paint("quiet", first.slice(0, prefix.length)) + first.slice(prefix.length), ...rest];
}
