import { refLabel } from "../../world/resource.ts";
import { cite } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import { hostWords, routeEvidence, visitsBy } from "./route-words.ts";
import type { Rule } from "./rule.ts";
import { type Visit, visitsOf } from "./visits.ts";

/** A new way whose end could not be followed: settings that were not read, a controller whose settings are not known. */
export const wayUnclear: Rule = {
  id: "way-unclear",
  title: "Whether the load balancer's connections are accepted is not known",
  hazards: [],
  find(before, now, context) {
    const unclear = visitsOf(before, now, context).filter(
      ({ outcome, entry }) =>
        (outcome === "unknown" && entry.balancer !== undefined) || outcome === "unmanned",
    );
    return [
      ...visitsBy(unclear, ({ controller, outcome }) => `${refLabel(controller.workload.ref)} ${outcome}`),
    ].map(([, visits]) => breachOf(visits));
  },
};

function breachOf(visits: readonly Visit[]): Breach {
  const [{ controller, outcome, entry }] = visits as [Visit];
  const who = refLabel(controller.workload.ref);
  const why =
    outcome === "unmanned"
      ? `no node is left that a load balancer may hand connections for ${who} to`
      : controller.settings === undefined
        ? `the settings of ${who} were not read`
        : `what ${who} does with connections of the load balancer's mode (${entry.balancer?.mode}) is not followed`;
  return {
    cause: wayUnclear.id,
    verdict: outcome === "unmanned" ? "breaks" : "unknown",
    subject: controller.workload.ref,
    detail: outcome,
    message: `Visitors to ${hostWords(visits)} come through a load balancer, and ${why}.`,
    remedy:
      outcome === "unmanned"
        ? `Let ${who} run on nodes the target has: see its node selector, affinity and tolerations.`
        : `Have the ConfigMap of ${who} read, or try the load balancer with one name before the others are moved.`,
    evidence: [
      cite(controller.workload.template.resource, controller.workload.template.path),
      ...routeEvidence(visits),
    ],
  };
}
