import { at } from "../../world/json.ts";
import { type Resource, refKey, refOf } from "../../world/resource.ts";
import { selects } from "../../world/selector.ts";
import type { World } from "../../world/world.ts";
import { buildNetwork, type Network } from "../relation.ts";
import type { View } from "../view.ts";
import { viewOf } from "../view-of.ts";
import { chooseEgress, chooseIngress, NETWORK_POLICY } from "./choose.ts";
import { type ClusterDns, clusterDns } from "./cluster-dns.ts";
import { cacheEdits, egressEdits } from "./dns-egress.ts";
import { type DnsClasses, dnsClasses, dnsGaps } from "./dns-gaps.ts";
import { addedIngress, ingressEdits } from "./dns-ingress.ts";
import { dnsRules } from "./dns-rules.ts";
import { applyEdits, type Edit } from "./edits.ts";
import { gainsOf, workloadsIn } from "./gains.ts";
import { withProbes } from "./probes.ts";
import { proveRepair } from "./prove-repair.ts";
import type { Repair, RepairForm, RepairPlan } from "./repair.ts";
import { proofSentence, whyAdded, whyEgress, whyFinal, whyIngress } from "./repair-words.ts";

export interface RepairRequest {
  /** What the old platform gives pods as name server: its profile's `source.resolver`. */
  readonly resolver: string;
  readonly form: RepairForm;
  /** How policies are compiled; default: all kinds the program knows. */
  readonly view?: (world: World) => View;
}

interface Draft {
  readonly policy: Resource;
  readonly edits: readonly Edit[];
  readonly why: string;
  readonly direction: "egress" | "ingress";
  readonly added?: true;
}

/**
 * The changes of NetworkPolicies by which every pod that resolves names today goes on doing so when CoreDNS is its
 * resolver, and the proof that they do that and nothing else. Pure.
 */
export function planRepairs(given: World, { resolver, form, view = viewOf }: RepairRequest): RepairPlan {
  const dns = clusterDns(given);
  const world = withProbes(given, aboutDns(given, dns, resolver), dns);
  const drafts = draft(world, view(world), dns, resolver, form);
  const byPolicy = mergeDrafts(drafts);
  const put = [...byPolicy].map(
    ([policy, own]): Resource => ({
      ...policy,
      object: applyEdits(
        policy.object,
        own.flatMap(({ edits }) => edits),
      ),
    }),
  );
  const repairedWorld = { ...world, objects: world.objects.with({ put }) };
  const network = buildNetwork([view(world), view(repairedWorld)]);
  const classes = dnsClasses(network, dns, resolver);
  const proof = proveRepair(network, classes);
  const repairs = [...byPolicy].map(([policy, own], index): Repair => {
    const gains = gainsOf(
      network,
      proof,
      policy,
      own.some(({ direction }) => direction === "ingress"),
    );
    return {
      policy,
      added: own.some(({ added }) => added === true),
      edits: own.flatMap(({ edits }) => edits),
      repaired: (put[index] as Resource).object,
      why: own.map(({ why }) => why).join(" "),
      proof: proofSentence(gains, dns, proof, form),
    };
  });
  return {
    form,
    dns,
    repairs: repairs.sort((a, b) => compareKeys(refKey(a.policy.ref), refKey(b.policy.ref))),
    proof,
    proven: proof.lost.length === 0 && proof.unmeant.length === 0,
    left: left(network, classes),
  };
}

function draft(
  world: World,
  view: View,
  dns: ClusterDns,
  resolver: string,
  form: RepairForm,
): readonly Draft[] {
  const network = buildNetwork([view]);
  const gaps = dnsGaps(network, 0, dnsClasses(network, dns, resolver));
  const drafts: Draft[] = [];
  for (const policy of chooseEgress(network, view, gaps, dns, resolver)) {
    const edits = egressEdits(policy, dns, resolver, world);
    drafts.push({ policy, edits, why: whyEgress(policy, dns, resolver), direction: "egress" });
  }
  const ingress = chooseIngress(network, view, gaps, dns);
  for (const policy of ingress.policies) {
    drafts.push({ policy, edits: ingressEdits(policy, dns), why: whyIngress(policy), direction: "ingress" });
  }
  if (ingress.add) {
    const policy = addition(world, dns);
    drafts.push({ policy, edits: [], why: whyAdded(dns), direction: "ingress", added: true });
  }
  if (form === "final") {
    for (const policy of world.objects.list(NETWORK_POLICY)) {
      const added = drafts.filter((one) => one.policy === policy).flatMap(({ edits }) => edits);
      const edits = cacheEdits(policy, dns, resolver, added);
      if (edits.length > 0)
        drafts.push({ policy, edits, why: whyFinal(policy, resolver), direction: "egress" });
    }
  }
  return drafts;
}

function addition({ objects }: World, dns: ClusterDns): Resource {
  const object = addedIngress(dns, (name) => objects.get(NETWORK_POLICY, dns.namespace, name) !== undefined);
  return {
    ref: refOf(object),
    object,
    origin: { kind: "live", source: "added" },
    observed: false,
    manifests: [],
    owner: { kind: "unknown", name: "" },
  };
}

function mergeDrafts(drafts: readonly Draft[]): ReadonlyMap<Resource, readonly Draft[]> {
  const byPolicy = new Map<Resource, Draft[]>();
  for (const one of drafts) {
    const there = byPolicy.get(one.policy);
    if (there === undefined) byPolicy.set(one.policy, [one]);
    else there.push(one);
  }
  return byPolicy;
}

/** The policies whose pods may have something to lose: those that speak of DNS, and those on CoreDNS itself. */
function aboutDns(world: World, dns: ClusterDns, resolver: string): readonly Resource[] {
  return world.objects
    .list(NETWORK_POLICY)
    .filter(
      (policy) =>
        dnsRules(policy, dns, resolver).length > 0 ||
        (policy.ref.namespace === dns.namespace &&
          selects(at(policy.object, "spec", "podSelector"), dns.labels) === true),
    );
}

/** Who could ask the cache, and after all repairs does not surely reach CoreDNS. */
function left(network: Network, dns: DnsClasses): readonly string[] {
  const { egress, ingress } = dnsGaps(network, 1, dns);
  const stuck = new Set([...egress, ...[...ingress.values()].flat()]);
  const { table } = network;
  const asked = table.union(table.of("UDP", 53, 53), table.of("TCP", 53, 53));
  const couldAsk = (id: number): boolean =>
    (network.relations[0]?.egress[id]?.possible ?? []).some(
      ({ peers, ports }) =>
        dns.cache !== undefined && peers.has(dns.cache) && table.intersect(ports, asked) !== table.none,
    );
  return workloadsIn(network, [...stuck].filter(couldAsk)).names;
}

function compareKeys(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
