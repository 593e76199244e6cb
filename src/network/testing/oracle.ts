import { everyProbe, type Mask, PROBES } from "./probes.ts";

/** Decides what only a running cluster knows: the same question always the same way. */
export interface Oracle {
  ask(question: string): boolean;
  /** A question about each probe: one answer a bit. */
  coins(question: string): Mask;
}

/** Never says yes, and nothing has to be asked of it: for worlds whose objects tell everything. */
export const NO_ORACLE: Oracle = {
  ask: (question) => {
    throw new Error(`a world without open questions asks ${question}`);
  },
  coins: (question) => {
    throw new Error(`a world without open questions asks ${question}`);
  },
};

const ALL = everyProbe(PROBES);

/** What a cluster might turn out to do: seed 0 says yes to everything, 1 no, all others as chance has it. */
export function oracleOf(seed: number): Oracle {
  const hashOf = (question: string): number => {
    if (seed === 0) return -1;
    if (seed === 1) return 0;
    let hash = 2166136261 ^ Math.imul(seed, 40503);
    for (let index = 0; index < question.length; index++) {
      hash = Math.imul(hash ^ question.charCodeAt(index), 16777619);
    }
    hash = Math.imul(hash ^ (hash >>> 16), 2246822507);
    hash = Math.imul(hash ^ (hash >>> 13), 3266489909);
    return hash ^ (hash >>> 16);
  };
  return { coins: (question) => hashOf(question) & ALL, ask: (question) => (hashOf(question) & 1) === 1 };
}
