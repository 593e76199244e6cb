import { readFile } from "node:fs/promises";
import { z } from "zod";
import { FLOW, type Question } from "../decide/flow.ts";
import type { Given } from "../decide/walk.ts";
import { UserError } from "../errors.ts";
import { parseCidr } from "../world/addresses/cidr.ts";
import { parseYamlWithLines, reasonOf } from "./yaml-file.ts";

/** Blocks a proxy comes from: never everybody, or the answer would trust everybody. */
export function isProxyRange(text: string): boolean {
  const cidr = parseCidr(text);
  return cidr !== undefined && cidr.bits > 0;
}

export const RANGE_WORDS = "an address block such as 192.0.2.0/24, and not everybody's";

const proxyRange = z.string().refine(isProxyRange, RANGE_WORDS);

const answers = z.strictObject(
  Object.fromEntries(FLOW.questions.map((question) => [question.id, answerTo(question).optional()])),
  {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? `no question of the road: they are ${FLOW.questions.map(({ id }) => id).join(", ")}`
        : undefined,
  },
);

export const answersSchema = z.strictObject({
  apiVersion: z.literal("replatform.io/v1alpha1"),
  kind: z.literal("Answers"),
  answers: answers.nullable().describe("By question; none while every line is still a comment."),
});

interface Answer {
  readonly value: string;
  readonly note?: string | undefined;
  readonly proxyRanges?: readonly string[] | undefined;
}

/** A value, or the value with what belongs to it. */
function answerTo({ ask, answers: choices }: Question): z.ZodType<string | Answer> {
  const values = choices.map(({ value }) => value);
  const allowed = `one of ${values.join(", ")}`;
  const value = z.enum(values, { error: allowed });
  const needs = choices.some((choice) => choice.needs === "proxyRanges");
  const parts = { value, note: z.string().min(1).optional().describe("Why, shown with the answer.") };
  const ranges = z.array(proxyRange).optional().describe("Address blocks the proxy comes from.");
  const whole = needs ? z.strictObject({ ...parts, proxyRanges: ranges }) : z.strictObject(parts);
  return z.union([value, whole], { error: `${allowed} (or a map with value and note)` }).describe(ask);
}

/** What an answers file says, by question; each answer knows its line. */
export async function loadAnswers(path: string): Promise<ReadonlyMap<string, Given>> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw new UserError(`answers ${path} cannot be read: ${reasonOf(error)}`);
  }
  return parseAnswers(text, path);
}

export function parseAnswers(text: string, path: string): ReadonlyMap<string, Given> {
  const { value: file, lineOf } = parseYamlWithLines(text, path, answersSchema, "answers file");
  const given = new Map<string, Given>();
  for (const [question, answer] of Object.entries(file.answers ?? {})) {
    if (answer === undefined) continue;
    const { value, note, proxyRanges }: Answer = typeof answer === "string" ? { value: answer } : answer;
    given.set(question, {
      value,
      how: "given",
      where: `${path}:${lineOf(["answers", question])}`,
      ...(note === undefined ? {} : { note }),
      ...(proxyRanges === undefined ? {} : { proxyRanges }),
    });
  }
  return given;
}
