import fc from "fast-check";
import { expect, it } from "vitest";
import { calicoWorld } from "../../testing/calico-worlds.ts";
import { contradictions, differences } from "../../testing/compare.ts";
import { naiveCalico } from "../../testing/naive-calico.ts";
import type { SmallWorld } from "../../testing/small-worlds.ts";
import { KUBERNETES } from "../../view.ts";
import { calicoTiers } from "./tiers.ts";

const RUNS = Number(process.env.REPLATFORM_WORLDS ?? 1500);

function judged(small: SmallWorld, compare: typeof differences): string[] {
  const world = { objects: small.policies, namespaces: small.namespaces };
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
      expect(judged(small, differences)).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});

it(`never contradicts it on ${RUNS} worlds with network sets`, { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(calicoWorld(true), (small) => {
      expect(judged(small, contradictions)).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});
