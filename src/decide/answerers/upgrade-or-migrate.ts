import { featureOn } from "../../platforms/profile.ts";
import type { RoadFacts } from "../facts.ts";
import type { Seen } from "../walk.ts";

const WORDS = {
  unsupported: "is not offered",
  planned: "is planned",
  "opt-in": "is offered on request",
  supported: "is offered",
} as const;

/** A choice, never to be read, where a new cluster can be had at all; what is offered stands beside it. */
export function upgradeOrMigrate({ profile, on }: RoadFacts): Seen {
  const status = featureOn(profile, "migration-cluster", on)?.status;
  const route = profile.routes["new-cluster"];
  if (route === undefined && (status === undefined || status === "unsupported")) {
    const reason = `no new cluster beside the old one is offered (profile ${profile.metadata.name})`;
    return { value: "upgrade", how: "computed", reason, evidence: [] };
  }
  const feature = profile.features.find((entry) => entry.id === "migration-cluster");
  const offer =
    status === undefined || feature === undefined
      ? `profile ${profile.metadata.name} does not say whether a new cluster is offered`
      : `"${feature.title}" ${WORDS[status]}`;
  return { how: "observed", reason: `a choice; ${offer}`, evidence: [] };
}
