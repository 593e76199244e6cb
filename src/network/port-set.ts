/** Protocols a policy can name. Others (ICMP) are outside every policy kind's port rules. */
export const PROTOCOLS = ["TCP", "UDP", "SCTP"] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** Closed intervals of ports, flat and ascending, disjoint and not adjacent: [80, 80, 8000, 8999]. */
export type Intervals = readonly number[];

/**
 * A set of ports of every protocol. Interned by its {@link PortSets}: equal sets of one table are the same
 * object, so they compare with `===` and serve as map keys.
 */
export interface PortSet {
  readonly id: number;
  readonly TCP: Intervals;
  readonly UDP: Intervals;
  readonly SCTP: Intervals;
}

const FIRST = 1;
const LAST = 65535;
const NOTHING: Intervals = [];
const EVERYTHING: Intervals = [FIRST, LAST];

/** Makes and combines port sets. One table a computation: sets of different tables must not meet. */
export class PortSets {
  readonly #byKey = new Map<string, PortSet>();
  readonly #combined = new Map<number, PortSet>();
  readonly none: PortSet;
  readonly all: PortSet;

  constructor() {
    this.none = this.#intern(NOTHING, NOTHING, NOTHING);
    this.all = this.#intern(EVERYTHING, EVERYTHING, EVERYTHING);
  }

  /** Ports `first` to `last` of one protocol, both included; the whole protocol without them. */
  of(protocol: Protocol, first = FIRST, last = LAST): PortSet {
    const range: Intervals = first <= last ? [first, last] : NOTHING;
    return this.#intern(
      protocol === "TCP" ? range : NOTHING,
      protocol === "UDP" ? range : NOTHING,
      protocol === "SCTP" ? range : NOTHING,
    );
  }

  union(a: PortSet, b: PortSet): PortSet {
    if (a === b || b === this.none || a === this.all) return a;
    if (a === this.none || b === this.all) return b;
    return a.id < b.id ? this.#combine(UNION, a, b) : this.#combine(UNION, b, a);
  }

  intersect(a: PortSet, b: PortSet): PortSet {
    if (a === b || b === this.all || a === this.none) return a;
    if (a === this.all || b === this.none) return b;
    return a.id < b.id ? this.#combine(INTERSECTION, a, b) : this.#combine(INTERSECTION, b, a);
  }

  subtract(a: PortSet, b: PortSet): PortSet {
    if (a === b || b === this.all || a === this.none) return this.none;
    return b === this.none ? a : this.#combine(DIFFERENCE, a, b);
  }

  #combine(operation: number, a: PortSet, b: PortSet): PortSet {
    const key = (a.id * MOST_SETS + b.id) * 3 + operation;
    const known = this.#combined.get(key);
    if (known !== undefined) return known;
    const keep = KEEPS[operation] ?? neither;
    const made = this.#intern(
      sweep(a.TCP, b.TCP, keep),
      sweep(a.UDP, b.UDP, keep),
      sweep(a.SCTP, b.SCTP, keep),
    );
    this.#combined.set(key, made);
    return made;
  }

  #intern(TCP: Intervals, UDP: Intervals, SCTP: Intervals): PortSet {
    const key = `${TCP}|${UDP}|${SCTP}`;
    let set = this.#byKey.get(key);
    if (set === undefined) {
      set = { id: this.#byKey.size, TCP, UDP, SCTP };
      this.#byKey.set(key, set);
    }
    return set;
  }
}

/** Ids stay below this, so that a pair of them and an operation are one exact number. */
const MOST_SETS = 2 ** 25;
const UNION = 0;
const INTERSECTION = 1;
const DIFFERENCE = 2;
const neither = (): boolean => false;
const KEEPS = [
  (inA: boolean, inB: boolean) => inA || inB,
  (inA: boolean, inB: boolean) => inA && inB,
  (inA: boolean, inB: boolean) => inA && !inB,
];

/** Walks both lists' boundaries in order and keeps the stretches the rule keeps. */
function sweep(a: Intervals, b: Intervals, keep: (inA: boolean, inB: boolean) => boolean): Intervals {
  const out: number[] = [];
  let atA = 0;
  let atB = 0;
  let from = -1;
  while (atA < a.length || atB < b.length) {
    const next = Math.min(boundary(a, atA), boundary(b, atB));
    if (boundary(a, atA) === next) atA++;
    if (boundary(b, atB) === next) atB++;
    const inside = keep(atA % 2 === 1, atB % 2 === 1);
    if (inside && from < 0) from = next;
    if (!inside && from >= 0) {
      out.push(from, next - 1);
      from = -1;
    }
  }
  return out;
}

/** The n-th place where membership changes: a first port, or the port after a last one. */
function boundary(intervals: Intervals, index: number): number {
  const port = intervals[index];
  if (port === undefined) return Number.POSITIVE_INFINITY;
  return index % 2 === 0 ? port : port + 1;
}

/** Whether a port of a protocol is in the set. */
export function hasPort(set: PortSet, protocol: Protocol, port: number): boolean {
  const intervals = set[protocol];
  for (let index = 0; index < intervals.length; index += 2) {
    if (port >= (intervals[index] ?? 0) && port <= (intervals[index + 1] ?? 0)) return true;
  }
  return false;
}
