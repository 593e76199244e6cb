import type { Path } from "../../world/json.ts";

const SPACE = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\]|\\.)*"/sy;
const SCALAR = /[^\s,\]}]+/y;
const INSIDE = /[^"{}[\]]*/y;

/**
 * Index in a JSON text of the field at `path`: of its key, of the element in a list. Where the path leaves the
 * text, of the deepest part that is there.
 */
export function findInJson(text: string, path: Path): number {
  let found = skip(SPACE, text, 0);
  let at = found;
  for (const segment of path) {
    const next = typeof segment === "number" ? element(text, at, segment) : member(text, at, segment);
    if (next === undefined) return found;
    found = next.found;
    at = next.value;
  }
  return found;
}

interface Place {
  /** Where a person looks: the key, the element. */
  readonly found: number;
  readonly value: number;
}

function element(text: string, at: number, index: number): Place | undefined {
  if (text[at] !== "[") return undefined;
  let here = skip(SPACE, text, at + 1);
  for (let n = 0; here < text.length && text[here] !== "]"; n++) {
    if (n === index) return { found: here, value: here };
    here = skip(SPACE, text, skipValue(text, here));
    if (text[here] !== ",") return undefined;
    here = skip(SPACE, text, here + 1);
  }
  return undefined;
}

/** Of equal keys the last counts, as JSON.parse has it. */
function member(text: string, at: number, key: string): Place | undefined {
  if (text[at] !== "{") return undefined;
  let match: Place | undefined;
  let here = skip(SPACE, text, at + 1);
  while (text[here] === '"') {
    const end = skip(STRING, text, here);
    const colon = skip(SPACE, text, end);
    if (text[colon] !== ":") return match;
    const value = skip(SPACE, text, colon + 1);
    if (keyAt(text, here, end) === key) match = { found: here, value };
    here = skip(SPACE, text, skipValue(text, value));
    if (text[here] !== ",") return match;
    here = skip(SPACE, text, here + 1);
  }
  return match;
}

function keyAt(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end - 1);
  return raw.includes("\\") ? (JSON.parse(`"${raw}"`) as string) : raw;
}

function skipValue(text: string, at: number): number {
  const first = text[at];
  if (first === '"') return skip(STRING, text, at);
  if (first !== "{" && first !== "[") return skip(SCALAR, text, at);
  let depth = 0;
  for (let here = at; here < text.length; ) {
    here = skip(INSIDE, text, here);
    const byte = text[here];
    if (byte === '"') {
      here = Math.max(skip(STRING, text, here), here + 1);
      continue;
    }
    here++;
    if (byte === "{" || byte === "[") depth++;
    else if (--depth === 0) return here;
  }
  return text.length;
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
