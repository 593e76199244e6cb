import { resolvePlain } from "./yaml-schema.ts";

/** Not the YAML this reader knows: the real parser must say what it is. */
export const UNSURE = Symbol("unsure");

/**
 * Reads the YAML that kubectl prints and people write for it: block maps and lists, scalars on one line, `|`
 * blocks. Four times faster than a parser for all of YAML, and it answers UNSURE at anything else (flow
 * collections, anchors, tags, folded text, tabs, errors) so that there is only one opinion on what those mean.
 * `bytes`: the same text where it is all ASCII; its strings then do not keep the whole text in memory.
 */
export function readBlockYaml(text: string, bytes: Buffer | undefined): unknown {
  // What js-yaml refuses, and what it counts as two characters.
  if (UNPRINTABLE.test(text)) return UNSURE;
  const reader = new BlockReader(text, bytes);
  try {
    return reader.document();
  } catch (error) {
    if (error === UNSURE) return UNSURE;
    throw error;
  }
}

const UNPRINTABLE = /[^\n\x20-\x7e\xa0-\u1fff\u2030-\ud7ff\ue000-\ufffd]/;

const NEWLINE = 0x0a;
const SPACE = 0x20;
const QUOTE = 0x22;
const HASH = 0x23;
const APOSTROPHE = 0x27;
const DASH = 0x2d;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const PIPE = 0x7c;

/** Characters a plain key may have: names, label keys, file names. */
const KEY = table("A-Za-z0-9_./-");
/** Characters a plain scalar may begin with, besides `-` and `:` before something else than white space. */
const FIRST = table("A-Za-z0-9_./$()<+~^=;\\\\");

const MAX_DEPTH = 100;
/** Shorter strings are copied by V8 anyway; longer ones would be views that keep the text alive. */
const VIEW = 13;

function table(pattern: string): Uint8Array {
  const set = new RegExp(`[${pattern}]`);
  return Uint8Array.from({ length: 128 }, (_, code) => (set.test(String.fromCharCode(code)) ? 1 : 0));
}

class BlockReader {
  readonly #text: string;
  readonly #bytes: Buffer | undefined;
  readonly #length: number;
  /** Start and column of the line's content that is to be read next; the end of the text when there is none. */
  #at = 0;
  #column = 0;
  #depth = 0;

  constructor(text: string, bytes: Buffer | undefined) {
    this.#text = text;
    this.#bytes = bytes;
    this.#length = text.length;
  }

  document(): unknown {
    this.#nextContent(0);
    if (this.#at >= this.#length) return UNSURE;
    const value = this.#block(this.#column);
    if (this.#at < this.#length) throw UNSURE;
    return value;
  }

  /** Goes to the next line, from the start of one, that is neither blank nor a comment. */
  #nextContent(lineStart: number): void {
    const text = this.#text;
    let line = lineStart;
    for (;;) {
      let at = line;
      while (text.charCodeAt(at) === SPACE) at++;
      const code = text.charCodeAt(at);
      if (at >= this.#length) {
        this.#at = this.#length;
        this.#column = -1;
        return;
      }
      if (code !== NEWLINE && code !== HASH) {
        this.#at = at;
        this.#column = at - line;
        return;
      }
      const newline = code === NEWLINE ? at : text.indexOf("\n", at);
      if (newline < 0) {
        this.#at = this.#length;
        this.#column = -1;
        return;
      }
      line = newline + 1;
    }
  }

  /** The map or list whose first entry begins here. */
  #block(column: number): unknown {
    if (++this.#depth > MAX_DEPTH) throw UNSURE;
    const value = this.#isDash(this.#at) ? this.#list(column) : this.#map(column);
    this.#depth--;
    return value;
  }

  #isDash(at: number): boolean {
    if (this.#text.charCodeAt(at) !== DASH) return false;
    const next = this.#text.charCodeAt(at + 1);
    return next === SPACE || next === NEWLINE || at + 1 >= this.#length;
  }

  #list(column: number): unknown[] {
    const list: unknown[] = [];
    while (this.#column === column && this.#isDash(this.#at)) {
      let at = this.#at + 1;
      while (this.#text.charCodeAt(at) === SPACE) at++;
      const code = this.#text.charCodeAt(at);
      if (at >= this.#length || code === NEWLINE || code === HASH) {
        const below = this.#below(at, column, false);
        // js-yaml may take what follows an empty item for the item, though it stands further to the left.
        if (below === null) throw UNSURE;
        list.push(below);
      } else if (this.#isDash(at) || this.#keyEnd(at) > 0) {
        // A map or list that begins on the dash's own line: its column is where it begins.
        const inner = column + (at - this.#at);
        this.#at = at;
        this.#column = inner;
        list.push(this.#block(inner));
      } else {
        list.push(this.#scalar(at, column));
      }
    }
    if (this.#column > column) throw UNSURE;
    return list;
  }

  #map(column: number): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    while (this.#column === column) {
      if (this.#isDash(this.#at)) break;
      const end = this.#keyEnd(this.#at);
      if (end <= 0) throw UNSURE;
      const key = this.#key(this.#at, end);
      let at = this.#text.indexOf(":", end) + 1;
      while (this.#text.charCodeAt(at) === SPACE) at++;
      const code = this.#text.charCodeAt(at);
      map[key] =
        at >= this.#length || code === NEWLINE || code === HASH
          ? this.#below(at, column, true)
          : this.#scalar(at, column);
    }
    if (this.#column > column) throw UNSURE;
    return map;
  }

  /** What stands below an entry with nothing on its own line. A list may stand at its key's column. */
  #below(at: number, column: number, inMap: boolean): unknown {
    // A comment needs a space before it.
    if (this.#text.charCodeAt(at) === HASH && this.#text.charCodeAt(at - 1) !== SPACE) throw UNSURE;
    this.#nextContent(this.#lineAfter(at));
    if (this.#column > column) return this.#block(this.#column);
    if (inMap && this.#column === column && this.#isDash(this.#at)) {
      if (++this.#depth > MAX_DEPTH) throw UNSURE;
      const list = this.#list(column);
      this.#depth--;
      return list;
    }
    return null;
  }

  /** Where the key that begins here ends (before its colon); 0 when none does, and UNSURE when that is hard to tell. */
  #keyEnd(start: number): number {
    const text = this.#text;
    const first = text.charCodeAt(start);
    let at = start;
    if (first === QUOTE || first === APOSTROPHE) {
      const close = text.indexOf(first === QUOTE ? '"' : "'", start + 1);
      if (close < 0 || text.charCodeAt(close + 1) !== COLON) return 0;
      if (text.slice(start, close).includes("\\") || text.slice(start, close).includes("\n")) throw UNSURE;
      at = close + 1;
    } else {
      if (first === DASH && !(KEY[text.charCodeAt(start + 1)] ?? 0)) return 0;
      while (KEY[text.charCodeAt(at)] === 1) at++;
      if (at === start || text.charCodeAt(at) !== COLON) return 0;
    }
    const next = text.charCodeAt(at + 1);
    if (next !== SPACE && next !== NEWLINE && at + 1 < this.#length) return 0;
    return at;
  }

  #key(start: number, end: number): string {
    const first = this.#text.charCodeAt(start);
    if (first === QUOTE || first === APOSTROPHE) return checkedKey(this.#text.slice(start + 1, end - 1));
    const key = this.#text.slice(start, end);
    let known = KEYS.get(key);
    if (known === undefined) {
      const value = resolvePlain(key);
      known = checkedKey(value === undefined ? key : String(value));
      if (KEYS.size > MOST_KEYS) KEYS.clear();
      KEYS.set(key, known);
    }
    return known;
  }

  /** A scalar on the rest of a line, or the block below a `|`. */
  #scalar(at: number, column: number): unknown {
    const first = this.#text.charCodeAt(at);
    if (first === PIPE) return this.#literal(at, column);
    let value: unknown;
    let end: number;
    if (first === QUOTE) {
      end = this.#closingQuote(at);
      value = this.#doubleQuoted(at, end);
    } else if (first === APOSTROPHE) {
      end = this.#closingApostrophe(at);
      const inside = this.#string(at + 1, end);
      value = inside.includes("''") ? inside.replaceAll("''", "'") : inside;
    } else if (this.#text.startsWith("{}", at) || this.#text.startsWith("[]", at)) {
      end = at + 1;
      value = this.#text[at] === "{" ? {} : [];
    } else {
      return this.#plain(at, column);
    }
    this.#endOfLine(end + 1, column);
    return value;
  }

  /** Behind a scalar with an end of its own there may be a comment, and the next line must not belong to it. */
  #endOfLine(from: number, column: number): void {
    let at = from;
    while (this.#text.charCodeAt(at) === SPACE) at++;
    const code = this.#text.charCodeAt(at);
    if (at < this.#length && code !== NEWLINE && (code !== HASH || at === from)) throw UNSURE;
    this.#nextContent(this.#lineAfter(at));
    if (this.#column > column) throw UNSURE;
  }

  #plain(start: number, column: number): unknown {
    const text = this.#text;
    const first = text.charCodeAt(start);
    if (first === DASH || first === COLON) {
      const second = text.charCodeAt(start + 1);
      if (second === SPACE || second === NEWLINE || start + 1 >= this.#length) throw UNSURE;
    } else if (first < 128 ? FIRST[first] !== 1 : false) {
      throw UNSURE;
    }
    const newline = text.indexOf("\n", start);
    const line = text.slice(start, newline < 0 ? this.#length : newline);
    const comment = line.indexOf(" #");
    let end = start + (comment < 0 ? line.length : comment);
    while (text.charCodeAt(end - 1) === SPACE) end--;
    // `a: b: c` and `a:` are no scalars.
    for (
      let colon = line.indexOf(":");
      colon >= 0 && start + colon < end;
      colon = line.indexOf(":", colon + 1)
    ) {
      if (start + colon + 1 === end || line.charCodeAt(colon + 1) === SPACE) throw UNSURE;
    }
    this.#nextContent(newline < 0 ? this.#length : newline + 1);
    // Deeper lines would continue it.
    if (this.#column > column) throw UNSURE;
    if (end - start <= 40) {
      const short = text.slice(start, end);
      const resolved = resolvePlain(short);
      if (resolved !== undefined) return resolved;
    }
    return this.#string(start, end);
  }

  #closingQuote(start: number): number {
    const text = this.#text;
    for (let at = start + 1; at < this.#length; at++) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) return at;
      if (code === NEWLINE) break;
      if (code === BACKSLASH) at++;
    }
    throw UNSURE;
  }

  #closingApostrophe(start: number): number {
    const text = this.#text;
    for (let at = start + 1; at < this.#length; at++) {
      const code = text.charCodeAt(at);
      if (code === NEWLINE) break;
      if (code !== APOSTROPHE) continue;
      if (text.charCodeAt(at + 1) !== APOSTROPHE) return at;
      at++;
    }
    throw UNSURE;
  }

  #doubleQuoted(start: number, end: number): string {
    const inside = this.#string(start + 1, end);
    if (!inside.includes("\\")) return inside;
    // The escapes JSON has mean the same in YAML; it has more.
    if (!/^(?:[^\\]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*$/.test(inside)) throw UNSURE;
    return JSON.parse(`"${inside}"`) as string;
  }

  /** The lines below `|` or `|-` that are indented deeper than the entry. */
  #literal(at: number, column: number): string {
    const text = this.#text;
    const strip = text.charCodeAt(at + 1) === DASH;
    let header = at + (strip ? 2 : 1);
    while (text.charCodeAt(header) === SPACE) header++;
    if (text.charCodeAt(header) !== NEWLINE) throw UNSURE;
    let line = header + 1;
    let indent = line;
    while (text.charCodeAt(indent) === SPACE) indent++;
    indent -= line;
    const code = text.charCodeAt(line + indent);
    // Blank lines first would leave the indentation open.
    if (indent <= column || code === NEWLINE || line + indent >= this.#length) throw UNSURE;
    const lines: string[] = [];
    while (line < this.#length) {
      const newline = text.indexOf("\n", line);
      if (newline < 0) throw UNSURE;
      let content = line;
      while (content < newline && content < line + indent && text.charCodeAt(content) === SPACE) content++;
      if (content < newline && content < line + indent) break;
      lines.push(this.#string(content, newline));
      line = newline + 1;
    }
    let last = lines.length;
    while (last > 0 && lines[last - 1] === "") last--;
    lines.length = last;
    this.#nextContent(line);
    if (this.#column > column) throw UNSURE;
    return strip ? lines.join("\n") : `${lines.join("\n")}\n`;
  }

  #lineAfter(at: number): number {
    const newline = this.#text.indexOf("\n", at);
    return newline < 0 ? this.#length : newline + 1;
  }

  #string(start: number, end: number): string {
    if (end - start < VIEW) return interned(this.#text.slice(start, end));
    return this.#bytes === undefined
      ? this.#text.slice(start, end)
      : this.#bytes.toString("latin1", start, end);
  }
}

/** Short values (TCP, http, true) are few and stand everywhere: one copy of each will do. */
const SHORT = new Map<string, string>();

function interned(text: string): string {
  const known = SHORT.get(text);
  if (known !== undefined) return known;
  if (SHORT.size > MOST_KEYS) SHORT.clear();
  SHORT.set(text, text);
  return text;
}

/** Keys as they are written to keys as they are read: `on` is `true`. */
const KEYS = new Map<string, string>();
const MOST_KEYS = 20_000;

function checkedKey(key: string): string {
  // `<<` merges; a key with this meaning is set in a way of its own.
  if (key === "<<" || key === "__proto__") throw UNSURE;
  return key;
}
