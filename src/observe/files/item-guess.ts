const COLON = 0x3a;

/** After so many wrong guesses in a row a list is not as regular as it looked. */
const MOST_MISSES = 3;
/** How long what stands between two items, and what each begins with, may be. */
const LONGEST = 256;

/**
 * Guesses where the items of one list end: a program prints all of them alike, so before the text that stood
 * between the first two and began the second comes again, `}, {"apiVersion":` with its line breaks. A guess is
 * right if what it cuts out is JSON, as no object begins with a whole other object. Looking for a long text is
 * many times faster than following brackets, for most bytes need not be looked at.
 */
export class ItemGuess {
  #needle: Buffer | undefined;
  #misses = 0;

  /** Learns from an item that begins at `start`; `lastEnd` is where the one before it ended, negative if that is gone. */
  learn(buffer: Buffer, start: number, lastEnd: number): void {
    if (this.#needle !== undefined || lastEnd <= 0 || start - lastEnd > LONGEST) return;
    const colon = buffer.subarray(0, start + LONGEST).indexOf(COLON, start);
    if (colon >= 0) this.#needle = Buffer.from(buffer.subarray(lastEnd - 1, colon + 1));
  }

  /** Where the item that begins at `start` seems to end; -1 when there is nothing to go by. */
  end(buffer: Buffer, start: number): number {
    if (this.#needle === undefined || this.#misses > MOST_MISSES) return -1;
    const found = buffer.indexOf(this.#needle, start);
    if (found < 0) {
      // The last item of the buffer, or something else altogether.
      if (buffer.length - start > 256 * 1024) this.#misses++;
      return -1;
    }
    return found + 1;
  }

  was(right: boolean): void {
    this.#misses = right ? 0 : this.#misses + 1;
  }
}
