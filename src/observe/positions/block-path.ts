import type { Path, PathSegment } from "../../world/json.ts";

/** Lines of a block that start at one column. `from` may stand behind a `- ` on its line. */
interface Block {
  readonly from: number;
  readonly to: number;
}

/**
 * Index in a YAML text of the field at `path`, or of the deepest part of the path that is there, found by
 * indentation alone; undefined where that cannot tell (flow collections, anchors, merges) and a parser must.
 * Hundreds of times faster than one, and manifests are hardly ever written otherwise.
 */
export function findInBlocks(text: string, path: Path): number | undefined {
  let block: Block = { from: 0, to: text.length };
  let found = 0;
  for (const segment of path) {
    const start = contentStart(text, block);
    if (start === undefined) return undefined;
    const next =
      typeof segment === "number"
        ? item(text, start, block.to, segment)
        : entry(text, start, block.to, segment);
    if (next === undefined) return undefined;
    if (next === "absent") return found;
    found = next.found;
    block = next.block;
  }
  return found;
}

interface Step {
  readonly found: number;
  readonly block: Block;
}

/** Where the block's first content begins; undefined when it is no block (a scalar, a flow collection, an alias). */
function contentStart(text: string, { from, to }: Block): number | undefined {
  const start = skipBlank(text, from, to);
  return start < to && !/[{[&*!|>%@`]/.test(text[start] ?? "") ? start : undefined;
}

function item(text: string, start: number, to: number, index: number): Step | "absent" | undefined {
  const column = columnOf(text, start);
  let n = -1;
  let found = -1;
  for (let at = start; at < to; ) {
    const isItem = text[at] === "-" && /[ \t\r\n]/.test(text[at + 1] ?? "\n");
    if (!isItem || columnOf(text, at) !== column) return undefined;
    const end = endOfBlock(text, at, to, column, false);
    if (++n === index) {
      found = skipBlank(text, at + 1, end);
      return { found, block: { from: at + 1, to: end } };
    }
    at = skipBlank(text, end, to);
  }
  return "absent";
}

function entry(text: string, start: number, to: number, key: PathSegment): Step | "absent" | undefined {
  const column = columnOf(text, start);
  let step: Step | undefined;
  for (let at = start; at < to; ) {
    if (columnOf(text, at) !== column) return undefined;
    const own = keyAt(text, at);
    if (own === undefined || own.key === "<<") return undefined;
    const end = endOfBlock(text, at, to, column, true);
    if (own.key === key) step = { found: at, block: { from: own.end, to: end } };
    at = skipBlank(text, end, to);
  }
  return step ?? "absent";
}

const KEY =
  /(?:"([^"\\\n]*)"|'([^'\n]*)'|([A-Za-z0-9_./$@%+*~-][^\n:#"'{}[\],&*!|>]*?(?::[^\s\n:#"'{}[\],&*!|>][^\n:#"'{}[\],&*!|>]*?)*))[ \t]*:(?=[ \t\r\n]|$)/y;

function keyAt(text: string, at: number): { readonly key: string; readonly end: number } | undefined {
  KEY.lastIndex = at;
  const match = KEY.exec(text);
  if (match === null) return undefined;
  return { key: match[1] ?? match[2] ?? match[3] ?? "", end: KEY.lastIndex };
}

/**
 * Start of the first line behind the one at `at` that is not indented deeper than `column`. With `lists`, items at
 * that very column still belong to the key above them.
 */
function endOfBlock(text: string, at: number, to: number, column: number, lists: boolean): number {
  let line = nextLine(text, at);
  while (line < to) {
    const content = skipSpaces(text, line);
    const first = text[content];
    if (first !== undefined && first !== "\n" && first !== "\r" && first !== "#") {
      const indent = content - line;
      const belongs = lists && indent === column && first === "-" && /\s/.test(text[content + 1] ?? "\n");
      if (indent <= column && !belongs) return line;
    }
    line = nextLine(text, content);
  }
  return to;
}

function skipBlank(text: string, from: number, to: number): number {
  let at = skipSpaces(text, from);
  while (at < to && (text[at] === "\n" || text[at] === "\r" || text[at] === "#")) {
    at = skipSpaces(text, text[at] === "#" ? nextLine(text, at) : at + 1);
  }
  return Math.min(at, to);
}

function skipSpaces(text: string, from: number): number {
  let at = from;
  while (text[at] === " ") at++;
  return at;
}

function nextLine(text: string, at: number): number {
  const newline = text.indexOf("\n", at);
  return newline < 0 ? text.length : newline + 1;
}

function columnOf(text: string, at: number): number {
  return at - (text.lastIndexOf("\n", at - 1) + 1);
}
