import { refLabel } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import { evidenceOf, lostBy, named } from "../address-lost.ts";
import type { Breach, Cause, JudgeContext } from "../guarantee.ts";

export const policyNamesControlPlane: Cause = {
  id: "policy-names-control-plane",
  title: "A network policy admits the old API servers only",
  hazards: ["NP-2"],
};

/**
 * Policies are enforced after kubernetes.default's cluster IP has become a control-plane node's address, so a
 * policy names those nodes even where the pods use the Service. The other way round, the API server calls webhooks
 * from its node's address.
 */
export function judgePolicies(now: World, context: JudgeContext): readonly Breach[] {
  return lostBy("policy", context.mentions, now).map((lost) => {
    const who = refLabel(lost.resource.ref);
    const inward = lost.mentions.every(({ path }) => path.includes("ingress"));
    const what = inward
      ? "calls of the API server to its pods (webhooks, aggregated APIs) come from other addresses and are dropped"
      : "its pods no longer reach the Kubernetes API, also not by kubernetes.default.svc";
    return {
      cause: policyNamesControlPlane.id,
      verdict: lost.exact ? "breaks" : "unknown",
      subject: lost.resource.ref,
      message: lost.exact
        ? `${who} admits ${named(lost)}. The control-plane nodes are replaced and get other addresses: ${what}.`
        : `${who} admits ${named(lost)} on port 6443. The control-plane nodes are replaced: if the new ones' addresses lie outside, ${what}.`,
      remedy: `In ${who}, admit the new nodes' whole network on port 6443 beside the old addresses before the nodes are replaced (with Cilium: toEntities kube-apiserver), and take the old ones out afterwards.`,
      evidence: evidenceOf(lost),
    };
  });
}
