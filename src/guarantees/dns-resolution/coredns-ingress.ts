import { refLabel } from "../../world/resource.ts";
import { listed } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import type { DnsMove } from "./move.ts";
import { policyEvidence } from "./policy-evidence.ts";
import { repairHint } from "./repair-hint.ts";
import type { Rule } from "./rule.ts";
import { byPolicy, example, type LossGroup, sufferers } from "./words.ts";

/** CoreDNS is asked by the caches, from their hosts; policies written for that admit no pod. */
export const coreDnsIngress: Rule = {
  id: "coredns-ingress",
  title: "CoreDNS admits the caches' hosts and not the pods",
  hazards: ["DNS-1"],
  find(move) {
    const losses = move.losses().filter(({ side, unclear }) => side === "ingress" && !unclear);
    return byPolicy(losses).map((group) => breach(group, move));
  },
};

function breach(group: LossGroup, move: DnsMove): Breach {
  const { verdict, first, losses } = group;
  const { ref } = first.policy.policy.resource;
  const policy = refLabel(ref);
  const stop = listed(first.policies.map(({ resource }) => refLabel(resource.ref)));
  const ports = listed(first.target.ports.map(({ number, protocol }) => `${number}/${protocol}`));
  return {
    cause: coreDnsIngress.id,
    verdict,
    subject: ref,
    message: `${policy} admits to CoreDNS what the caches on the nodes send, and not the pods, which ask it themselves once their node is new: ${example(first, move)}, and no rule of ${stop === "" ? policy : stop} admits it. It concerns ${sufferers(losses)}.`,
    remedy: `In ${policy}, admit pods of all namespaces (from: namespaceSelector {}) on ports ${ports} beside the nodes before nodes are upgraded.${repairHint(first, move)}`,
    evidence: policyEvidence(group),
  };
}
