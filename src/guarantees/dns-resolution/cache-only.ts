import { refLabel } from "../../world/resource.ts";
import { listed } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import type { Loss } from "./losses.ts";
import type { DnsMove } from "./move.ts";
import { policyEvidence } from "./policy-evidence.ts";
import { repairHint } from "./repair-hint.ts";
import type { Rule } from "./rule.ts";
import { admitRule, byPolicy, example, type LossGroup, protocolsOf, sufferers } from "./words.ts";

/** Calico applies a pod's egress rules to the cache's address, and to CoreDNS's pods after translation. */
export const cacheOnly: Rule = {
  id: "cache-only",
  title: "A policy lets pods ask the cache and not CoreDNS",
  hazards: ["DNS-1"],
  find: (move) => byPolicy(move.losses().filter(isCacheOnly)).map((group) => breach(group, move)),
};

export function isCacheOnly({ side, unclear, misses }: Loss): boolean {
  return side === "egress" && !unclear && !misses.some(({ kind }) => kind === "own-namespace");
}

function breach(group: LossGroup, move: DnsMove): Breach {
  const { verdict, first, losses } = group;
  const { ref } = first.policy.policy.resource;
  const policy = refLabel(ref);
  const stop = listed(first.policies.map(({ resource }) => refLabel(resource.ref)));
  const cannot = `no rule of ${stop === "" ? policy : stop} lets it through`;
  return {
    cause: cacheOnly.id,
    verdict,
    subject: ref,
    message: `${opening(group, policy)} ${sufferers(losses)} cannot ask CoreDNS over ${protocolsOf(losses)}: ${example(first, move)}, and ${cannot}.${missed(first)}`,
    remedy: `In ${policy}, admit CoreDNS as well before nodes are upgraded: ${admitRule(first, move)}. Keep ${first.client.cache}/32 until the last old node is gone.${repairHint(first, move)}`,
    evidence: policyEvidence(group),
  };
}

function opening({ verdict, first }: LossGroup, policy: string): string {
  const { cache } = first.client;
  return verdict === "breaks"
    ? `${policy} lets pods ask the cache at ${cache} alone.`
    : `Whether names resolve under ${policy} today depends on the network plugin: the cache at ${cache} is the pod's own node, which labels of pods do not select. If they do, they stop.`;
}

function missed({ misses }: Loss): string {
  const kinds = new Set(misses.map(({ kind }) => kind));
  if (kinds.has("other-namespace"))
    return " The policy names CoreDNS's pods, in namespaces with labels that CoreDNS's has not.";
  if (kinds.has("service-address"))
    return " The policy names the Service's address, which policies do not see: it is translated before.";
  return kinds.has("ports") ? " The policy names CoreDNS's pods with other ports." : "";
}
