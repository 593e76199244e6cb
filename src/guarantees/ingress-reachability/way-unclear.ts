import { type Unfollowed, unfollowed } from "../../entry/unfollowed.ts";
import { refLabel } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import { cite } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import { hostWords, routeEvidence, visitsBy } from "./route-words.ts";
import type { Rule } from "./rule.ts";
import { type Visit, visitsOf } from "./visits.ts";

/** A new way whose end could not be followed: settings that were not read, a controller whose settings are not known. */
export const wayUnclear: Rule = {
  id: "way-unclear",
  title: "Whether the load balancer's connections are accepted is not known, or nobody is left to take them",
  hazards: [],
  find(before, now, context) {
    const unclear = visitsOf(before, now, context).filter(
      ({ outcome, entry }) =>
        (outcome === "unknown" && entry.balancer !== undefined) || outcome === "unmanned",
    );
    return [
      ...visitsBy(unclear, ({ controller, outcome }) => `${refLabel(controller.workload.ref)} ${outcome}`),
    ].map(([, visits]) => breachOf(visits, now));
  },
};

function breachOf(visits: readonly Visit[], now: World): Breach {
  const [{ controller, outcome, entry }] = visits as [Visit];
  const who = refLabel(controller.workload.ref);
  const unread = controller.kind === "ingress-nginx" ? unfollowed(now, controller) : undefined;
  const why =
    outcome === "unmanned"
      ? `no node is left that a load balancer may hand connections for ${who} to`
      : (unread?.words ??
        `what ${who} does with connections of the load balancer's mode (${entry.balancer?.mode}) is not followed`);
  return {
    cause: wayUnclear.id,
    verdict: outcome === "unmanned" ? "breaks" : "unknown",
    subject: controller.workload.ref,
    detail: outcome,
    message: `Visitors to ${hostWords(visits)} come through a load balancer, and ${why}.`,
    remedy: remedyFor(who, outcome, unread),
    evidence: [
      cite(controller.workload.template.resource, controller.workload.template.path),
      ...(unread?.shown === undefined
        ? []
        : [cite(unread.shown.resource, unread.shown.path, unread.shown.note)]),
      ...routeEvidence(visits),
    ],
  };
}

function remedyFor(who: string, outcome: Visit["outcome"], unread: Unfollowed | undefined): string {
  if (outcome === "unmanned") {
    return `Let ${who} run on nodes the target has: see its node selector, affinity and tolerations.`;
  }
  return unread?.shown === undefined
    ? `Have the ConfigMap of ${who} read, or try the load balancer with one name before the others are moved.`
    : `Mend ${refLabel(unread.shown.resource.ref)}, then assess again.`;
}
