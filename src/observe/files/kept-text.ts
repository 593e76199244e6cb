import { promisify } from "node:util";
import { deflateRaw, inflateRaw } from "node:zlib";

const pack = promisify(deflateRaw);
const unpack = promisify(inflateRaw);

const BLOCK = 1024 * 1024;
/** Beyond this much, compressed, nothing is kept: lines are then those of the objects, not of the fields. */
const MOST = 128 * 1024 * 1024;

/** What came through a pipe, compressed in memory and nowhere else, as it may hold secrets. */
export class KeptText {
  #blocks: Promise<Buffer>[] = [];
  #pending: Buffer[] = [];
  #pendingLength = 0;
  #size = 0;
  #dropped = false;

  push(chunk: Uint8Array): void {
    if (this.#dropped) return;
    this.#pending.push(Buffer.from(chunk));
    this.#pendingLength += chunk.length;
    if (this.#pendingLength >= BLOCK) this.#pack();
  }

  /** The bytes again from the start; nothing when there were too many. */
  async *replay(): AsyncGenerator<Buffer> {
    if (this.#pendingLength > 0) this.#pack();
    for (const block of this.#blocks) yield await unpack(await block);
  }

  #pack(): void {
    const block = pack(Buffer.concat(this.#pending), { level: 1 }).then((packed) => {
      this.#size += packed.length;
      if (this.#size > MOST) this.#drop();
      return packed;
    });
    this.#blocks.push(block);
    this.#pending = [];
    this.#pendingLength = 0;
  }

  #drop(): void {
    this.#dropped = true;
    this.#blocks = [];
    this.#pending = [];
    this.#pendingLength = 0;
  }
}
