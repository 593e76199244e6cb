import type { TextReader } from "../files/text-reader.ts";
import type { Visitor } from "../files/visitor.ts";

interface Range {
  /** Name of the text, byte offset and length in it. */
  readonly source: string;
  readonly offset: number;
  readonly length: number;
}

/** Goes through a source once more and hands out only the ranges that are wanted. */
export class RangeVisitor<T> implements Visitor {
  readonly #wanted = new Map<string, T[]>();
  readonly #rangeOf: (wanted: T) => Range;
  readonly #take: (wanted: T, bytes: Buffer) => void;

  constructor(all: readonly T[], rangeOf: (wanted: T) => Range, take: (wanted: T, bytes: Buffer) => void) {
    this.#rangeOf = rangeOf;
    this.#take = take;
    for (const wanted of all) {
      const { source } = rangeOf(wanted);
      const list = this.#wanted.get(source);
      if (list === undefined) this.#wanted.set(source, [wanted]);
      else list.push(wanted);
    }
  }

  open(name: string, content: "json" | "yaml" | "snapshot"): TextReader | undefined {
    const wanted = this.#wanted.get(name);
    if (wanted === undefined || content === "snapshot") return undefined;
    return new RangeReader(wanted, this.#rangeOf, this.#take);
  }

  fault(): void {}

  skip(): void {}
}

class RangeReader<T> implements TextReader {
  readonly #ahead: T[];
  #open: { readonly wanted: T; readonly parts: Buffer[] }[] = [];
  readonly #rangeOf: (wanted: T) => Range;
  readonly #take: (wanted: T, bytes: Buffer) => void;
  #offset = 0;

  constructor(wanted: readonly T[], rangeOf: (wanted: T) => Range, take: (wanted: T, bytes: Buffer) => void) {
    this.#ahead = [...wanted].sort((a, b) => rangeOf(b).offset - rangeOf(a).offset);
    this.#rangeOf = rangeOf;
    this.#take = take;
  }

  push(chunk: Buffer): void {
    const end = this.#offset + chunk.length;
    for (let next = this.#ahead.at(-1); next !== undefined; next = this.#ahead.at(-1)) {
      if (this.#rangeOf(next).offset >= end) break;
      this.#open.push({ wanted: next, parts: [] });
      this.#ahead.pop();
    }
    this.#open = this.#open.filter(({ wanted, parts }) => {
      const { offset, length } = this.#rangeOf(wanted);
      const from = Math.max(0, offset - this.#offset);
      // The chunk is only lent.
      parts.push(Buffer.from(chunk.subarray(from, offset + length - this.#offset)));
      if (offset + length > end) return true;
      this.#take(wanted, Buffer.concat(parts));
      return false;
    });
    this.#offset = end;
  }

  end(): void {
    for (const { wanted, parts } of this.#open) this.#take(wanted, Buffer.concat(parts));
  }
}
