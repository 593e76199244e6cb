import { featureOn } from "../../platforms/profile.ts";
import type { RoadFacts } from "../facts.ts";
import type { Seen } from "../walk.ts";

const WORDS = {
  unsupported: "not offered",
  planned: "planned",
  "opt-in": "offered on request",
  supported: "offered",
} as const;

/** A choice, never to be read; what is offered stands beside it. */
export function upgradeOrMigrate({ profile, on }: RoadFacts): Seen {
  const cluster = featureOn(profile, "migration-cluster", on);
  const feature = profile.features.find((entry) => entry.id === "migration-cluster");
  const offered =
    cluster === undefined || cluster.status === "unsupported"
      ? "no new cluster beside the old one is offered"
      : `"${feature?.title ?? "A new cluster"}" is ${WORDS[cluster.status]}`;
  return { how: "observed", reason: `a choice; ${offered}`, evidence: [] };
}
