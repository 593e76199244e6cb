import { isSecretName } from "./names.ts";
import { redactNamed } from "./value.ts";

/**
 * A name and what assigns it, in any notation text may hold: YAML, JSON (also escaped inside a string), INI,
 * properties, shell, connection strings, URL queries. The lookbehind keeps a long word from being tried at
 * each of its letters.
 */
const ASSIGNED = /(?<![\w.-])([\w.-]{2,100})(\\*["']?[ \t]*(?:=>|:=|=|:(?![/:]))[ \t]*)/g;

/** `--password hunter2`, `-token abc`. */
const FLAG = /(?<![\w-])(--?([A-Za-z][\w-]{1,60})[ \t]+)(?!-)("[^"\n]*"|'[^'\n]*'|[^\s"']+)/g;

/** `<password>hunter2</password>` */
const ELEMENT = /(<([\w.:-]{2,60})>)([^<]{1,4096})(?=<\/\2>)/g;

/** `name: TOKEN` and its `value: abc`, as environments are written in YAML and JSON. */
const PAIR =
  /(\b(?:name|key)\\{0,9}["']?\s{0,9}[:=]\s{0,9}\\{0,9}["']?)([\w.-]{2,100})(\\{0,9}["']?\s{0,99},?\s{0,99}\\{0,9}["']?value\\{0,9}["']?\s{0,9}[:=]\s{0,9})/g;

/** An indentation deeper than this is no indentation, and a quoted secret longer than this has lost its other quote. */
const LONGEST_MARGIN = 400;
const LONGEST_QUOTED = 64 * 1024;

/** Redacts every value that is assigned to a secret's name somewhere in a text. */
export function redactAssignments(text: string): string {
  let out = replaceValues(text, ASSIGNED, 1, 2);
  out = replaceValues(out, PAIR, 2, 3);
  if (out.includes("-")) {
    out = out.replace(FLAG, (whole, flag: string, name: string, value: string) =>
      isSecretName(name) ? flag + redactNamed(unquoted(value)) : whole,
    );
  }
  if (out.includes("</")) {
    out = out.replace(ELEMENT, (whole, open: string, name: string, value: string) =>
      isSecretName(name) ? open + redactNamed(value) : whole,
    );
  }
  return out;
}

function unquoted(value: string): string {
  return /^(["']).*\1$/s.test(value) ? value.slice(1, -1) : value;
}

function replaceValues(text: string, pattern: RegExp, nameGroup: number, lastGroup: number): string {
  let out = "";
  let copied = 0;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const name = match[nameGroup] ?? "";
    const start = match.index + match[0].length;
    if (lastGroup < 2 || !isSecretName(name)) continue;
    const atLineStart = /^[ \t]*(?:- |export )?\\*["']?$/.test(lineBefore(text, match.index));
    const value = valueAt(text, start, atLineStart, match.index);
    if (value === undefined) continue;
    out += text.slice(copied, value.start) + value.text;
    copied = value.end;
    pattern.lastIndex = Math.max(value.end, start);
  }
  return copied === 0 ? text : out + text.slice(copied);
}

interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The value that begins at `start` and what is to stand there instead; undefined where it is a structure. */
function valueAt(text: string, start: number, atLineStart: boolean, key: number): Replacement | undefined {
  const quote = sticky(/\\*["']/y, text, start);
  if (quote !== undefined) {
    const from = start + quote.length;
    const end = closing(text, from, quote);
    // A quote in the middle of a word closes nothing: the value only happens to begin with one.
    if (!/[^\s,;}\])&<>\\"'|]/.test(text[end + quote.length] ?? "")) {
      return { start: from, end, text: redactNamed(text.slice(from, end)) };
    }
  }
  const block = sticky(/(?:[|>][-+0-9]*[ \t]*(?:#[^\n]*)?)?\r?\n/y, text, start);
  if (block !== undefined) return indentedBlock(text, start + block.length, key, /[|>]/.test(block));
  if (text[start] === "[") {
    const close = text.indexOf("]", start);
    const end = close < 0 ? text.length : close;
    return { start: start + 1, end, text: redactNamed(text.slice(start + 1, end)) };
  }
  if (text[start] === "{" && text[start + 1] !== "{") return undefined;
  const bare = sticky(atLineStart || quote !== undefined ? /[^\r\n]+/y : /[^\s&;"'<>)}]+/y, text, start);
  if (bare === undefined) return undefined;
  let end = start + bare.length;
  while (end > start && /[\s,]/.test(text[end - 1] ?? "")) end--;
  return { start, end, text: redactNamed(text.slice(start, end)) };
}

/** Below a name stand fields of its own: each is looked at by its own name. */
const STRUCTURE = /^\s*(?:- +)*(?:[\w.-]+|"[^"\n]*"|'[^'\n]*'):(?:\s|$)|^\s*\{/;

/** Lines below a key that are indented deeper than it: a block scalar, or a value on the next line. */
function indentedBlock(text: string, start: number, key: number, scalar: boolean): Replacement | undefined {
  const indent = lineBefore(text, key).length;
  let end = start;
  while (end < text.length) {
    const newline = text.indexOf("\n", end);
    const next = newline < 0 ? text.length : newline + 1;
    const line = text.slice(end, next);
    const depth = line.search(/\S/);
    if (depth >= 0 && depth <= indent && !(depth === indent && line.startsWith("- ", depth))) break;
    end = next;
  }
  const block = text.slice(start, end);
  if (block.trim() === "" || (!scalar && STRUCTURE.test(block))) return undefined;
  const lead = /^[ \t]*/.exec(block)?.[0] ?? "";
  const tail = block.endsWith("\n") ? "\n" : "";
  return { start, end, text: `${lead}${redactNamed(block.trim())}${tail}` };
}

/**
 * Where a text ends that was opened by `quote`: a quote sign with the backslashes it takes inside so many strings
 * (`"`, `\"`, `\\\"`). YAML doubles a single quote instead.
 */
function closing(text: string, from: number, quote: string): number {
  const limit = from + LONGEST_QUOTED;
  const sign = quote.at(-1) ?? '"';
  const depth = quote.length - 1;
  for (let at = text.indexOf(sign, from); at >= 0 && at < limit; at = text.indexOf(sign, at + 1)) {
    if (sign === "'" && text[at + 1] === "'") {
      at++;
      continue;
    }
    let backslashes = 0;
    while (at - 1 - backslashes >= from && text[at - 1 - backslashes] === "\\") backslashes++;
    const escaped = sign === '"' && (backslashes < depth || (backslashes - depth) % (2 * (depth + 1)) !== 0);
    if (!escaped) return at - Math.min(depth, backslashes);
  }
  const newline = text.indexOf("\n", from);
  return newline < 0 ? text.length : newline;
}

/** What stands before `at` on its line, the last `LONGEST_MARGIN` letters of it. */
function lineBefore(text: string, at: number): string {
  let from = at;
  while (from > 0 && at - from < LONGEST_MARGIN && text[from - 1] !== "\n") from--;
  return text.slice(from, at);
}

function sticky(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
