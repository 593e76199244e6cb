/** A set of small numbers, 32 to a word. Fixed size; operations on sets of one size only. */
export class Bitset {
  readonly words: Uint32Array;

  constructor(
    readonly size: number,
    words?: Uint32Array,
  ) {
    this.words = words ?? new Uint32Array((size + 31) >>> 5);
  }

  static full(size: number): Bitset {
    const set = new Bitset(size);
    set.words.fill(0xffffffff);
    const rest = size & 31;
    if (rest !== 0 && set.words.length > 0) set.words[set.words.length - 1] = 0xffffffff >>> (32 - rest);
    return set;
  }

  add(index: number): void {
    this.words[index >>> 5] = (this.words[index >>> 5] ?? 0) | (1 << (index & 31));
  }

  has(index: number): boolean {
    return ((this.words[index >>> 5] ?? 0) & (1 << (index & 31))) !== 0;
  }

  isEmpty(): boolean {
    const { words } = this;
    for (let at = 0; at < words.length; at++) if (words[at] !== 0) return false;
    return true;
  }

  count(): number {
    const { words } = this;
    let count = 0;
    for (let at = 0; at < words.length; at++) count += ones(words[at] as number);
    return count;
  }

  // Plain loops: an engine's run spends its time here, and callbacks cost several times the work itself.
  and(other: Bitset): Bitset {
    const out = new Bitset(this.size);
    const { words } = this;
    for (let at = 0; at < words.length; at++)
      out.words[at] = (words[at] as number) & (other.words[at] as number);
    return out;
  }

  or(other: Bitset): Bitset {
    const out = new Bitset(this.size);
    const { words } = this;
    for (let at = 0; at < words.length; at++)
      out.words[at] = (words[at] as number) | (other.words[at] as number);
    return out;
  }

  andNot(other: Bitset): Bitset {
    const out = new Bitset(this.size);
    const { words } = this;
    for (let at = 0; at < words.length; at++)
      out.words[at] = (words[at] as number) & ~(other.words[at] as number);
    return out;
  }

  intersects(other: Bitset): boolean {
    const { words } = this;
    for (let at = 0; at < words.length; at++) {
      if (((words[at] as number) & (other.words[at] as number)) !== 0) return true;
    }
    return false;
  }

  equals(other: Bitset): boolean {
    const { words } = this;
    for (let at = 0; at < words.length; at++) if (words[at] !== other.words[at]) return false;
    return true;
  }

  /** Adds what one of two sets has and the other has not (nothing where there is no other); true where that is nothing. */
  mark(one: Bitset, other: Bitset | undefined): boolean {
    if (one === other) return true;
    const { words } = this;
    let seen = 0;
    for (let at = 0; at < words.length; at++) {
      const different = (one.words[at] as number) ^ (other === undefined ? 0 : (other.words[at] as number));
      seen |= different;
      words[at] = (words[at] as number) | different;
    }
    return seen === 0;
  }

  *[Symbol.iterator](): Generator<number> {
    for (let at = 0; at < this.words.length; at++) {
      let word = this.words[at] ?? 0;
      while (word !== 0) {
        const lowest = word & -word;
        yield (at << 5) + (31 - Math.clz32(lowest));
        word ^= lowest;
      }
    }
  }
}

function ones(word: number): number {
  let left = word - ((word >>> 1) & 0x55555555);
  left = (left & 0x33333333) + ((left >>> 2) & 0x33333333);
  return (((left + (left >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
