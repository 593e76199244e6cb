import { countLines } from "./lines.ts";
import { TailBuffer } from "./tail-buffer.ts";
import { findYamlList, outerText, scanItems, type YamlItem } from "./yaml-list.ts";

/** What a YAML stream falls apart into. Offsets are bytes from the stream's start, lines 1-based. */
export interface YamlEvents {
  /** The text of one document, without its `---` line's dashes. The bytes are only lent. */
  document(bytes: Buffer, offset: number, line: number): void;
  /** A document too large to wait for its end turns out to be a list; `outer` is its text without the items. */
  listStart(outer: string): void;
  /** The text of one item, from its dash on. */
  listItem(bytes: Buffer, offset: number, line: number): void;
  listEnd(outer: string, offset: number, line: number): void;
  fault(line: number, reason: string): void;
}

/** A document larger than this holds no single object: etcd takes 1.5 MiB, a list is taken apart before. */
export const LARGEST_DOCUMENT = 16 * 1024 * 1024;

/** A document of this size is not waited for if it is a list. */
const LARGE = 4 * 1024 * 1024;

/** Bytes that tell a byte order mark and a marker behind it. */
const START = 8;

const DASH = 0x2d;
const DOT = 0x2e;
const NEWLINE = 0x0a;

/**
 * Splits a YAML stream at the `---` and `...` lines, chunk by chunk. A marker counts at the start of a line
 * only, where no block scalar can have text; so splitting needs no parser, and one broken document leaves the
 * others whole.
 */
export class YamlSplitter {
  readonly #events: YamlEvents;
  readonly #tail = new TailBuffer();
  #buffer: Buffer = Buffer.alloc(0);
  /** Offset and line of the buffer's first byte; the buffer starts where the document does. */
  #offset = 0;
  #line = 1;
  #searched = 0;
  #started = false;
  #oversize = false;
  /** The list the buffer is in the middle of; what its document began with, and where. */
  #list:
    | { readonly before: string; readonly indent: number; readonly offset: number; readonly line: number }
    | undefined;

  constructor(events: YamlEvents) {
    this.#events = events;
  }

  push(chunk: Buffer): void {
    this.#tail.add(chunk);
    this.#buffer = this.#tail.bytes;
    if (!this.#started) {
      if (this.#buffer.length < START) return;
      this.#start();
    }
    this.#split(false);
    if (this.#buffer.length > LARGE) this.#splitList();
    if (this.#buffer.length > LARGEST_DOCUMENT) this.#drop();
  }

  end(): void {
    if (!this.#started) this.#start();
    this.#split(true);
    this.#document(this.#buffer.length);
    this.#buffer = Buffer.alloc(0);
  }

  #start(): void {
    this.#started = true;
    if (this.#buffer[0] === 0xef && this.#buffer[1] === 0xbb && this.#buffer[2] === 0xbf) this.#advance(3);
    // A marker on the very first line has no newline before it.
    const marker = this.#markerAt(0, true);
    if (marker > 0) this.#advance(marker);
  }

  #split(last: boolean): void {
    for (;;) {
      const newline = this.#nextMarker(this.#searched);
      if (newline < 0) {
        this.#searched = Math.max(0, this.#buffer.length - 4);
        return;
      }
      const marker = this.#markerAt(newline + 1, last);
      if (marker < 0) {
        this.#searched = newline;
        return;
      }
      if (marker === 0) {
        this.#searched = newline + 1;
        continue;
      }
      this.#document(newline + 1);
      this.#advance(newline + 1);
      this.#advance(marker);
      this.#searched = 0;
      this.#oversize = false;
    }
  }

  /** Index of the newline before the next line that starts with `---` or `...`; -1 when there is none. */
  #nextMarker(from: number): number {
    const dashes = this.#buffer.indexOf("\n---", from, "latin1");
    const end = dashes < 0 ? this.#buffer.length : dashes;
    const dots = this.#buffer.subarray(0, end + 4).indexOf("\n...", from, "latin1");
    return dots >= 0 ? dots : dashes;
  }

  /** Length of the marker at `at` (3), 0 when it is none, -1 when the next chunk must tell. */
  #markerAt(at: number, last: boolean): number {
    const buffer = this.#buffer;
    const first = buffer[at];
    if ((first !== DASH && first !== DOT) || buffer[at + 1] !== first || buffer[at + 2] !== first) return 0;
    const next = buffer[at + 3];
    if (next === undefined) return last ? 3 : -1;
    return next === NEWLINE || next === 0x0d || next === 0x20 || next === 0x09 ? 3 : 0;
  }

  /** Hands out the items of a large list that are complete. */
  #splitList(): void {
    if (this.#oversize) return;
    if (this.#list === undefined) {
      const head = findYamlList(this.#buffer);
      if (head === undefined) return;
      this.#list = { ...head, offset: this.#offset, line: this.#line };
      this.#events.listStart(outerText(head.before, ""));
      this.#advance(head.first);
    }
    const { items, end } = scanItems(this.#buffer, 0, this.#list.indent);
    // The last one may go on in the next chunk; behind the end of the list comes the rest of its document.
    const complete = end < this.#buffer.length ? items : items.slice(0, -1);
    this.#items(complete);
    this.#advance(complete.at(-1)?.end ?? 0);
  }

  #items(items: readonly YamlItem[]): void {
    for (const { start, end, line } of items) {
      this.#events.listItem(this.#buffer.subarray(start, end), this.#offset + start, this.#line + line);
    }
  }

  #endList(length: number): void {
    if (this.#list === undefined) return;
    const { before, indent, offset, line } = this.#list;
    const rest = this.#buffer.subarray(0, length);
    const { items, end } = scanItems(rest, 0, indent);
    if (!this.#oversize) this.#items(items);
    this.#events.listEnd(outerText(before, rest.toString("utf8", end)), offset, line);
    this.#list = undefined;
  }

  #document(length: number): void {
    if (this.#list !== undefined) {
      this.#endList(length);
      return;
    }
    if (this.#oversize || length === 0) return;
    const start = contentStart(this.#buffer.subarray(0, length));
    if (start < 0) return;
    const line = this.#line + countLines(this.#buffer, 0, start);
    this.#events.document(this.#buffer.subarray(start, length), this.#offset + start, line);
  }

  #drop(): void {
    if (!this.#oversize) {
      this.#events.fault(this.#line, `a document of more than ${LARGEST_DOCUMENT / 1024 / 1024} MiB`);
    }
    this.#oversize = true;
    this.#advance(this.#buffer.length - 4);
    this.#searched = 0;
  }

  #advance(bytes: number): void {
    this.#line += countLines(this.#buffer, 0, bytes);
    this.#offset += bytes;
    this.#tail.drop(bytes);
    this.#buffer = this.#buffer.subarray(bytes);
    this.#searched = Math.max(0, this.#searched - bytes);
  }
}

/**
 * Index of the line (or what follows the marker) where a document's content begins, behind comments and
 * directives; -1 when it holds nothing else.
 */
function contentStart(bytes: Buffer): number {
  let lineStart = 0;
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at];
    if (byte === NEWLINE) {
      lineStart = ++at;
    } else if (byte === 0x20 || byte === 0x0d || byte === 0x09) {
      at++;
    } else if (byte === 0x23 || (byte === 0x25 && at === lineStart)) {
      const newline = bytes.indexOf(NEWLINE, at);
      if (newline < 0) return -1;
      at = newline;
    } else {
      return lineStart;
    }
  }
  return -1;
}
