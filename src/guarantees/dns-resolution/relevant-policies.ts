import { at, listOf } from "../../world/json.ts";
import type { Resource } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";

const KIND = "NetworkPolicy.networking.k8s.io";

/**
 * The world without the NetworkPolicies that have no say in names: those for ingress alone, but of CoreDNS's own
 * namespace. In large clusters that is half of all there is to compile.
 */
export function withRelevantPolicies(world: World, namespace: string | undefined): World {
  const remove = world.objects
    .list(KIND)
    .filter((policy) => policy.ref.namespace !== namespace && !limitsEgress(policy))
    .map(({ ref }) => ref);
  return remove.length === 0 ? world : { ...world, objects: world.objects.with({ remove }) };
}

/** As the API's defaults have it: without policyTypes, for egress only where there is a rule for it. */
function limitsEgress({ object }: Resource): boolean {
  const types = listOf(at(object, "spec", "policyTypes"));
  return types.length > 0 ? types.includes("Egress") : listOf(at(object, "spec", "egress")).length > 0;
}
