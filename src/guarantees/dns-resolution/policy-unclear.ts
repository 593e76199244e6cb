import { refLabel } from "../../world/resource.ts";
import { listed } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import type { Loss } from "./losses.ts";
import type { DnsMove } from "./move.ts";
import { policyEvidence } from "./policy-evidence.ts";
import type { Rule } from "./rule.ts";
import { byPolicy, example, type LossGroup, sufferers } from "./words.ts";

/** What nobody could tell is said, and never taken for a yes. */
export const policyUnclear: Rule = {
  id: "policy-unclear",
  title: "Whether policies let pods ask CoreDNS cannot be told",
  hazards: ["DNS-1"],
  find: (move) =>
    byPolicy(move.losses().filter(({ unclear }) => unclear)).map((group) => breach(group, move)),
};

function breach(group: LossGroup, move: DnsMove): Breach {
  const { first, losses } = group;
  const { ref } = first.policy.policy.resource;
  const policy = refLabel(ref);
  return {
    cause: policyUnclear.id,
    verdict: "unknown",
    subject: ref,
    message: `Whether ${sufferers(losses)} may ask CoreDNS cannot be told: ${example(first, move)}, and ${reason(first)}.`,
    remedy: `Try it in a pod that ${policy} selects (nslookup kubernetes.default against CoreDNS's address), and mend what is malformed.`,
    evidence: policyEvidence(group),
  };
}

function reason({ policy: { policy, selects, rules }, side }: Loss): string {
  const label = refLabel(policy.resource.ref);
  if (policy.uncertain !== undefined) return `${label} is not understood: ${policy.uncertain}`;
  if (!selects) return `whether ${label} selects ${side === "egress" ? "the pod" : "CoreDNS"} is not known`;
  const said = rules.flatMap(({ rule, peer }) =>
    rule.uncertain !== undefined && peer !== false ? [rule.uncertain] : [],
  );
  if (said.length > 0) return `${label} is not understood: ${listed(said)}`;
  return rules.some(({ peer }) => peer === undefined)
    ? `whether a peer of ${label} means ${side === "egress" ? "CoreDNS" : "the pod"} is not known`
    : `network plugins differ on whether ${label} lets it through, which depends on what they see of a Service's address and port`;
}
