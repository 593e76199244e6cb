import type { Controller } from "../../entry/controller.ts";
import { featureOn } from "../../platforms/profile.ts";
import { coverageOf } from "../../world/coverage.ts";
import { refLabel } from "../../world/resource.ts";
import type { RoadFacts } from "../facts.ts";
import type { Seen } from "../walk.ts";
import { evidenceOf } from "../who-enters.ts";

/** The kinds controllers run as: only where they were read does finding none mean that there is none. */
const KINDS = ["Deployment.apps", "DaemonSet.apps", "StatefulSet.apps"];

/** Who runs the controllers today is observed; that the provider goes on is a choice the customer has. */
export function maintainer(facts: RoadFacts): Seen {
  const how = "observed";
  const { controllers, certManager, profile, on } = facts;
  if (controllers.length === 0) {
    const unread = KINDS.filter((kind) => coverageOf(facts.world.coverage, kind).status !== "read");
    return unread.length === 0
      ? { value: "nobody", how, reason: "no ingress controller runs in the cluster", evidence: [] }
      : {
          how,
          reason: `no ingress controller was read, but neither was every ${unread.join(", ")}`,
          evidence: [],
        };
  }
  const evidence = [
    ...controllers.flatMap(({ operator }) => operator.evidence),
    ...(certManager?.evidence ?? []),
  ];
  const cited = evidenceOf(evidence).slice(0, 6);
  const reason = [
    ...controllers.map(words),
    ...(certManager === undefined ? [] : [`cert-manager: ${run(certManager)}`]),
  ].join("; ");
  const managed = featureOn(profile, "managed-ingress", on)?.status ?? "unsupported";
  if (managed === "unsupported" || managed === "planned") {
    const why = `nobody but the customer can: ${profile.target.title} comes without an ingress controller run by the provider; ${reason}`;
    return { value: "customer", how: "computed", reason: why, evidence: cited };
  }
  if (controllers.every(({ operator }) => operator.who === "customer")) {
    return { value: "customer", how, reason, evidence: cited };
  }
  return { how, reason: `a choice; ${reason}`, evidence: cited };
}

function words({ workload, operator }: Controller): string {
  return `${refLabel(workload.ref)}: ${run(operator)}`;
}

function run({ who, by }: Controller["operator"]): string {
  if (who === "unknown") return "nothing tells who runs it";
  return by === "unknown" || by === "provider" ? `run by the ${who}` : `run by the ${who} (${by})`;
}
