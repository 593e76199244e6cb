import { type Assessment, assessmentSchema } from "./assessment.ts";
import { replaceUnseen } from "./escape.ts";

/** The same object as `-o json`, as YAML that 1.1 and 1.2 parsers read alike. */
export function renderYaml(assessment: Assessment): string {
  return `${block(assessmentSchema.parse(assessment), "").join("\n")}\n`;
}

/** Words that need no quotes: letters first, nothing that any parser could take for another type or for syntax. */
const PLAIN = /^[A-Za-z][A-Za-z0-9_./-]*(?: [A-Za-z0-9_./-]+)*$/;
const OTHER_TYPE = /^(?:true|false|yes|no|on|off|y|n|null|nan|inf|infinity)$/i;

function block(value: unknown, indent: string): string[] {
  if (Array.isArray(value)) return value.flatMap((entry) => item(entry, indent));
  return Object.entries(value as object).flatMap(([key, entry]) => {
    if (entry === undefined) return [];
    const start = `${indent}${scalar(key)}:`;
    if (isEmpty(entry)) return [`${start} ${Array.isArray(entry) ? "[]" : "{}"}`];
    if (typeof entry !== "object" || entry === null) return [`${start} ${scalar(entry)}`];
    return [start, ...block(entry, `${indent}  `)];
  });
}

function item(entry: unknown, indent: string): string[] {
  if (isEmpty(entry)) return [`${indent}- ${Array.isArray(entry) ? "[]" : "{}"}`];
  if (typeof entry !== "object" || entry === null) return [`${indent}- ${scalar(entry)}`];
  const [first = "", ...rest] = block(entry, `${indent}  `);
  return [`${indent}- ${first.trimStart()}`, ...rest];
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function scalar(value: unknown): string {
  if (typeof value !== "string") return JSON.stringify(value);
  if (PLAIN.test(value) && !OTHER_TYPE.test(value)) return value;
  const quoted = value.replace(/["\\]/g, "\\$&");
  return `"${replaceUnseen(quoted, (character) => `\\U${hex(character).padStart(8, "0")}`)}"`;
}

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16);
}
