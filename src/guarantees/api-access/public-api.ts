import { type FeatureStatus, featureOn } from "../../platforms/profile.ts";
import type { World } from "../../world/world.ts";
import { CLUSTER } from "../cluster-ref.ts";
import { floatingIpEvidence, floatingIpsLost } from "../floating-ips.ts";
import type { Breach, JudgeContext } from "../guarantee.ts";

/**
 * An API that is reached at floating IPs of its nodes may be closed to most by the old platform's security group.
 * That list is not in the cluster, and does not come along: worth knowing, whoever has one.
 */
export function judgePublicApi(
  cause: string,
  before: World,
  now: World,
  { profile, on }: JudgeContext,
): readonly Breach[] {
  const feature = featureOn(profile, "api-allow-list", on);
  const open = floatingIpsLost(before, now, "control-plane");
  if (feature === undefined || open.length === 0) return [];
  const addresses = open.map(({ address }) => address).join(", ");
  return [
    {
      cause,
      verdict: "advice",
      subject: CLUSTER,
      message: `The API is reached at floating IPs of its nodes (${addresses}). If the old platform lets only some addresses in there, that list is not carried over to the load balancer: ${consequence(feature)}.`,
      remedy: remedyFor(feature),
      evidence: open.map(floatingIpEvidence),
    },
  ];
}

function isOffered({ status }: FeatureStatus): boolean {
  return status === "opt-in" || status === "supported";
}

function consequence(feature: FeatureStatus): string {
  if (isOffered(feature)) return "without a new one the API is open to everybody";
  const expected = feature.expected === undefined ? "" : ` (expected ${feature.expected})`;
  return `the new platform has no such list yet${expected}, so the API is open to everybody`;
}

function remedyFor(feature: FeatureStatus): string {
  return isOffered(feature)
    ? "If there is such a list, give it to the provider for the load balancer, with the addresses of users, pipelines and management."
    : "If there is such a list, decide whether the API may be open to everybody until the new platform can have one.";
}
