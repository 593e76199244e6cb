import { refLabel } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import { evidenceOf, type Lost, lostBy, named } from "../address-lost.ts";
import type { Breach, Cause, JudgeContext } from "../guarantee.ts";

export const controlPlaneAddress: Cause = {
  id: "control-plane-address",
  title: "An object names a control-plane node",
  hazards: ["SE-1", "ACL-1"],
};

/** Control-plane nodes are replaced, have no floating IPs any more and stand behind a load balancer. */
export function judgeControlPlaneAddresses(now: World, context: JudgeContext): readonly Breach[] {
  return lostBy("api", context.mentions, now)
    .map(withControlPlane)
    .filter((lost) => lost.mentions.length > 0)
    .map((lost) => {
      const who = refLabel(lost.resource.ref);
      return {
        cause: controlPlaneAddress.id,
        verdict: "breaks",
        subject: lost.resource.ref,
        message: `${who} names ${named(lost)}. The control-plane nodes are replaced and the API is reached by a load balancer instead: whoever connects there by this object gets no answer.`,
        remedy: `In ${who}, use https://kubernetes.default.svc from inside the cluster; from outside use the new kubeconfig's server as soon as the provider tells it.`,
        evidence: evidenceOf(lost),
      };
    });
}

function withControlPlane(lost: Lost): Lost {
  return { ...lost, mentions: lost.mentions.filter(({ address }) => address.kind !== "api-server") };
}
