import { at, listOf } from "../../world/json.ts";
import type { Resource } from "../../world/resource.ts";
import type { ClusterDns } from "./cluster-dns.ts";
import { dnsRules } from "./dns-rules.ts";
import type { Gains } from "./gains.ts";
import type { RepairProof } from "./prove-repair.ts";
import type { RepairForm } from "./repair.ts";

/** What is wrong with a policy's egress, by what it names. */
export function whyEgress(policy: Resource, dns: ClusterDns, resolver: string): string {
  const peers = dnsRules(policy, dns, resolver).flatMap((rule) => rule.peers);
  const namespace = policy.ref.namespace ?? "default";
  const has = (intent: string): boolean => peers.some((peer) => peer.intent === intent);
  if (has("dns-pods")) {
    return `Its peer with CoreDNS' labels selects pods of namespace ${namespace} only; CoreDNS is in ${dns.namespace}. Pods on new nodes ask CoreDNS, and would get no answer.`;
  }
  if (has("cache")) {
    return `It lets pods ask the cache at ${resolver} only. Pods on new nodes ask CoreDNS, and would get no answer.`;
  }
  if (has("cache-pods")) {
    return "It names the cache's pods, which are on their node's network and match no selector. Pods on new nodes ask CoreDNS, and would get no answer.";
  }
  return "It lets pods resolve names, but not at CoreDNS' pods, which pods on new nodes ask.";
}

export function whyIngress({ object }: Resource): string {
  const blocks = listOf(at(object, "spec", "ingress")).some((rule) =>
    listOf(at(rule, "from")).some((peer) => at(peer, "ipBlock") !== undefined),
  );
  return blocks
    ? "It lets only the nodes' caches ask CoreDNS. Pods on new nodes ask it themselves, and would get no answer."
    : "It keeps pods from asking CoreDNS, which pods on new nodes do themselves.";
}

export function whyAdded(dns: ClusterDns): string {
  return `The policies that keep pods from asking CoreDNS in ${dns.namespace} select other pods too, so this one is added. Pods on new nodes ask CoreDNS themselves, and would get no answer.`;
}

export function whyFinal(_policy: Resource, resolver: string): string {
  return `No pod asks ${resolver} any more.`;
}

/** What the engine showed, for the reader of a patch. */
export function proofSentence(gains: Gains, dns: ClusterDns, proof: RepairProof, form: RepairForm): string {
  if (proof.lost.length > 0 || proof.unmeant.length > 0) return "NOT PROVEN: it changes more than DNS.";
  const ports = dns.ports.map(({ protocol, port }) => `${protocol} ${port}`).join(", ");
  const who = [
    ...(gains.names.length === 0 ? [] : [count(gains.names)]),
    ...(gains.later ? ["pods it selects later"] : []),
  ];
  const gained =
    who.length === 0
      ? "nothing is gained"
      : `gained is ${ports} to CoreDNS in ${dns.namespace}, by ${who.join(" and ")}`;
  const lost =
    form === "final" && proof.cache.length > 0 ? "lost is the cache's address alone" : "nothing is lost";
  return `${capital(gained)}; ${lost}; no other connection changes.`;
}

function count(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(", ");
  return names.length <= 3 ? shown : `${shown} and ${names.length - 3} more`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
