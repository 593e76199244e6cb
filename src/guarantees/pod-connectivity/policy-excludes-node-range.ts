import { refLabel } from "../../world/resource.ts";
import { evidenceOf, type Lost, lostBy, named } from "../address-lost.ts";
import { listed } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import { hostChanges } from "./host-changes.ts";
import { type Judged, judgeBlocks } from "./judged.ts";
import { part } from "./policy-blocks.ts";
import type { Rule } from "./rule.ts";

/** Exceptions and denials that name the old nodes: the new ones are not kept out by them. */
export const policyExcludesNodeRange: Rule = {
  id: "policy-excludes-node-range",
  title: "A network policy keeps the old nodes out by address",
  hazards: ["NP-2"],
  find(before, now, context) {
    return lostBy("policy-address", context.mentions, now).flatMap((whole) => {
      const lost = part(whole, "kept-out");
      if (lost === undefined) return [];
      const judged = judgeBlocks(lost, "gained", hostChanges(before, context.mentions));
      return judged === undefined ? [] : [breachOf(lost, judged)];
    });
  },
};

function breachOf(lost: Lost, { outcome, directions, workloads }: Judged): Breach {
  const who = refLabel(lost.resource.ref);
  const pods = workloads.length === 0 ? "the pods it is for" : listed(workloads);
  const opened = [
    ...(directions.has("ingress") ? [`the nodes may reach ${pods}`] : []),
    ...(directions.has("egress") ? [`${pods} may reach the nodes`] : []),
  ].join(", and ");
  const message = {
    sure: `${who} keeps out ${named(lost)}. Every node is replaced and gets another address, which is not kept out: ${opened}.`,
    maybe: `${who} keeps out ${named(lost)}. Every node is replaced; if the new ones' addresses lie outside, ${opened}.`,
    "not-followed": `${who} keeps out ${named(lost)}. Every node is replaced and gets another address; what the policy does with it is not followed.`,
  };
  return {
    cause: policyExcludesNodeRange.id,
    verdict: outcome === "sure" ? "breaks" : "unknown",
    subject: lost.resource.ref,
    message: message[outcome],
    remedy: `Ask the provider which network the new nodes are in, and keep that block out in ${who} as well before the nodes are replaced.`,
    evidence: evidenceOf(lost),
  };
}
