import fc from "fast-check";
import { expect, it } from "vitest";
import { ciliumWorld } from "../../testing/cilium-worlds.ts";
import { contradictions, differences } from "../../testing/compare.ts";
import { naiveCilium } from "../../testing/naive-cilium.ts";
import { oracleOf } from "../../testing/oracle.ts";
import type { SmallWorld } from "../../testing/small-worlds.ts";
import { ciliumLayer } from "./layer.ts";

const RUNS = Number(process.env.REPLATFORM_WORLDS ?? 600);

function judged(small: SmallWorld, compare: typeof differences, seed: number): string[] {
  const world = { objects: small.policies, namespaces: small.namespaces, oracle: oracleOf(seed) };
  return compare(
    small,
    ({ objects }) => [ciliumLayer(objects)].filter((layer) => layer !== undefined),
    { hostNetwork: "as-node", ipBlockMatchesPods: false },
    (from, to, protocol, port) => naiveCilium(world, from, to, protocol, port),
  );
}

it(`agrees with the naive evaluator on ${RUNS} random worlds`, { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(ciliumWorld(false), (small) => {
      expect(judged(small, differences, 0)).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});

it(`is never contradicted on ${RUNS} worlds whatever open questions come to`, { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(ciliumWorld(true), fc.nat(), (small, seed) => {
      expect(judged(small, contradictions, seed)).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});
