import type fc from "fast-check";
import { answersOf, contradiction, difference, peersOf, type Setup } from "./compare.ts";
import type { Coverage } from "./coverage.ts";
import type { NaivePeer } from "./naive-peers.ts";
import { NO_ORACLE, type Oracle, oracleOf } from "./oracle.ts";
import type { Mask } from "./probes.ts";
import type { SmallWorld } from "./small-worlds.ts";

/** One kind of policies, with all it takes to hold the engine against a naive evaluator. */
export interface Family {
  readonly name: string;
  /** `open`: with constructs whose effect the objects alone do not tell. */
  worlds(open: boolean): fc.Arbitrary<SmallWorld>;
  setupOf(small: SmallWorld): Setup;
  naive(small: SmallWorld, oracle: Oracle): (from: NaivePeer, to: NaivePeer) => Mask;
  /** What the random worlds must have shown by the end. */
  readonly constructs: readonly Construct[];
}

/** A construct of policies, or of the clusters they are for. */
export interface Construct {
  readonly name: string;
  /** Found in the JSON of a world that has it. */
  readonly pattern: RegExp;
  /** Only in worlds with open questions. */
  readonly open?: boolean;
  /** Takes it out, key by key as `JSON.parse` does; undefined where nothing would be left to compare. */
  readonly without?: (key: string, value: unknown) => unknown;
}

/** The engine and the naive evaluator on one world whose objects tell everything: no answer may differ or be open. */
export function exactly(family: Family, small: SmallWorld, coverage: Coverage): readonly string[] {
  const peers = peersOf(small);
  const answers = answersOf(small, peers, family.setupOf(small));
  const naive = family.naive(small, NO_ORACLE);
  const expected = answers.map(({ from, to }) => naive(from, to));
  coverage.saw(family, small, answers, expected);
  return answers.flatMap((answer, at) => difference(answer, expected[at] ?? 0) ?? []);
}

/**
 * On a world with open questions: whatever they turn out to be, nothing surely allowed is denied and nothing surely
 * denied is allowed; and where the naive evaluator had nothing to ask, nothing is left open.
 */
export function neverContradicted(
  family: Family,
  small: SmallWorld,
  seed: number,
  coverage: Coverage,
): readonly string[] {
  const peers = peersOf(small);
  const answers = answersOf(small, peers, family.setupOf(small));
  let asked = 0;
  // All yes, all no, and twice by chance.
  const truths = [0, 1, seed + 2, seed + 3].map((one) =>
    family.naive(
      small,
      counted(oracleOf(one), () => asked++),
    ),
  );
  // What is asked while policies are read (the order of equal priorities) is open for every pair.
  const always = asked;
  const found: string[] = [];
  const shown: Mask[] = [];
  for (const answer of answers) {
    asked = 0;
    const masks = truths.map((naive) => naive(answer.from, answer.to));
    const open = answer.possible & ~answer.certain;
    shown.push(
      open & (masks.reduce((any, mask) => any | mask, 0) & ~masks.reduce((all, mask) => all & mask, -1)),
    );
    for (const mask of masks)
      found.push(...[contradiction(answer, mask)].filter((text) => text !== undefined));
    if (asked + always === 0 && open !== 0) found.push(difference(answer, masks[0] ?? 0) ?? "");
  }
  coverage.sawOpen(family, small, answers, shown, truths.length);
  return found;
}

function counted(oracle: Oracle, count: () => void): Oracle {
  const through =
    <T>(answer: (question: string) => T) =>
    (question: string): T => {
      count();
      return answer(question);
    };
  return { ask: through(oracle.ask), coins: through(oracle.coins) };
}
