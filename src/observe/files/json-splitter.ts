import { ItemGuess } from "./item-guess.ts";
import { countLines } from "./lines.ts";
import { TailBuffer } from "./tail-buffer.ts";

/** What a JSON stream falls apart into. Offsets are bytes from the stream's start, lines 1-based. */
export interface JsonEvents {
  /** A value at the top level. Bytes are only lent. */
  value(bytes: Buffer, offset: number, line: number): void;
  /** The top-level object so far, before its `items`: `{"kind":"PodList","apiVersion":"v1","items":` */
  listStart(head: string): void;
  item(bytes: Buffer, offset: number, line: number): void;
  /** What is an item if it is JSON; false when it is not, and then nothing must have come of it. */
  guess(bytes: Buffer, offset: number, line: number): boolean;
  /** The list's text with its items left out. */
  listEnd(text: string, offset: number, line: number): void;
  fault(line: number, reason: string): void;
}

/** A value larger than this is no Kubernetes object: etcd takes 1.5 MiB. */
export const LARGEST_VALUE = 32 * 1024 * 1024;
export const DEEPEST = 500;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_MAP = 0x7b;
const CLOSE_MAP = 0x7d;
const COMMA = 0x2c;

type Mode = "between" | "value" | "items" | "item" | "tail" | "garbage" | "log";

/**
 * Finds the values of a JSON stream, and the items of a top-level list, chunk by chunk and without parsing, so
 * that neither the text nor the objects of a big dump are ever held at once. It knows strings, escapes and
 * brackets; whether the rest is JSON is for JSON.parse to say of each piece.
 */
export class JsonSplitter {
  readonly #events: JsonEvents;
  readonly #tail = new TailBuffer();
  #buffer: Buffer = Buffer.alloc(0);
  /** Offset of the buffer's first byte. */
  #offset = 0;
  #at = 0;
  #line = 1;
  #mode: Mode = "between";
  #depth = 0;
  #deepest = 0;
  #inString = false;
  /** Where the piece being read starts in the buffer, its line, and whether it is too large to be kept. */
  #start = 0;
  #startLine = 1;
  #oversize = false;
  #guess = new ItemGuess();
  /** Offset of the end of the item read last; 0 at the start of a list. */
  #lastEnd = 0;
  /** The list being read: its text before the items, and where it began. */
  #head = "";
  #listOffset = 0;
  #listLine = 1;

  constructor(events: JsonEvents) {
    this.#events = events;
  }

  push(chunk: Buffer): void {
    // A backslash as the last byte leaves `at` behind the end: the byte it escapes is yet to come.
    const keep = Math.min(this.#keepFrom(), this.#buffer.length);
    this.#offset += keep;
    this.#at -= keep;
    this.#start -= keep;
    this.#tail.drop(keep);
    this.#tail.add(chunk);
    this.#buffer = this.#tail.bytes;
    this.#run();
  }

  end(): void {
    if (this.#mode === "value" || this.#mode === "item" || this.#mode === "tail" || this.#mode === "items") {
      this.#events.fault(
        this.#startLine,
        "the text ends in the middle of an object that begins here: is it cut off?",
      );
      if (this.#mode === "items" || this.#mode === "item") {
        const text = this.#head === "" ? "" : `${this.#head}[]}`;
        this.#events.listEnd(text, this.#listOffset, this.#listLine);
      }
    }
    this.#buffer = Buffer.alloc(0);
  }

  /** First byte still needed. */
  #keepFrom(): number {
    const reading = this.#mode === "value" || this.#mode === "item" || this.#mode === "tail";
    if (!reading) return this.#at;
    if (this.#at - this.#start > LARGEST_VALUE && !this.#oversize) {
      this.#oversize = true;
      this.#events.fault(
        this.#startLine,
        `larger than ${LARGEST_VALUE / 1024 / 1024} MiB: no Kubernetes object is`,
      );
    }
    return this.#oversize ? this.#at : this.#start;
  }

  #run(): void {
    while (this.#at < this.#buffer.length) {
      if (this.#mode === "between") this.#between();
      else if (this.#mode === "items") this.#items();
      else if (this.#mode === "garbage") this.#garbage();
      else if (this.#mode === "log") this.#log();
      else if (!this.#scan()) return;
      if (this.#mode === "log" && this.#buffer.indexOf(NEWLINE, this.#at) < 0) return;
    }
  }

  /** Between two top-level values: white space, commas, and whatever is no JSON. */
  #between(): void {
    const byte = this.#buffer[this.#at] ?? 0;
    if (byte === OPEN_MAP) {
      this.#begin("value");
    } else if (byte === OPEN_LIST) {
      this.#head = "";
      this.#guess = new ItemGuess();
      this.#lastEnd = 0;
      this.#listOffset = this.#offset + this.#at;
      this.#listLine = this.#line;
      this.#at++;
      this.#mode = "items";
      this.#startLine = this.#line;
      this.#events.listStart("");
    } else if (isSpace(byte) || byte === COMMA) {
      this.#skipSpace();
    } else if (byte === 0xef && this.#offset + this.#at === 0) {
      // A byte order mark.
      this.#at += 3;
    } else {
      this.#mode = "garbage";
      this.#startLine = this.#line;
      this.#start = this.#at;
    }
  }

  /** Text between values: `kubectl cluster-info dump` prints container logs there, anything else is a fault. */
  #garbage(): void {
    const newline = this.#buffer.indexOf(NEWLINE, this.#at);
    if (newline < 0) {
      this.#at = this.#buffer.length;
      return;
    }
    const text = this.#buffer.toString(
      "latin1",
      Math.max(this.#start, 0),
      Math.min(newline, this.#start + 200),
    );
    if (text.startsWith("==== START logs")) this.#mode = "log";
    else {
      this.#mode = "between";
      if (!text.startsWith("==== END logs")) this.#events.fault(this.#startLine, "neither JSON nor YAML");
    }
    this.#at = newline + 1;
    this.#line++;
  }

  #log(): void {
    const newline = this.#buffer.indexOf(NEWLINE, this.#at);
    if (newline < 0) {
      // Without its beginning a long line cannot be told from the last one, which is short.
      if (this.#buffer.length - this.#at > 4096) this.#at = this.#buffer.length - 4096;
      return;
    }
    if (this.#buffer.toString("latin1", this.#at, this.#at + 13) === "==== END logs") this.#mode = "between";
    this.#at = newline + 1;
    this.#line++;
  }

  /** Between two items of a list. */
  #items(): void {
    const byte = this.#buffer[this.#at] ?? 0;
    if (isSpace(byte) || byte === COMMA) {
      this.#skipSpace();
    } else if (byte === CLOSE_LIST) {
      this.#at++;
      if (this.#head === "") {
        this.#mode = "between";
        this.#events.listEnd("", this.#listOffset, this.#listLine);
      } else {
        this.#begin("tail");
        this.#depth = 1;
      }
    } else if (byte !== OPEN_MAP || !this.#guessItem()) {
      this.#begin("item");
    }
  }

  /** Takes a whole item at once, where its end can be told without following its brackets. */
  #guessItem(): boolean {
    const buffer = this.#buffer;
    const start = this.#at;
    this.#guess.learn(buffer, start, this.#lastEnd - this.#offset);
    const end = this.#guess.end(buffer, start);
    if (end < 0) return false;
    const right = this.#events.guess(buffer.subarray(start, end), this.#offset + start, this.#line);
    this.#guess.was(right);
    if (!right) return false;
    this.#line += countLines(buffer, start, end);
    this.#at = end;
    this.#lastEnd = this.#offset + end;
    return true;
  }

  #begin(mode: Mode): void {
    this.#mode = mode;
    this.#start = this.#at;
    this.#startLine = this.#line;
    this.#depth = 0;
    this.#deepest = 0;
    this.#inString = false;
    this.#oversize = false;
  }

  #skipSpace(): void {
    const buffer = this.#buffer;
    let at = this.#at;
    for (; at < buffer.length; at++) {
      const byte = buffer[at] ?? 0;
      if (byte === NEWLINE) this.#line++;
      else if (byte !== COMMA && !isSpace(byte)) break;
    }
    this.#at = at;
  }

  /** Reads on in a value until it ends; false when the buffer does before. */
  #scan(): boolean {
    const buffer = this.#buffer;
    const end = buffer.length;
    const topLevel = this.#mode === "value";
    let at = this.#at;
    let depth = this.#depth;
    let deepest = this.#deepest;
    let line = this.#line;
    let inString = this.#inString;
    let done = false;
    while (at < end) {
      if (inString) {
        // Strings are most of the text: this loop is the hot one.
        for (;;) {
          const byte = buffer[at++];
          if (byte === QUOTE) {
            inString = false;
            break;
          }
          if (byte === BACKSLASH) at++;
          if (at >= end) break;
        }
        if (at > end || inString) break;
      }
      const byte = buffer[at];
      if (byte === undefined) break;
      at++;
      if (byte === QUOTE) inString = true;
      else if (byte <= 0x20) {
        if (byte === NEWLINE) line++;
      } else if (byte === OPEN_MAP || byte === OPEN_LIST) {
        if (topLevel && depth === 1 && byte === OPEN_LIST && this.#followsItems(at - 1)) {
          this.#at = at;
          this.#line = line;
          this.#openItems();
          return true;
        }
        if (++depth > deepest) deepest = depth;
      } else if (byte === CLOSE_MAP || byte === CLOSE_LIST) {
        depth--;
        if (depth <= 0) {
          // An item that is no object ends where its list does.
          if (depth < 0) at--;
          done = true;
          break;
        }
      } else if (depth === 0 && byte === COMMA) {
        at--;
        done = true;
        break;
      }
    }
    this.#at = at;
    this.#depth = depth;
    this.#deepest = deepest;
    this.#line = line;
    this.#inString = inString;
    if (done) this.#finish();
    return done;
  }

  /** Whether the bytes before `at` are `"items":`. */
  #followsItems(at: number): boolean {
    const buffer = this.#buffer;
    let before = at - 1;
    while (isSpace(buffer[before] ?? 0)) before--;
    if (buffer[before--] !== 0x3a) return false;
    while (isSpace(buffer[before] ?? 0)) before--;
    return before - 6 >= this.#start && buffer.toString("latin1", before - 6, before + 1) === '"items"';
  }

  #openItems(): void {
    this.#head = this.#buffer.toString("utf8", this.#start, this.#at - 1);
    this.#guess = new ItemGuess();
    this.#lastEnd = 0;
    this.#listOffset = this.#offset + this.#start;
    this.#listLine = this.#startLine;
    this.#mode = "items";
    this.#events.listStart(this.#head);
  }

  #finish(): void {
    const { item, value, fault, listEnd } = this.#events;
    const mode = this.#mode;
    const bytes = this.#buffer.subarray(this.#start, this.#at);
    const offset = this.#offset + this.#start;
    this.#mode = mode === "item" ? "items" : "between";
    this.#lastEnd = this.#offset + this.#at;
    if (mode === "tail") {
      const tail = this.#oversize ? "}" : bytes.toString("utf8");
      listEnd.call(this.#events, `${this.#head}[]${tail}`, this.#listOffset, this.#listLine);
    } else if (this.#oversize) {
      return;
    } else if (this.#deepest > DEEPEST) {
      fault.call(this.#events, this.#startLine, `nested deeper than ${DEEPEST} levels`);
    } else if (mode === "item") {
      item.call(this.#events, bytes, offset, this.#startLine);
    } else {
      value.call(this.#events, bytes, offset, this.#startLine);
    }
  }
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === NEWLINE || byte === 0x0d || byte === 0x09;
}
