import type { Resource } from "../../../world/resource.ts";
import type { ObjectStore } from "../../../world/store.ts";
import type { Direction, Layer, Policy, Selector, Subject } from "../../policy.ts";
import { type AdminPolicy, adminPolicyOf } from "./policies.ts";

/** The layers around NetworkPolicy; a layer without policies is left out. */
export interface AdminLayers {
  readonly admin: Layer | undefined;
  readonly baseline: Layer | undefined;
}

const KINDS = ["AdminNetworkPolicy", "BaselineAdminNetworkPolicy", "ClusterNetworkPolicy"];

/**
 * The policies of policy.networking.k8s.io by tier and priority. `pods` are whom policies of equal priority are tried
 * on: where two select one pod and decide differently, any order may be the implementation's
 * (clusternetworkpolicy_types.go on priority), so neither is certain.
 */
export function adminLayers(objects: ObjectStore, pods: () => readonly Subject[]): AdminLayers {
  const all = KINDS.flatMap((kind) => objects.list(`${kind}.policy.networking.k8s.io`)).map(adminPolicyOf);
  const layer = (tier: AdminPolicy["tier"], title: string): Layer | undefined => {
    const own = all
      .filter((one) => one.tier === tier)
      .sort((a, b) => a.priority - b.priority || byName(a, b));
    if (own.length === 0) return undefined;
    return { id: `${tier}-network-policy`, title, end: "next", policies: withoutTies(own, pods) };
  };
  return {
    admin: layer("admin", "admin tier"),
    baseline: layer("baseline", "baseline tier"),
  };
}

function byName(a: AdminPolicy, b: AdminPolicy): number {
  const name = ({ ref }: Resource): string => `${ref.kind}/${ref.name}`;
  return name(a.policy.resource) < name(b.policy.resource) ? -1 : 1;
}

function withoutTies(sorted: readonly AdminPolicy[], pods: () => readonly Subject[]): readonly Policy[] {
  return sorted.map((one) => {
    const rival = sorted.find(
      (other) =>
        other !== one &&
        other.priority === one.priority &&
        DIRECTIONS.some((direction) => differ(one.policy, other.policy, direction)) &&
        share(one.policy.subjects, other.policy.subjects, pods()),
    );
    if (rival === undefined || one.policy.uncertain !== undefined) return one.policy;
    const { kind, name } = rival.policy.resource.ref;
    return {
      ...one.policy,
      uncertain: `${kind} ${name} has the same priority, and any of both may come first`,
    };
  });
}

const DIRECTIONS = ["ingress", "egress"] as const;

/** Whether the order of two policies may matter: not where all of their rules do the same. */
function differ(a: Policy, b: Policy, direction: Direction): boolean {
  const mine = a[direction]?.rules ?? [];
  const theirs = b[direction]?.rules ?? [];
  return mine.some(({ action }) => theirs.some((other) => other.action !== action));
}

function share(a: Selector, b: Selector, pods: readonly Subject[]): boolean {
  return pods.some((pod) => a.matches(pod) !== false && b.matches(pod) !== false);
}
