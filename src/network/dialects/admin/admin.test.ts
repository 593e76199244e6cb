import fc from "fast-check";
import { expect, it } from "vitest";
import type { World } from "../../../world/world.ts";
import type { Layer } from "../../policy.ts";
import { subjectsOf } from "../../subjects.ts";
import { adminWorld } from "../../testing/admin-worlds.ts";
import { contradictions, differences } from "../../testing/compare.ts";
import { naiveAdmin } from "../../testing/naive-admin.ts";
import { oracleOf } from "../../testing/oracle.ts";
import type { SmallWorld } from "../../testing/small-worlds.ts";
import { KUBERNETES } from "../../view.ts";
import { networkingV1 } from "../networking-v1.ts";
import { adminLayers } from "./layers.ts";

const RUNS = Number(process.env.REPLATFORM_WORLDS ?? 600);

function layersOf(world: World): readonly Layer[] {
  const pods = () =>
    subjectsOf({ world, layers: [], options: KUBERNETES }).pods.map(({ subject }) => subject);
  const { admin, baseline } = adminLayers(world.objects, pods);
  const plain = networkingV1(world.objects.list("NetworkPolicy.networking.k8s.io"));
  return [admin, plain, baseline].filter((layer) => layer !== undefined);
}

function judged(small: SmallWorld, compare: typeof differences, seed: number): string[] {
  const oracle = oracleOf(seed);
  const ties = (a: string, b: string): number => (oracle(`${[a, b].sort()}`) === a < b ? -1 : 1);
  const world = { objects: small.policies, namespaces: small.namespaces, oracle, ties };
  return compare(small, layersOf, KUBERNETES, (from, to, protocol, port) =>
    naiveAdmin(world, from, to, protocol, port),
  );
}

it(`agrees with the naive evaluator on ${RUNS} random worlds`, { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(adminWorld(false), (small) => {
      expect(judged(small, differences, 0)).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});

it(`is never contradicted on ${RUNS} worlds with ties and domain names`, { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(adminWorld(true), fc.nat(), (small, seed) => {
      expect(judged(small, contradictions, seed)).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});
