/**
 * The bytes of a stream not yet dealt with: chunks are added behind, what is done is dropped in front. One block
 * of memory is used over and over, so that neither many small chunks nor one long value cost more than copying
 * each byte a few times. Views of `bytes` are good until the next call.
 */
export class TailBuffer {
  #block: Buffer = Buffer.allocUnsafe(0);
  #start = 0;
  #end = 0;

  get bytes(): Buffer {
    return this.#block.subarray(this.#start, this.#end);
  }

  add(chunk: Buffer): void {
    const length = this.#end - this.#start;
    if (this.#end + chunk.length > this.#block.length) {
      const wanted = length + chunk.length;
      const block = wanted > this.#block.length ? Buffer.allocUnsafe(2 * wanted) : this.#block;
      this.#block.copy(block, 0, this.#start, this.#end);
      this.#block = block;
      this.#start = 0;
      this.#end = length;
    }
    chunk.copy(this.#block, this.#end);
    this.#end += chunk.length;
  }

  drop(bytes: number): void {
    this.#start = Math.min(this.#start + bytes, this.#end);
    if (this.#start < this.#end) return;
    this.#start = 0;
    this.#end = 0;
    // What one huge value needed is not kept for the rest of the run.
    if (this.#block.length > LARGE) this.#block = Buffer.allocUnsafe(0);
  }
}

const LARGE = 16 * 1024 * 1024;
