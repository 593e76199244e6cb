import { refLabel } from "../../world/resource.ts";
import { evidenceOf, type Lost, lostBy, named } from "../address-lost.ts";
import { listed } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import { hostChanges } from "./host-changes.ts";
import { type Judged, judgeBlocks } from "./judged.ts";
import { part } from "./policy-blocks.ts";
import type { Rule } from "./rule.ts";

/**
 * Blocks that let the old nodes in, or pods out to them. An address named by itself is certain to go; a block may hold
 * the new nodes as well. Where another rule admits the nodes whatever their address, nothing is lost.
 */
export const policyNamesNodeRange: Rule = {
  id: "policy-names-node-range",
  title: "A network policy admits the old nodes by address",
  hazards: ["NP-2"],
  find(before, now, context) {
    return lostBy("policy-address", context.mentions, now).flatMap((whole) => {
      const lost = part(whole, "admitted");
      if (lost === undefined) return [];
      const judged = judgeBlocks(lost, "lost", hostChanges(before, context.mentions));
      return judged === undefined ? [] : [breachOf(lost, judged)];
    });
  },
};

function breachOf(lost: Lost, { outcome, directions, workloads }: Judged): Breach {
  const who = refLabel(lost.resource.ref);
  const admits = lost.resource.ref.kind.endsWith("NetworkSet") ? "lists" : "admits";
  const pods = workloads.length === 0 ? "the pods it is for" : listed(workloads);
  const effects = [
    ...(directions.has("ingress")
      ? [
          `what comes from the nodes (their own programs, host-network pods, clients behind a NodePort) is not let in to ${pods}`,
        ]
      : []),
    ...(directions.has("egress") ? [`${pods} may not reach the nodes`] : []),
  ].join("; ");
  const message = {
    sure: `${who} ${admits} ${named(lost)}. Every node is replaced and gets another address: ${effects}.`,
    maybe: `${who} ${admits} ${named(lost)}. Every node is replaced; if the new ones' addresses lie outside what the policies admit, ${effects}.`,
    "not-followed": `${who} ${admits} ${named(lost)}. Every node is replaced and gets another address; what the policy does with it is not followed.`,
  };
  return {
    cause: policyNamesNodeRange.id,
    verdict: outcome === "sure" ? "breaks" : "unknown",
    subject: lost.resource.ref,
    message: message[outcome],
    remedy: lost.exact
      ? `Ask the provider which network the new nodes are in, admit that block in ${who} before the nodes are replaced, and take the old addresses out afterwards.`
      : `Ask the provider which network the new nodes are in; where it is another one, admit it in ${who} as well before the nodes are replaced.`,
    evidence: evidenceOf(lost),
  };
}
