import { type Assessment, assessmentSchema } from "./assessment.ts";
import { replaceUnseen } from "./escape.ts";

/** The same object as `-o json`, as YAML that 1.1 and 1.2 parsers read alike. */
export function renderYaml(assessment: Assessment): string {
  return yamlText(assessmentSchema.parse(assessment));
}

/** A mapping as YAML, whatever its strings hold. */
export function yamlText(value: object): string {
  const lines: string[] = [];
  block(value, "", lines);
  return `${lines.join("\n")}\n`;
}

/** Words that need no quotes: letters first, nothing that any parser could take for another type or for syntax. */
const PLAIN = /^[A-Za-z][A-Za-z0-9_./-]*(?: [A-Za-z0-9_./-]+)*$/;
const OTHER_TYPE = /^(?:true|false|yes|no|on|off|y|n|null|nan|inf|infinity)$/i;

/** Writes a mapping or a sequence that is not empty; `first` stands before its first line. */
function block(value: object, indent: string, lines: string[], first = indent): void {
  let start = first;
  if (Array.isArray(value)) {
    for (const entry of value) {
      if (isNested(entry)) block(entry, `${indent}  `, lines, `${start}- `);
      else lines.push(`${start}- ${leaf(entry)}`);
      start = indent;
    }
    return;
  }
  for (const [key, entry] of Object.entries(value)) {
    if (entry === undefined) continue;
    if (isNested(entry)) {
      lines.push(`${start}${scalar(key)}:`);
      block(entry, `${indent}  `, lines);
    } else lines.push(`${start}${scalar(key)}: ${leaf(entry)}`);
    start = indent;
  }
}

function isNested(value: unknown): value is object {
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}

function leaf(value: unknown): string {
  if (typeof value !== "object" || value === null) return scalar(value);
  return Array.isArray(value) ? "[]" : "{}";
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
