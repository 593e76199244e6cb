import { gunzipSync } from "node:zlib";
import { SNIFF_BYTES, sniff } from "./sniff.ts";
import type { TextReader } from "./text-reader.ts";
import type { Visitor } from "./visitor.ts";

/** A compressed file inside an archive is held whole. */
const LARGEST_PACKED = 32 * 1024 * 1024;
const LARGEST_UNPACKED = 128 * 1024 * 1024;

/** Reads one file inside an archive: told by its first bytes, then read as they come. */
export class EntryReader implements TextReader {
  readonly #name: string;
  readonly #visitor: Visitor;
  #head: Buffer[] = [];
  #length = 0;
  #reader: TextReader | "ignore" | "packed" | undefined;

  constructor(name: string, visitor: Visitor) {
    this.#name = name;
    this.#visitor = visitor;
  }

  push(chunk: Buffer): void {
    if (this.#reader === "ignore") return;
    if (this.#reader !== undefined && this.#reader !== "packed") {
      this.#reader.push(chunk);
      return;
    }
    this.#head.push(chunk);
    this.#length += chunk.length;
    if (this.#reader === undefined && this.#length >= SNIFF_BYTES) this.#choose();
    if (this.#reader === "packed" && this.#length > LARGEST_PACKED)
      this.#fault("is compressed and too large for it");
  }

  end(): void {
    if (this.#reader === undefined) this.#choose();
    if (this.#reader === "packed") this.#unpack();
    if (typeof this.#reader === "object") this.#reader.end();
  }

  #choose(): void {
    const head = Buffer.concat(this.#head);
    const content = sniff(head);
    if (content === "empty") {
      this.#visitor.skip(this.#name, "empty");
      this.#reader = "ignore";
    } else if (content === "gzip") {
      this.#reader = "packed";
    } else if (content === "tar" || typeof content === "object") {
      this.#fault(`is ${typeof content === "object" ? content.unsupported : "an archive in an archive"}`);
    } else {
      this.#reader = this.#visitor.open(this.#name, content) ?? "ignore";
      this.#head = [];
      if (this.#reader !== "ignore") this.#reader.push(head);
    }
  }

  #unpack(): void {
    let text: Buffer;
    try {
      text = gunzipSync(Buffer.concat(this.#head), { maxOutputLength: LARGEST_UNPACKED });
    } catch (error) {
      const large = (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
      this.#fault(large ? "unfolds to more than 128 MiB" : "is broken gzip");
      return;
    }
    this.#head = [];
    this.#reader = undefined;
    const content = sniff(text.subarray(0, SNIFF_BYTES));
    if (content === "gzip" || content === "tar")
      this.#fault("is compressed again, or an archive in an archive");
    else this.push(text);
    if (this.#reader === undefined) this.#choose();
  }

  #fault(reason: string): void {
    this.#visitor.fault(this.#name, reason);
    this.#reader = "ignore";
    this.#head = [];
  }
}
