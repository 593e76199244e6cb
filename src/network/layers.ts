import type { World } from "../world/world.ts";
import type { CniName } from "./cni.ts";
import { type AdminLayers, adminLayers } from "./dialects/admin/layers.ts";
import { calicoTiers, type PlacedLayer } from "./dialects/calico/tiers.ts";
import { ciliumLayer } from "./dialects/cilium/layer.ts";
import { doubted, unread } from "./dialects/doubt.ts";
import { networkingV1 } from "./dialects/networking-v1.ts";
import type { Layer } from "./policy.ts";
import { subjectsOf } from "./subjects.ts";
import { KUBERNETES } from "./view.ts";

/** Every policy of a world that the plugin may enforce, compiled, in the order it looks at them. */
export function layersOf(world: World, cni: CniName): readonly Layer[] {
  switch (cni) {
    case "calico":
    case "canal":
      return calicoLayers(world);
    case "cilium":
      return ciliumLayers(world);
    case "weave":
    case "kube-router":
      return around(adminOf(world), [plainLayer(world)], `${cni} is not known to enforce it`);
    case "flannel":
      // Alone it enforces nothing; whether something beside it does cannot be seen.
      return around(adminOf(world), [plainLayer(world)], NOT_ENFORCED).map((layer) =>
        doubted(layer, NOT_ENFORCED),
      );
    case "antrea":
      return [...unreadLayer(world, ANTREA), ...around(adminOf(world), [plainLayer(world)])];
    case "unknown":
      return [...unreadLayer(world, FOREIGN), ...around(adminOf(world), [plainLayer(world)])];
  }
}

const NOT_ENFORCED = "flannel enforces no policies, and nothing that does was seen";

/** Where Calico puts the tiers of policy.networking.k8s.io among its own (api/pkg/apis/projectcalico/v3/tier.go). */
const ADMIN_ORDER = 1000;
const BASELINE_ORDER = 10_000_000;

function calicoLayers(world: World): readonly Layer[] {
  const { admin, baseline } = adminOf(world);
  const placed: PlacedLayer[] = [
    ...(admin === undefined ? [] : [{ layer: admin, order: ADMIN_ORDER }]),
    ...calicoTiers(world.objects),
    ...(baseline === undefined ? [] : [{ layer: baseline, order: BASELINE_ORDER }]),
  ];
  return placed
    .sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0))
    .map(({ layer }) => layer);
}

function ciliumLayers(world: World): readonly Layer[] {
  const layer = ciliumLayer(world.objects);
  if (layer === undefined) return [];
  return around(adminOf(world), [layer], "whether Cilium enforces it depends on its version");
}

/** The given layers between the admin and the baseline tier; a reason where those may not count. */
function around(
  { admin, baseline }: AdminLayers,
  layers: readonly Layer[],
  reason?: string,
): readonly Layer[] {
  const tier = (layer: Layer | undefined): readonly Layer[] => {
    if (layer === undefined) return [];
    return [reason === undefined ? layer : doubted(layer, reason)];
  };
  return [...tier(admin), ...layers, ...tier(baseline)];
}

function plainLayer({ objects }: World): Layer {
  return networkingV1(objects.list("NetworkPolicy.networking.k8s.io"));
}

function adminOf(world: World): AdminLayers {
  const pods = () =>
    subjectsOf({ world, layers: [], options: KUBERNETES }).pods.map(({ subject }) => subject);
  return adminLayers(world.objects, pods);
}

const ANTREA = ["NetworkPolicy.crd.antrea.io", "ClusterNetworkPolicy.crd.antrea.io"];
const FOREIGN = [
  ...ANTREA,
  "CiliumNetworkPolicy.cilium.io",
  "CiliumClusterwideNetworkPolicy.cilium.io",
  "NetworkPolicy.crd.projectcalico.org",
  "GlobalNetworkPolicy.crd.projectcalico.org",
  "NetworkPolicy.projectcalico.org",
  "GlobalNetworkPolicy.projectcalico.org",
];

/** Policies of kinds that are not followed, or whose plugin is not known to run: looked at first, they cover any order. */
function unreadLayer({ objects }: World, kinds: readonly string[]): readonly Layer[] {
  const policies = kinds.flatMap((kind) =>
    objects.list(kind).map((resource) => unread(resource, `policies of kind ${kind} are not followed here`)),
  );
  return policies.length === 0
    ? []
    : [{ id: "unread", title: "policies that are not followed", end: "deny", policies }];
}
