import fc from "fast-check";
import { expect, it } from "vitest";
import { calicoWorld } from "../../testing/calico-worlds.ts";
import { contradictions, differences } from "../../testing/compare.ts";
import { naiveCalico } from "../../testing/naive-calico.ts";
import { oracleOf } from "../../testing/oracle.ts";
import type { SmallWorld } from "../../testing/small-worlds.ts";
import { KUBERNETES } from "../../view.ts";
import { calicoTiers } from "./tiers.ts";

const RUNS = Number(process.env.REPLATFORM_WORLDS ?? 600);

function judged(small: SmallWorld, compare: typeof differences, seed: number): string[] {
  const world = { objects: small.policies, namespaces: small.namespaces, oracle: oracleOf(seed) };
  return compare(
    small,
    ({ objects }) => calicoTiers(objects).map(({ layer }) => layer),
    KUBERNETES,
    (from, to, protocol, port) => naiveCalico(world, from, to, protocol, port),
  );
}

it(`agrees with the naive evaluator on ${RUNS} random worlds of tiers and policies`, {
  timeout: 600_000,
}, () => {
  fc.assert(
    fc.property(calicoWorld(false), (small) => {
      expect(judged(small, differences, 0)).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});

it(`is never contradicted on ${RUNS} worlds with sets and open questions`, { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(calicoWorld(true), fc.nat(), (small, seed) => {
      expect(judged(small, contradictions, seed)).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});
