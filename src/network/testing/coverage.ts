import { type Answer, comparisonsIn } from "./compare.ts";
import type { Family } from "./family.ts";
import { oracleOf } from "./oracle.ts";
import { everyProbe, type Mask, PROBES } from "./probes.ts";
import type { SmallWorld } from "./small-worlds.ts";

/** What the worlds with one construct came to. */
export interface Tally {
  worlds: number;
  /** Worlds in which something was allowed, denied, open. */
  allowed: number;
  denied: number;
  open: number;
  /** Worlds it was taken out of to see whether that changes an answer, and those in which it did. */
  tried: number;
  decisive: number;
}

const ALL = everyProbe(PROBES);

/** How often to look whether a construct decides anything: enough to know, and no longer. */
const MOST_TRIED = 200;

/** Counts what random worlds were made of, so that a generator that leaves something out does not pass. */
export class Coverage {
  readonly tallies = new Map<string, Tally>();
  worlds = 0;
  comparisons = 0;
  /** Open answers, and those of which two possible truths show that they have to be. */
  open = 0;
  shownOpen = 0;

  /** A world that was judged exactly; `expected` is what the naive evaluator says of each answer. */
  saw(family: Family, small: SmallWorld, answers: readonly Answer[], expected: readonly Mask[]): void {
    for (const [tally, without] of this.#count(family, small, answers, 1)) {
      if (without === undefined || tally.tried >= MOST_TRIED) continue;
      tally.tried++;
      // What is left may be malformed: then it admits nothing.
      const changed = JSON.parse(JSON.stringify(small), without) as SmallWorld;
      const naive = family.naive(changed, oracleOf(1));
      if (answers.some(({ from, to }, at) => naive(from, to) !== expected[at])) tally.decisive++;
    }
  }

  /** A world with open questions; `shown` are the open probes for which both answers were seen. */
  sawOpen(
    family: Family,
    small: SmallWorld,
    answers: readonly Answer[],
    shown: readonly Mask[],
    truths: number,
  ): void {
    this.#count(family, small, answers, truths);
    answers.forEach(({ certain, possible }, at) => {
      this.open += ones(possible & ~certain);
      this.shownOpen += ones(shown[at] ?? 0);
    });
  }

  /** The constructs that are too rare, or decide too little, to say they were tested. */
  missing(family: Family, least: number): readonly string[] {
    return family.constructs.flatMap(({ name, open, without }) => {
      const tally = this.tallies.get(name);
      const problems = [
        ...((tally?.worlds ?? 0) < least ? [`in ${tally?.worlds ?? 0} worlds`] : []),
        ...((tally?.allowed ?? 0) === 0 ? ["never with anything allowed"] : []),
        ...((tally?.denied ?? 0) === 0 ? ["never with anything denied"] : []),
        ...(open === true && (tally?.open ?? 0) === 0 ? ["never with anything open"] : []),
        ...(without !== undefined && (tally?.decisive ?? 0) === 0 ? ["never decides anything"] : []),
      ];
      return problems.length === 0 ? [] : [`${name}: ${problems.join(", ")}`];
    });
  }

  #count(family: Family, small: SmallWorld, answers: readonly Answer[], truths: number) {
    this.worlds++;
    this.comparisons += comparisonsIn(answers, truths);
    const text = JSON.stringify(small);
    const allowed = answers.some(({ certain }) => certain !== 0);
    const denied = answers.some(({ possible }) => possible !== ALL);
    const open = answers.some(({ certain, possible }) => certain !== possible);
    return family.constructs
      .filter(({ pattern }) => pattern.test(text))
      .map(({ name, without }) => {
        const tally = this.tallies.get(name) ?? {
          worlds: 0,
          allowed: 0,
          denied: 0,
          open: 0,
          tried: 0,
          decisive: 0,
        };
        this.tallies.set(name, tally);
        tally.worlds++;
        if (allowed) tally.allowed++;
        if (denied) tally.denied++;
        if (open) tally.open++;
        return [tally, without] as const;
      });
  }
}

function ones(mask: Mask): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}
