import { at, numberOf } from "../../../world/json.ts";
import type { Resource } from "../../../world/resource.ts";
import type { ObjectStore } from "../../../world/store.ts";
import type { Layer, Policy } from "../../policy.ts";
import { policyOf } from "../networking-v1.ts";
import { addressSets } from "./address-sets.ts";
import type { CalicoContext } from "./entity-selector.ts";
import { hostPolicies } from "./host-endpoints.ts";
import { listBoth, plainName, tierOf } from "./objects.ts";
import { policiesOf } from "./policies.ts";

/** A layer with the place Calico's tiers have it at. */
export interface PlacedLayer {
  readonly layer: Layer;
  readonly order: number;
}

interface Placed {
  readonly policies: readonly Policy[];
  readonly order: number;
  readonly name: string;
}

const DEFAULT_TIER = "default";
const DEFAULT_TIER_ORDER = 1_000_000;
/** Kubernetes' NetworkPolicies are in the default tier at this order (conversion.go, K8sNetworkPolicyToCalico). */
const NETWORK_POLICY_ORDER = 1000;

/**
 * Calico's tiers, Kubernetes' NetworkPolicies among them, in order: by the tier's order and name, and in each by the
 * policy's (felix/calc/policy_sorter.go). Staged policies decide nothing and are left out.
 */
export function calicoTiers(objects: ObjectStore): readonly PlacedLayer[] {
  const context: CalicoContext = { objects, sets: addressSets(objects) };
  const byTier = new Map<string, Placed[]>([[DEFAULT_TIER, []]]);
  for (const kind of ["NetworkPolicy", "GlobalNetworkPolicy"]) {
    for (const resource of listBoth(objects, kind)) {
      if (isMirrored(resource)) continue;
      const tier = tierOf(resource);
      const own = byTier.get(tier) ?? [];
      byTier.set(tier, own);
      const order = numberOf(at(resource.object, "spec", "order")) ?? Number.POSITIVE_INFINITY;
      own.push({ policies: policiesOf(resource, context), order, name: sortName(resource) });
    }
  }
  for (const resource of objects.list("NetworkPolicy.networking.k8s.io")) {
    const name = `${resource.ref.namespace ?? "default"}/knp.default.${resource.ref.name}`;
    byTier.get(DEFAULT_TIER)?.push({ policies: [policyOf(resource)], order: NETWORK_POLICY_ORDER, name });
  }
  const hosts = hostPolicies(context);
  const hostLayer: Layer = { id: "calico-hosts", title: "host endpoints", end: "deny", policies: hosts };
  const tiers = new Map(listBoth(objects, "Tier").map((tier) => [tier.ref.name, tier]));
  const placed = [...byTier]
    .filter(([, policies]) => policies.length > 0)
    .map(([name, policies]) => placedLayer(name, tiers.get(name), policies))
    .sort((a, b) => compare(a.order, b.order) || compare(a.layer.id, b.layer.id));
  return hosts.length === 0 ? placed : [{ layer: hostLayer, order: Number.NEGATIVE_INFINITY }, ...placed];
}

function placedLayer(name: string, tier: Resource | undefined, placed: readonly Placed[]): PlacedLayer {
  const policies = [...placed]
    .sort((a, b) => compare(a.order, b.order) || compare(a.name, b.name))
    .flatMap((one) => one.policies);
  const id = `calico-tier ${name}`;
  const title = `tier ${name}`;
  if (tier === undefined && name !== DEFAULT_TIER) {
    // Whether it comes before or after the others decides: looked at first, the doubt covers both.
    const uncertain = `its tier ${name} was not read`;
    const doubted = policies.map((policy) => ({ ...policy, uncertain }));
    return { layer: { id, title, end: "deny", policies: doubted }, order: Number.NEGATIVE_INFINITY };
  }
  const spec = at(tier?.object, "spec");
  const given = numberOf(at(spec, "order"));
  const order = name === DEFAULT_TIER ? (given ?? DEFAULT_TIER_ORDER) : (given ?? Number.POSITIVE_INFINITY);
  const end = at(spec, "defaultAction") === "Pass" ? "next" : "deny";
  return { layer: { id, title, end, policies }, order };
}

/** Kubernetes' own policies as Calico's API shows them a second time. */
function isMirrored({ ref }: Resource): boolean {
  return /^(?:knp\.default|kanp|kbanp|kcnp)\./.test(ref.name);
}

/** Ties between equal orders are decided by name, which a tier's and a namespace's stand before. */
function sortName(resource: Resource): string {
  const { namespace } = resource.ref;
  return `${namespace === undefined ? "" : `${namespace}/`}${tierOf(resource)}.${plainName(resource)}`;
}

function compare<T extends number | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
