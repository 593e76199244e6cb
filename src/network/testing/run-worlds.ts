import fc from "fast-check";
import { Coverage } from "./coverage.ts";
import { exactly, type Family, neverContradicted } from "./family.ts";

/** How many worlds, and which. */
export interface Run {
  readonly worlds: number;
  readonly openWorlds: number;
  /** By chance unless given. */
  readonly seed?: number;
}

/**
 * Holds the engine against a family's naive evaluator. Throws with fast-check's report, the seed and the smallest
 * world in it, at the first answer that differs.
 */
export function runWorlds(family: Family, { worlds, openWorlds, seed }: Run): Coverage {
  const same = seed === undefined ? {} : { seed };
  const coverage = new Coverage();
  const none = (found: readonly string[]): void => {
    if (found.length > 0) throw new Error(found.slice(0, 5).join("\n"));
  };
  fc.assert(
    fc.property(family.worlds(false), (small) => none(exactly(family, small, coverage))),
    { numRuns: worlds, ...same },
  );
  fc.assert(
    fc.property(family.worlds(true), fc.nat(), (small, truth) =>
      none(neverContradicted(family, small, truth, coverage)),
    ),
    { numRuns: openWorlds, ...same },
  );
  return coverage;
}
