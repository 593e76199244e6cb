/** A word of a zone file, its escapes as they were written. */
export interface ZoneToken {
  readonly text: string;
  readonly quoted: boolean;
  readonly line: number;
}

/** One entry: a record or a directive, over as many lines as its parentheses span. */
export interface ZoneEntry {
  readonly line: number;
  /** It begins with white space, so the record has the owner of the one before. */
  readonly indented: boolean;
  readonly tokens: readonly ZoneToken[];
  /** Why it cannot be read. */
  readonly problem?: string;
}

/**
 * Takes a zone file apart (RFC 1035, section 5.1): comments from `;` on, quoted strings, `\` before a character that
 * shall mean itself, parentheses that make several lines one entry.
 */
export function* zoneEntries(text: string): Generator<ZoneEntry> {
  let line = 1;
  let tokens: ZoneToken[] = [];
  let first = 1;
  let indented = false;
  let atStart = true;
  let depth = 0;
  let opened = 0;
  let problem: string | undefined;
  const end = (): ZoneEntry => {
    const entry = { line: first, indented, tokens, ...(problem === undefined ? {} : { problem }) };
    tokens = [];
    problem = undefined;
    return entry;
  };
  WORD.lastIndex = 0;
  for (let match = WORD.exec(text); match !== null; match = WORD.exec(text)) {
    const [piece] = match;
    const kind = piece[0];
    if (tokens.length === 0 && depth === 0 && atStart) {
      first = line;
      indented = kind === " " || kind === "\t";
    }
    atStart = false;
    if (kind === "\n" || kind === "\r") {
      line++;
      if (depth > 0) continue;
      if (tokens.length > 0 || problem !== undefined) yield end();
      atStart = true;
    } else if (kind === "(") {
      if (depth++ === 0) opened = line;
    } else if (kind === ")") {
      if (depth === 0) problem ??= "a parenthesis is closed that was not opened";
      else depth--;
    } else if (kind === '"') {
      const closed = piece.length > 1 && piece.endsWith('"');
      if (!closed) problem ??= "a quoted string is not closed on its line";
      tokens.push({ text: piece.slice(1, closed ? -1 : undefined), quoted: true, line });
    } else if (kind !== ";" && kind !== " " && kind !== "\t") {
      tokens.push({ text: piece, quoted: false, line });
    }
  }
  if (depth > 0) problem ??= `the parenthesis of line ${opened} is not closed`;
  if (tokens.length > 0 || problem !== undefined) yield end();
}

/** Line ends, white space, comments, parentheses, quoted strings, words. */
const WORD =
  /\r\n|[\r\n]|[ \t]+|;[^\r\n]*|[()]|"(?:\\[^\r\n]|[^"\\\r\n])*"?|(?:\\[^\r\n]|\\(?=[\r\n]|$)|[^ \t\r\n;()"\\])+/gu;
