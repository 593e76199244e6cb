import { featureOn } from "../../platforms/profile.ts";
import type { World } from "../../world/world.ts";
import { CLUSTER } from "../cluster-ref.ts";
import { floatingIpEvidence, floatingIpsLost } from "../floating-ips.ts";
import type { Breach, Cause, JudgeContext } from "../guarantee.ts";

export const floatingIpRemoved: Cause = {
  id: "floating-ip-removed",
  title: "The nodes' floating IPs are given up",
  hazards: ["ACL-1"],
};

/**
 * Outsiders see a pod's traffic come from its node's floating IP. Without one it is translated on its way out,
 * to an address the cluster does not know. Who outside allows the old ones cannot be read from any cluster, so
 * this is one question, asked once; where a person answered it already, it is none any more.
 */
export function judgeFloatingIps(before: World, now: World, context: JudgeContext): readonly Breach[] {
  const losing = floatingIpsLost(before, now, "worker");
  const required = context.floatingIpsRequired;
  if (losing.length === 0 || required === "no") return [];
  const shown = losing.slice(0, MOST_SHOWN).map(({ node, address }) => `${address} (${node.name})`);
  const more = losing.length - shown.length;
  return [
    {
      cause: floatingIpRemoved.id,
      verdict: required === "yes" ? "breaks" : "unknown",
      subject: CLUSTER,
      message: `${losing.length} worker ${losing.length === 1 ? "node gives up its floating IP" : "nodes give up their floating IPs"} when the nodes are replaced: ${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}. ${required === "yes" ? "The answers say that somebody outside lets the cluster in by these addresses: from then on it is refused there." : "Whoever outside lets the cluster in by these addresses then refuses it; no cluster can tell who does."}`,
      remedy: remedyFor(context),
      evidence: losing.slice(0, MOST_SHOWN).map(floatingIpEvidence),
    },
  ];
}

const MOST_SHOWN = 20;

/** What can be done depends on what the new platform offers on the day of the judgement. */
function remedyFor({ profile, on, floatingIpsRequired }: JudgeContext): string {
  const ask =
    floatingIpsRequired === "yes"
      ? "Find out whether those who allow these addresses can allow others"
      : "Ask everyone whose service the cluster calls whether they allow these addresses";
  const then = floatingIpsRequired === "yes" ? "if one cannot" : "if anyone does";
  const feature = featureOn(profile, "node-floating-ips", on);
  switch (feature?.status) {
    case "supported":
      return `${ask}; ${then}, have floating IPs on the new nodes too, and their addresses allowed beforehand.`;
    case "opt-in":
      return `${ask}; ${then}, opt in to floating IPs on nodes before the move and have the addresses agreed with the provider.`;
    case "planned":
      return `${ask}; ${then}, put the move off until ${profile.target.title} has floating IPs on nodes${feature.expected === undefined ? "" : ` (expected ${feature.expected})`}.`;
    default:
      return `${ask}; ${then}, have them allow the address the new platform's traffic leaves by, or send that traffic through a proxy with an address of its own, before the move.`;
  }
}
