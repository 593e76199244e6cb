import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { reasonOf } from "../../config/yaml-file.ts";
import { FLOW, type Question } from "../../decide/flow.ts";
import type { Given } from "../../decide/walk.ts";
import { UserError } from "../../errors.ts";
import { visible } from "../../report/escape.ts";
import type { Road, RoadTurn } from "../../report/road-section.ts";
import { clip, wrap } from "../../report/text/wrap.ts";
import { placeOf } from "../../report/words.ts";

const MARK = "# Answers to the questions of the road, as `replatform decide --write-answers` writes them.";
const WIDTH = 96;
const PLACES = 5;
const LONGEST_VALUE = 60;

/**
 * Refuses to write over a file that is there, unless `decide` made it and it is read too (--answers): then nothing that
 * it says is lost.
 */
export async function refuseForeign(path: string, answers: string | undefined): Promise<void> {
  let there: string;
  try {
    there = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw new UserError(`${path} cannot be written: ${reasonOf(error)}`);
  }
  const own = there.startsWith(MARK);
  if (own && answers !== undefined && resolve(answers) === resolve(path)) return;
  throw new UserError(
    own
      ? `${path} is there already: give it with --answers too, so that what it says is kept`
      : `${path} is there already and was not written by decide: name another file`,
  );
}

/** An answers file with what is known filled in: answers people gave, and as comments what was seen and what is open. */
export function answersText(
  road: Road,
  given: ReadonlyMap<string, Given>,
  sources: readonly string[],
): string {
  const turns = [...road.turns, ...road.ahead];
  const parts = FLOW.questions.map((question) => {
    const turn = turns.find((entry) => entry.question === question.id);
    return [...about(question, turn), ...answerLines(question, turn, given.get(question.id))].join("\n");
  });
  return [
    MARK,
    ...comment(`For: ${sources.join(", ")}`, ""),
    "# Take the # from the answer you choose; docs/road.md tells more. Lines that begin with # are not read.",
    "apiVersion: replatform.io/v1alpha1",
    "kind: Answers",
    "answers:",
    `${parts.join("\n\n")}\n`,
  ].join("\n");
}

function about(question: Question, turn: RoadTurn | undefined): string[] {
  if (turn === undefined) return [...comment(question.ask), ...comment("Not asked on this way.")];
  const known = turn.how === "assumed" ? "Open" : `${capital(turn.how)}, "${turn.answer.value}"`;
  const evidence = turn.evidence.slice(0, PLACES).map((place) => {
    const value = place.value === undefined ? "" : ` = ${clip(place.value, LONGEST_VALUE)}`;
    return `  ${placeOf(place)} ${place.path}${value}`;
  });
  return [question.ask, `${known}: ${turn.reason}.`, ...evidence].flatMap((text) => comment(text));
}

function answerLines(question: Question, turn: RoadTurn | undefined, said: Given | undefined): string[] {
  if (said !== undefined) return givenLines(question, said);
  if (turn?.how === "observed" || turn?.how === "computed") {
    return turn.lacking === undefined
      ? comment("Nothing to answer.")
      : [`  # ${question.id}: { value: ${quoted(visible(turn.answer.value))}, proxyRanges: [192.0.2.0/24] }`];
  }
  return question.answers.map(({ value, label, needs }) => {
    const written =
      needs === undefined ? quoted(value) : `{ value: ${quoted(value)}, proxyRanges: [192.0.2.0/24] }`;
    return `  # ${question.id}: ${written}  # ${label}`;
  });
}

function givenLines({ id }: Question, { value, note, proxyRanges }: Given): string[] {
  if (note === undefined && proxyRanges === undefined) return [`  ${id}: ${quoted(value)}`];
  return [
    `  ${id}:`,
    `    value: ${quoted(value)}`,
    ...(note === undefined ? [] : [`    note: ${JSON.stringify(note)}`]),
    ...(proxyRanges === undefined ? [] : [`    proxyRanges: [${proxyRanges.join(", ")}]`]),
  ];
}

/** Quoted where a YAML 1.1 parser would take it for a boolean. */
function quoted(value: string): string {
  return /^(?:yes|no)$/.test(value) ? `"${value}"` : value;
}

/** Text from the cluster as comment lines: nothing in it can end the line. */
function comment(text: string, indent = "  "): string[] {
  const inner = /^ */.exec(text)?.[0] ?? "";
  return wrap(visible(text.trim()), WIDTH - inner.length).map((line) => `${indent}# ${inner}${line}`);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
