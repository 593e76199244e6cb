import { at, stringMapOf } from "../../world/json.ts";
import { groupKind, type Resource } from "../../world/resource.ts";
import type { Direction } from "../policy.ts";
import { PolicyIndex } from "../policy-index.ts";
import { memberOf } from "../reasons.ts";
import type { Network } from "../relation.ts";
import type { View } from "../view.ts";
import type { ClusterDns } from "./cluster-dns.ts";
import type { DnsGaps } from "./dns-gaps.ts";
import { dnsIngressRule } from "./dns-ingress.ts";
import { dnsRules, rankOf } from "./dns-rules.ts";

export const NETWORK_POLICY = "NetworkPolicy.networking.k8s.io";

/**
 * The fewest policies that close the egress gaps, greedily: those by which names were meant to be resolved first. A
 * class whose policies say nothing of DNS could not resolve before either, and is left as it is.
 */
export function chooseEgress(
  network: Network,
  view: View,
  gaps: DnsGaps,
  dns: ClusterDns,
  resolver: string,
): readonly Resource[] {
  const classesOf = new Map<Resource, Set<number>>();
  for (const [resource, id] of selectingPairs(network, view, gaps.egress, "egress")) {
    const there = classesOf.get(resource) ?? new Set();
    classesOf.set(resource, there.add(id));
  }
  const candidates = [...classesOf]
    .map(([resource, classes]) => ({ resource, classes, rules: dnsRules(resource, dns, resolver) }))
    .filter(({ rules }) => rules.length > 0)
    .sort((a, b) => rankOf(a.rules) - rankOf(b.rules) || b.classes.size - a.classes.size);
  const covered = new Set<number>();
  return candidates.flatMap(({ resource, classes }) => {
    if ([...classes].every((id) => covered.has(id))) return [];
    for (const id of classes) covered.add(id);
    return [resource];
  });
}

/** Policies to change, and whether servers are left for which a policy has to be added. */
export interface IngressChoice {
  readonly policies: readonly Resource[];
  readonly add: boolean;
}

/**
 * One policy for each server that keeps askers out: one that speaks of DNS, else the first. A policy that selects
 * others beside CoreDNS is not to be changed, for its new rule would open those as well.
 */
export function chooseIngress(network: Network, view: View, gaps: DnsGaps, dns: ClusterDns): IngressChoice {
  const chosen = new Set<Resource>();
  let add = false;
  for (const server of gaps.ingress.keys()) {
    const selecting = selectingPairs(network, view, [server], "ingress").map(([resource]) => resource);
    const policies = selecting.filter((policy) => selectsOnlyDns(policy, dns));
    if (policies.some((policy) => chosen.has(policy))) continue;
    const best = policies.find(({ object }) => dnsIngressRule(object, dns) !== undefined) ?? policies[0];
    if (best !== undefined) chosen.add(best);
    else if (selecting.length > 0) add = true;
  }
  return { policies: [...chosen], add };
}

function selectsOnlyDns({ object }: Resource, dns: ClusterDns): boolean {
  const labels = stringMapOf(at(object, "spec", "podSelector", "matchLabels"));
  return Object.entries(dns.labels).every(([key, value]) => labels[key] === value);
}

/** The NetworkPolicies that surely select some classes, with the class. */
function selectingPairs(
  { classes }: Network,
  view: View,
  ids: readonly number[],
  direction: Direction,
): readonly (readonly [Resource, number])[] {
  const index = new PolicyIndex(view);
  return ids.flatMap((id) => {
    const subject = memberOf(classes[id])?.subject;
    if (subject === undefined) return [];
    return index
      .selecting(subject, direction)
      .filter(({ policy: { resource }, maybe }) => !maybe && isNetworkPolicy(resource))
      .map(({ policy }) => [policy.resource, id] as const);
  });
}

function isNetworkPolicy({ ref }: Resource): boolean {
  return groupKind(ref.apiVersion, ref.kind) === NETWORK_POLICY;
}
