import { type Assessment, assessmentSchema } from "./assessment.ts";
import { replaceUnseen } from "./escape.ts";

/** The assessment itself. Its keys are in the schema's order, whoever built it. */
export function renderJson(assessment: Assessment): string {
  return stringifyJson(assessmentSchema.parse(assessment));
}

/** JSON in which nothing acts on the terminal it may be printed on; the same value as any other JSON of it. */
export function stringifyJson(value: unknown): string {
  const json = JSON.stringify(value, null, 2);
  // Inside strings JSON has escaped every line break: those left stand between the values.
  return `${replaceUnseen(json, (character) => (character === "\n" ? character : escapeUnits(character)))}\n`;
}

/** JSON knows no escapes beyond \uffff: characters outside the basic plane are two. */
function escapeUnits(character: string): string {
  let escaped = "";
  for (let index = 0; index < character.length; index++) {
    escaped += `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`;
  }
  return escaped;
}
