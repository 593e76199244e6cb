import type { Json, Path } from "../world/json.ts";
import { isObject } from "../world/json.ts";
import type { KubeObject } from "../world/resource.ts";

/** Some lines of an object as YAML, without secrets, because the object has none. */
export interface Excerpt {
  readonly lines: readonly string[];
  /** 0-based index in `lines` of the cited one. */
  readonly highlight: number;
}

const AROUND = 3;
const LONGEST_LINE = 200;

/**
 * The lines around the field at `path` (or the nearest one above it that exists), three before and three after.
 * Written from the redacted object, never from the file's text. `text`: of a value of many lines, the line to
 * show is the first that holds it.
 */
export function excerptOf(object: KubeObject, path: Path, text?: string): Excerpt {
  const target = existing(object, path);
  const before: string[] = [];
  let lines: string[] | undefined;
  let highlight = 0;
  for (const line of render(object as Json, { indent: "", target, text: text ?? "", on: true })) {
    if (lines !== undefined) {
      if (lines.push(line.text) === highlight + 1 + AROUND) break;
    } else if (line.cited) {
      highlight = before.length;
      lines = [...before, line.text];
    } else {
      before.push(line.text);
      if (before.length > AROUND) before.shift();
    }
  }
  const shown = lines ?? before;
  return { lines: shown.map(shorten), highlight: Math.min(highlight, Math.max(0, shown.length - 1)) };
}

function existing(object: unknown, path: Path): Path {
  let here = object;
  for (const [index, segment] of path.entries()) {
    const inside =
      typeof here === "object" &&
      here !== null &&
      (typeof segment === "number" ? Array.isArray(here) : !Array.isArray(here)) &&
      Object.hasOwn(here, segment);
    if (!inside) return path.slice(0, index);
    here = (here as Record<string | number, unknown>)[segment];
  }
  return path;
}

function shorten(line: string): string {
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line;
}

interface Line {
  readonly text: string;
  readonly cited: boolean;
}

interface Place {
  readonly indent: string;
  /** What is left of the path to the cited field. */
  readonly target: Path;
  readonly text: string;
  /** Whether the path so far is the cited one's. */
  readonly on: boolean;
}

/** A value as kubectl prints it: lists at the column of their key. */
function* render(value: Json, place: Place): Generator<Line> {
  if (Array.isArray(value)) yield* renderList(value, place);
  else if (isObject(value)) yield* renderMap(value, place);
}

function* renderMap(map: { readonly [key: string]: Json | undefined }, place: Place): Generator<Line> {
  for (const [key, value] of Object.entries(map)) {
    if (value === undefined) continue;
    yield* renderField(`${place.indent}${scalar(key)}:`, value, inner(place, key, nested(value) ? "  " : ""));
  }
}

function nested(value: Json): boolean {
  return isObject(value) || typeof value === "string";
}

function* renderField(head: string, value: Json, place: Place): Generator<Line> {
  const cited = place.on && place.target.length === 0;
  if (typeof value === "string" && value.includes("\n")) {
    yield* renderBlock(head, value, place, cited);
  } else if (isEmpty(value)) {
    yield { text: `${head} ${scalar(value)}`, cited };
  } else {
    yield { text: head, cited };
    yield* render(value, place);
  }
}

function* renderBlock(head: string, value: string, place: Place, cited: boolean): Generator<Line> {
  const lines = value.replace(/\n$/, "").split("\n");
  const shown = cited && place.text !== "" ? lines.findIndex((line) => line.includes(place.text)) : -1;
  yield { text: `${head} ${value.endsWith("\n") ? "|" : "|-"}`, cited: cited && shown < 0 };
  for (const [index, line] of lines.entries()) {
    yield { text: line === "" ? "" : place.indent + line, cited: index === shown };
  }
}

function* renderList(list: readonly Json[], place: Place): Generator<Line> {
  for (const [index, value] of list.entries()) {
    const item = inner(place, index, "  ");
    const cited = item.on && item.target.length === 0;
    const head = `${place.indent}-`;
    if (isEmpty(value) || typeof value === "string") {
      yield* renderField(head, value, item);
      continue;
    }
    // The first line of the item stands behind the dash.
    let first = true;
    for (const line of render(value, item)) {
      yield first
        ? { text: `${head} ${line.text.slice(item.indent.length)}`, cited: cited || line.cited }
        : line;
      first = false;
    }
  }
}

function inner(place: Place, segment: string | number, deeper: string): Place {
  const on = place.on && place.target[0] === segment;
  return { indent: place.indent + deeper, target: on ? place.target.slice(1) : [], text: place.text, on };
}

/** What is written on its key's own line. */
function isEmpty(value: Json): boolean {
  if (typeof value !== "object" || value === null) return true;
  return Object.keys(value).length === 0;
}

const PLAIN = /^[A-Za-z_/][\w./@%+-]*(?: [\w./@%+-]+)*$/;
const WORD = /^(?:y|n|yes|no|on|off|true|false|null|~)$/i;

function scalar(value: Json): string {
  if (typeof value !== "string") return JSON.stringify(value);
  return PLAIN.test(value) && !WORD.test(value) ? value : JSON.stringify(value);
}
