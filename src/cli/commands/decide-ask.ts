import { stat } from "node:fs/promises";
import { cancel, intro, log, outro, select, text } from "@clack/prompts";
import { isProxyRange, RANGE_WORDS } from "../../config/answers.ts";
import { reasonOf } from "../../config/yaml-file.ts";
import type { RoadResult } from "../../decide/road.ts";
import type { Given } from "../../decide/walk.ts";
import { visible } from "../../report/escape.ts";
import type { Road, RoadTurn } from "../../report/road-section.ts";
import { placeOf } from "../../report/words.ts";
import { refLabel } from "../../world/resource.ts";
import { Interrupt } from "../interrupt.ts";

const PLACES = 5;

/** Questions go to stderr, so that standard output holds the result alone. */
const common = { input: process.stdin, output: process.stderr };

export interface AskOptions {
  readonly decide: (given: ReadonlyMap<string, Given>) => RoadResult;
  readonly said: ReadonlyMap<string, Given>;
  section(road: RoadResult): Promise<Road>;
  /** Whether to ask for a file to save the answers in. */
  readonly offerSaving: boolean;
  readonly signal: AbortSignal;
}

export interface Asked {
  readonly road: RoadResult;
  readonly given: ReadonlyMap<string, Given>;
  readonly saveTo: string | undefined;
}

/** Asks one open question after the other, each answer deciding which comes next. Ctrl-C ends the program. */
export async function askOpen({ decide, said, section, offerSaving, signal }: AskOptions): Promise<Asked> {
  const given = new Map(said);
  let road = decide(given);
  assumeSize();
  intro("The road: what could not be read, you are asked", common);
  while (!road.decided) {
    const shown = await section(road);
    const turn = shown.turns.find((entry) => entry.question === shown.open[0]?.question);
    const question = road.open[0]?.question;
    if (turn === undefined || question === undefined) break;
    log.message(beside(turn), common);
    const lacking = turn.lacking !== undefined && turn.how !== "assumed";
    const value = lacking ? turn.answer.value : await choice(turn, question.answers, signal);
    const needs = question.answers.some((answer) => answer.value === value && answer.needs !== undefined);
    const proxyRanges = needs ? await ranges(signal) : undefined;
    given.set(question.id, {
      value,
      how: "asked",
      where: "the terminal",
      ...(proxyRanges === undefined ? {} : { proxyRanges }),
    });
    road = decide(given);
  }
  const saveTo = offerSaving ? await place(signal) : undefined;
  outro("Thank you, nothing else is open", common);
  return { road, given, saveTo };
}

/** A terminal that does not tell its size (a serial console) has the size terminals had. */
function assumeSize(): void {
  const { output } = common;
  if (output.columns > 0) return;
  output.columns = 80;
  output.rows = 24;
}

/** The evidence, as a person needs it to answer. */
function beside({ reason, evidence }: RoadTurn): string {
  const places = evidence.slice(0, PLACES).map((entry) => {
    const object = entry.object === undefined ? "" : ` ${refLabel(entry.object)}`;
    const value = entry.value === undefined ? "" : ` = ${entry.value}`;
    return visible(`  ${placeOf(entry)}${object} ${entry.path}${value}`);
  });
  return [visible(reason), ...places].join("\n");
}

async function choice(
  turn: RoadTurn,
  answers: readonly { readonly value: string; readonly label: string }[],
  signal: AbortSignal,
): Promise<string> {
  const options = answers.map(({ value, label }) => ({ value, label }));
  return answerOf(
    await select({ message: turn.ask, options, initialValue: turn.answer.value, signal, ...common }),
  );
}

async function ranges(signal: AbortSignal): Promise<readonly string[]> {
  const typed = await text({
    message: "Which address blocks does the proxy come from? (several: with commas)",
    placeholder: "192.0.2.0/24, 198.51.100.0/24",
    validate: (value) => {
      const wrong = blocks(value).find((block) => !isProxyRange(block));
      if (wrong !== undefined) return `${wrong}: give ${RANGE_WORDS}`;
      return blocks(value).length === 0 ? `Give ${RANGE_WORDS}` : undefined;
    },
    signal,
    ...common,
  });
  return blocks(answerOf(typed));
}

function blocks(value: string | undefined): string[] {
  return (value ?? "").split(/[\s,]+/).filter((block) => block !== "");
}

async function place(signal: AbortSignal): Promise<string | undefined> {
  const typed = await text({
    message: "Save the answers to a file? (its name; nothing: no)",
    validate: async (value) =>
      value === undefined || value.trim() === "" ? undefined : await taken(value.trim()),
    signal,
    ...common,
  });
  const path = answerOf(typed ?? "").trim();
  return path === "" ? undefined : path;
}

async function taken(path: string): Promise<string | undefined> {
  try {
    await stat(path);
    return `${path} is there already: name another file`;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? undefined : reasonOf(error);
  }
}

/** What was answered; a person who leaves ends the program, and nothing is written. */
function answerOf(value: string | symbol): string {
  if (typeof value === "string") return value;
  cancel("Left without an answer", common);
  throw new Interrupt("interrupted");
}
