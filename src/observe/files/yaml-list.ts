const NEWLINE = 0x0a;
const SPACE = 0x20;
const DASH = 0x2d;

/** The items of a list in a YAML document (byte ranges; `line` counts newlines before) and the text around them. */
export interface YamlList {
  readonly items: readonly { readonly start: number; readonly end: number; readonly line: number }[];
  /** The document with `items: []` instead. */
  readonly outer: string;
}

/** How far into a document its `items:` may stand. */
const HEAD = 64 * 1024;
const ITEMS = /(?:^|\n)items:[ \t]*(?:#[^\n]*)?\r?\n/;

/**
 * Finds the items of a block-style `items:` list by their indentation, without parsing: each is then read, and
 * may fail, on its own. Undefined for anything written otherwise, and where anchors tie items together.
 */
export function splitYamlList(bytes: Buffer): YamlList | undefined {
  const match = ITEMS.exec(bytes.toString("latin1", 0, HEAD));
  if (match === null) return undefined;
  const first = match.index + match[0].length;
  const indent = indentOfDash(bytes, first);
  if (indent < 0) return undefined;
  const items: { start: number; end: number; line: number }[] = [];
  let line = linesIn(match.input, first);
  let start = -1;
  let startLine = 0;
  let end = bytes.length;
  for (let at = first; at < bytes.length; line++) {
    const kind = lineKind(bytes, at, indent);
    if (kind === "item" || kind === "end") {
      if (start >= 0) items.push({ start, end: at, line: startLine });
      start = at;
      startLine = line;
      if (kind === "end") {
        end = at;
        start = -1;
        break;
      }
    }
    const newline = bytes.indexOf(NEWLINE, at);
    at = newline < 0 ? bytes.length : newline + 1;
  }
  if (start >= 0) items.push({ start, end: bytes.length, line: startLine });
  if (items.length > 0 && bytes.includes("&") && ANCHOR.test(bytes.toString("latin1"))) return undefined;
  const outer = `${bytes.toString("utf8", 0, first).replace(/items:[^\n]*\n$/, "items: []\n")}${bytes.toString("utf8", end)}`;
  return { items, outer };
}

const ANCHOR = /[\s:[,-]&[\w-]+\s[\s\S]*\*[\w-]/;

function linesIn(text: string, length: number): number {
  let lines = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at < length; at = text.indexOf("\n", at + 1)) lines++;
  return lines;
}

/** Columns before the `- ` of the first item; -1 where something else comes. */
function indentOfDash(bytes: Buffer, at: number): number {
  let column = 0;
  while (bytes[at + column] === SPACE) column++;
  const next = bytes[at + column + 1];
  return bytes[at + column] === DASH && (next === SPACE || next === NEWLINE || next === 0x0d) ? column : -1;
}

/** What a line is to a list indented this far: its next item, its end, or part of the item before. */
function lineKind(bytes: Buffer, at: number, indent: number): "item" | "end" | "part" {
  for (let column = 0; column < indent; column++) {
    const byte = bytes[at + column];
    if (byte === SPACE) continue;
    return byte === NEWLINE || byte === 0x0d || byte === 0x23 || byte === undefined ? "part" : "end";
  }
  const byte = bytes[at + indent];
  if (byte === SPACE || byte === NEWLINE || byte === 0x0d || byte === 0x23 || byte === undefined)
    return "part";
  if (byte !== DASH) return "end";
  const next = bytes[at + indent + 1];
  return next === SPACE || next === NEWLINE || next === 0x0d ? "item" : "part";
}
