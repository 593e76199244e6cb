import { Bitset } from "../bitset.ts";
import type { PortSet } from "../port-set.ts";

export type Certainty = "allowed" | "denied" | "unknown";

/** What changed between one class and some others, all of them the same. */
export interface RowChange {
  readonly before: Certainty;
  readonly after: Certainty;
  readonly peers: Bitset;
  readonly ports: PortSet;
}

/** Classes of which each may now do something else to each of some others than before, all of them the same. */
export interface Change {
  readonly before: Certainty;
  readonly after: Certainty;
  readonly from: Bitset;
  readonly to: Bitset;
  readonly ports: PortSet;
}

type Side = "from" | "to";

/**
 * Makes few of many: changes that differ in nothing but who begins them are one, and then those that differ in
 * nothing but where they go. Sets stay full products, so that nothing is claimed that is not so.
 */
export class ChangeCollector {
  readonly #byTo = new Map<string, Change>();
  readonly #byFrom = new Map<string, Change>();

  constructor(readonly size: number) {}

  /** What one class sends to some. */
  sent(from: number, change: RowChange): void {
    this.#add(this.#byTo, from, "from", "to", change);
  }

  /** What some send to one class. */
  received(to: number, change: RowChange): void {
    this.#add(this.#byFrom, to, "to", "from", change);
  }

  changes(): readonly Change[] {
    const byFrom = new Map<string, Change>();
    for (const change of [...this.#byTo.values(), ...this.#byFrom.values()]) {
      const key = keyOf(change, change.from);
      const there = byFrom.get(key);
      byFrom.set(key, there === undefined ? change : { ...there, to: there.to.or(change.to) });
    }
    return [...byFrom.values()];
  }

  #add(known: Map<string, Change>, one: number, single: Side, many: Side, change: RowChange): void {
    const { peers, ports, before, after } = change;
    if (peers.isEmpty()) return;
    const key = keyOf(change, peers);
    let there = known.get(key);
    if (there === undefined) {
      const alone = new Bitset(this.size);
      there = { before, after, ports, from: alone, to: alone, [many]: peers };
      known.set(key, there);
    }
    there[single].add(one);
  }
}

/** Most sets hold few classes: only words with a member are written. */
function keyOf(
  { before, after, ports }: Pick<Change, "before" | "after" | "ports">,
  { words }: Bitset,
): string {
  let text = `${before}${after}${ports.id} `;
  for (let at = 0; at < words.length; at++) if (words[at] !== 0) text += `${at}:${words[at]},`;
  return text;
}
