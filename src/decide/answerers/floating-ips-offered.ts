import { featureOn } from "../../platforms/profile.ts";
import type { RoadFacts } from "../facts.ts";
import type { Seen } from "../walk.ts";

const VALUE = {
  unsupported: "not-yet",
  planned: "not-yet",
  "opt-in": "opt-in",
  supported: "supported",
} as const;

/** What the profile says of floating IPs on nodes on the day of the move. */
export function floatingIpsOffered({ profile, on }: RoadFacts): Seen {
  const status = featureOn(profile, "node-floating-ips", on);
  if (status === undefined) {
    return {
      how: "computed",
      reason: `profile ${profile.metadata.name} says nothing of floating IPs on nodes for ${on}`,
      evidence: [],
    };
  }
  const expected = status.expected === undefined ? "" : `, expected ${status.expected}`;
  return {
    value: VALUE[status.status],
    how: "computed",
    reason: `${profile.target.title} on ${on}: ${status.status}${expected} (profile ${profile.metadata.name}, statement of ${status.on})`,
    evidence: [],
  };
}
