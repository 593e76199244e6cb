import { countLines } from "./lines.ts";

const NEWLINE = 0x0a;
const SPACE = 0x20;
const DASH = 0x2d;

/** A byte range of a document; `line` counts the newlines before it. */
export interface YamlItem {
  readonly start: number;
  readonly end: number;
  readonly line: number;
}

/** The items of a list in a YAML document and the text around them. */
export interface YamlList {
  readonly items: readonly YamlItem[];
  /** The document with `items: []` instead. */
  readonly outer: string;
}

/** Where a list begins: its `items:` line, the first byte behind that, and the column of the dashes. */
export interface YamlListHead {
  /** The text before `items:`. */
  readonly before: string;
  readonly first: number;
  readonly indent: number;
}

/** How far into a document its `items:` may stand. */
const HEAD = 64 * 1024;
const ITEMS = /(?:^|\n)items:[ \t]*(?:#[^\n]*)?\r?\n/;

/** Finds a block-style `items:` at the top of a document; undefined where there is none. */
export function findYamlList(bytes: Buffer): YamlListHead | undefined {
  const place = bytes.subarray(0, HEAD).indexOf("items:", 0, "latin1");
  if (place < 0) return undefined;
  const match = ITEMS.exec(bytes.toString("latin1", 0, HEAD));
  if (match === null) return undefined;
  const first = match.index + match[0].length;
  const indent = indentOfDash(bytes, first);
  const start = match.index + (match[0].startsWith("\n") ? 1 : 0);
  return indent < 0 ? undefined : { before: bytes.toString("utf8", 0, start), first, indent };
}

/**
 * The items from `from` on, told by their indentation, without parsing: each is then read, and may fail, on its
 * own. `end` is where the list ends, or the text.
 */
export function scanItems(bytes: Buffer, from: number, indent: number): { items: YamlItem[]; end: number } {
  const items: YamlItem[] = [];
  let line = 0;
  let start = -1;
  let startLine = 0;
  for (let at = from; at < bytes.length; line++) {
    const kind = lineKind(bytes, at, indent);
    if (kind !== "part") {
      if (start >= 0) items.push({ start, end: at, line: startLine });
      if (kind === "end") return { items, end: at };
      start = at;
      startLine = line;
    }
    const newline = bytes.indexOf(NEWLINE, at);
    at = newline < 0 ? bytes.length : newline + 1;
  }
  if (start >= 0) items.push({ start, end: bytes.length, line: startLine });
  return { items, end: bytes.length };
}

/** Takes a whole document's list apart; undefined for anything else, and where anchors tie items together. */
export function splitYamlList(bytes: Buffer): YamlList | undefined {
  const head = findYamlList(bytes);
  if (head === undefined || sharesNodes(bytes)) return undefined;
  const { items, end } = scanItems(bytes, head.first, head.indent);
  const before = countLines(bytes, 0, head.first);
  return {
    items: items.map((item) => ({ ...item, line: item.line + before })),
    outer: outerText(head.before, bytes.toString("utf8", end)),
  };
}

/** A list's text with its items left out. */
export function outerText(before: string, after: string): string {
  return `${before}items: []\n${after}`;
}

function sharesNodes(bytes: Buffer): boolean {
  if (!bytes.includes(0x26) || !bytes.includes(0x2a)) return false;
  const text = bytes.toString("latin1");
  return /[\s:[,-]&[\w-]+[ \t\r\n]/.test(text) && /[\s:[,-]\*[\w-]+[ \t\r\n,\]}]/.test(text);
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
