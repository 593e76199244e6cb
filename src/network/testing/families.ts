import fc from "fast-check";
import type { World } from "../../world/world.ts";
import { adminLayers } from "../dialects/admin/layers.ts";
import { calicoTiers } from "../dialects/calico/tiers.ts";
import { ciliumLayer } from "../dialects/cilium/layer.ts";
import { networkingV1 } from "../dialects/networking-v1.ts";
import type { Layer } from "../policy.ts";
import { subjectsOf } from "../subjects.ts";
import { KUBERNETES } from "../view.ts";
import { adminWorld } from "./admin-worlds.ts";
import { brokenWorld } from "./broken-worlds.ts";
import { calicoWorld } from "./calico-worlds.ts";
import { ciliumWorld } from "./cilium-worlds.ts";
import { ADMIN, CALICO, CILIUM, V1 } from "./constructs.ts";
import type { Family } from "./family.ts";
import { naiveAdmin } from "./naive-admin.ts";
import { naiveCalico } from "./naive-calico.ts";
import { naiveCilium } from "./naive-cilium.ts";
import { naiveV1 } from "./naive-v1.ts";
import { type SmallWorld, smallWorld, wholeBlocks } from "./small-worlds.ts";

/** The dialect families, each with its random worlds and its naive evaluator. */

const options = fc.record({
  hostNetwork: fc.constantFrom("as-node", "as-pod"),
  ipBlockMatchesPods: fc.boolean(),
});

function plainLayer({ objects }: World): Layer {
  return networkingV1(objects.list("NetworkPolicy.networking.k8s.io"));
}

const v1: Family = {
  name: "v1",
  constructs: V1,
  worlds: (open) =>
    fc.tuple(open ? brokenWorld : smallWorld, options).map(([small, own]) => ({ ...small, options: own })),
  setupOf: (small) => ({
    layersOf: (world) => [plainLayer(world)],
    options: small.options ?? KUBERNETES,
  }),
  naive: (small, oracle) =>
    naiveV1({ ...KUBERNETES, ...small, ...small.options, whole: wholeBlocks(small), oracle }),
};

const calico: Family = {
  name: "calico",
  constructs: CALICO,
  worlds: calicoWorld,
  setupOf: () => ({
    layersOf: ({ objects }) => calicoTiers(objects).map(({ layer }) => layer),
    options: KUBERNETES,
  }),
  naive: (small, oracle) => naiveCalico({ ...inputOf(small), oracle }),
};

const cilium: Family = {
  name: "cilium",
  constructs: CILIUM,
  worlds: ciliumWorld,
  setupOf: () => ({
    layersOf: ({ objects }) => [ciliumLayer(objects)].filter((layer) => layer !== undefined),
    options: { hostNetwork: "as-node", ipBlockMatchesPods: false },
  }),
  naive: (small, oracle) => naiveCilium({ ...inputOf(small), oracle }),
};

const admin: Family = {
  name: "admin",
  constructs: ADMIN,
  worlds: adminWorld,
  setupOf: () => ({ layersOf: aroundNetworkPolicy, options: KUBERNETES }),
  naive: (small, oracle) => naiveAdmin({ ...inputOf(small), oracle }),
};

function aroundNetworkPolicy(world: World): readonly Layer[] {
  const pods = () =>
    subjectsOf({ world, layers: [], options: KUBERNETES }).pods.map(({ subject }) => subject);
  const { admin: first, baseline } = adminLayers(world.objects, pods);
  return [first, plainLayer(world), baseline].filter((layer) => layer !== undefined);
}

function inputOf(small: SmallWorld) {
  return { objects: small.policies, namespaces: small.namespaces, whole: wholeBlocks(small) };
}

export const FAMILIES: readonly Family[] = [v1, calico, cilium, admin];
