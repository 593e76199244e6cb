import { refLabel } from "../../world/resource.ts";
import type { Breach } from "../guarantee.ts";
import type { DnsMove } from "./move.ts";
import { policyEvidence } from "./policy-evidence.ts";
import { repairHint } from "./repair-hint.ts";
import type { Rule } from "./rule.ts";
import { labelsText } from "./targets.ts";
import { admitRule, byPolicy, example, type LossGroup, sufferers } from "./words.ts";

/**
 * A peer's podSelector without a namespaceSelector selects pods of the policy's own namespace (types.go,
 * NetworkPolicyPeer): the provider's example works in kube-system alone.
 */
export const selectorWithoutNamespace: Rule = {
  id: "selector-without-namespace",
  title: "A policy looks for CoreDNS in its own namespace",
  hazards: ["DNS-1"],
  find(move) {
    const losses = move
      .losses()
      .filter(
        ({ side, unclear, misses }) =>
          side === "egress" && !unclear && misses.some(({ kind }) => kind === "own-namespace"),
      );
    return byPolicy(losses).map((group) => breach(group, move));
  },
};

function breach(group: LossGroup, move: DnsMove): Breach {
  const { verdict, first, losses } = group;
  const { ref } = first.policy.policy.resource;
  const policy = refLabel(ref);
  const home = move.service.ref.namespace ?? "kube-system";
  const labels = labelsText(move.service);
  const today =
    verdict === "breaks"
      ? ""
      : ` Whether names resolve under it today depends on the network plugin: the cache at ${first.client.cache} is not named.`;
  return {
    cause: selectorWithoutNamespace.id,
    verdict,
    subject: ref,
    message: `A peer of ${policy} selects ${labels} without a namespaceSelector, which means pods of namespace ${ref.namespace}: CoreDNS runs in ${home}, so it selects nothing. ${sufferers(losses)} cannot ask CoreDNS: ${example(first, move)}, and no rule lets it through.${today}`,
    remedy: `In ${policy}, name the namespace beside the pods before nodes are upgraded: ${admitRule(first, move)}.${repairHint(first, move)}`,
    evidence: policyEvidence(group),
  };
}
