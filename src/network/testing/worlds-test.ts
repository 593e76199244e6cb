import { expect, it } from "vitest";
import { FAMILIES } from "./families.ts";
import { runWorlds } from "./run-worlds.ts";

/** A few thousand worlds of each family with every test run; `npm run worlds` tries 100,000 (docs/testing.md). */
const WORLDS = 3_000;

/** The test of one family: the naive evaluator agrees, and the worlds were worth agreeing on. */
export function holdAgainstNaive(name: string): void {
  it(`${name}: agrees with the naive evaluator on ${WORLDS} random worlds that show every construct`, {
    timeout: 300_000,
  }, () => {
    const family = FAMILIES.find((one) => one.name === name);
    if (family === undefined) throw new Error(`there is no family ${name}`);
    const coverage = runWorlds(family, { worlds: WORLDS, openWorlds: WORLDS / 3 });
    expect(coverage.missing(family, WORLDS / 300)).toEqual([]);
  });
}
