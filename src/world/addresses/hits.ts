import type { AddressMention, KnownAddress } from "./scan.ts";

/** A known address named in a string. */
export interface Hit {
  readonly known: KnownAddress;
  readonly as: AddressMention["as"];
  readonly text: string;
}

/** A string to look through. */
export interface ScannedText {
  readonly text: string;
  /**
   * What the string goes by: its key, or the `name` beside a `value`, the `key` beside `values`: "image",
   * "API_SERVER", "kubernetes.io/hostname".
   */
  readonly key: string;
  /** True when a bare name means something else here: the namespace has a Service or pod of that name. */
  readonly means: (name: string) => boolean;
}

/**
 * Collects what one string names. The same address in the same words counts once, and an address is looked at
 * a hundred times at most: a 200 MB string of nothing but one address costs no more than reading it.
 */
export class HitList {
  #hits: Map<string, Hit> | undefined;
  #examined: Map<unknown, number> | undefined;

  /** Whether one more occurrence is worth looking at. */
  worthIt(subject: unknown): boolean {
    this.#examined ??= new Map();
    const times = this.#examined.get(subject) ?? 0;
    if (times === 0 && this.#examined.size >= MOST_SUBJECTS) return false;
    this.#examined.set(subject, times + 1);
    return times < MOST_LOOKED_AT;
  }

  add(hit: Hit): void {
    this.#hits ??= new Map();
    const key = `${hit.known.value} ${hit.text}`;
    if (!this.#hits.has(key)) this.#hits.set(key, hit);
  }

  values(): readonly Hit[] {
    return this.#hits === undefined ? NONE : [...this.#hits.values()];
  }
}

const NONE: readonly Hit[] = [];
const MOST_LOOKED_AT = 100;
const MOST_SUBJECTS = 10_000;
