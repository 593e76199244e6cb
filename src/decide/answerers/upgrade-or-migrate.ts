import { featureOn } from "../../platforms/profile.ts";
import type { RoadFacts } from "../facts.ts";
import type { Seen } from "../walk.ts";

const WORDS = {
  unsupported: "not offered",
  planned: "planned",
  "opt-in": "offered on request",
  supported: "offered",
} as const;

/** A choice, never to be read, where a new cluster can be had at all; what is offered stands beside it. */
export function upgradeOrMigrate({ profile, on }: RoadFacts): Seen {
  const { status } = featureOn(profile, "migration-cluster", on) ?? { status: "unsupported" };
  if (status === "unsupported" && profile.routes["new-cluster"] === undefined) {
    const reason = `no new cluster beside the old one is offered (profile ${profile.metadata.name})`;
    return { value: "upgrade", how: "computed", reason, evidence: [] };
  }
  const feature = profile.features.find((entry) => entry.id === "migration-cluster");
  const reason = `a choice; "${feature?.title ?? "A new cluster"}" is ${WORDS[status]}`;
  return { how: "observed", reason, evidence: [] };
}
