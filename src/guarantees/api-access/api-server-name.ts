import { parseAddress } from "../../world/addresses/address.ts";
import { refLabel } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import { evidenceOf, type Lost, lostBy, named } from "../address-lost.ts";
import type { Breach, Cause, JudgeContext } from "../guarantee.ts";

export const apiServerName: Cause = {
  id: "api-server-name",
  title: "An object names the API by its old name",
  hazards: ["SE-1"],
};

/**
 * The name the old API was reached by. An address that is no node's goes with the old platform; a DNS name can be
 * pointed at the load balancer, if the new API server's certificate holds it.
 */
export function judgeApiServerNames(now: World, context: JudgeContext): readonly Breach[] {
  return lostBy("api", context.mentions, now)
    .map(withApiServer)
    .filter((lost) => lost.mentions.length > 0)
    .map((lost) => {
      const who = refLabel(lost.resource.ref);
      const isAddress = lost.mentions.some(({ address }) => parseAddress(address.value) !== undefined);
      return {
        cause: apiServerName.id,
        verdict: isAddress ? "breaks" : "unknown",
        subject: lost.resource.ref,
        message: isAddress
          ? `${who} reaches the API at ${named(lost)}. The API moves behind a new load balancer with another address: whoever connects by this object gets no answer.`
          : `${who} reaches the API at ${named(lost)}. The API moves behind a load balancer; whether this name will lead there and stand in the new certificate cannot be told.`,
        remedy: `Ask the provider whether the name stays; in ${who}, use https://kubernetes.default.svc from inside the cluster, or the new kubeconfig's server.`,
        evidence: evidenceOf(lost),
      };
    });
}

function withApiServer(lost: Lost): Lost {
  return { ...lost, mentions: lost.mentions.filter(({ address }) => address.kind === "api-server") };
}
