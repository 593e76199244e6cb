import { addressesForUsers } from "../../entry/addresses-lost.ts";
import type { Controller } from "../../entry/controller.ts";
import { refLabel } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import { cite, counted, listed } from "../cite.ts";
import type { Breach, JudgeContext } from "../guarantee.ts";
import { doubtWords, hostWords, routeEvidence, visitsBy } from "./route-words.ts";
import type { Rule } from "./rule.ts";
import { type Visit, visitsOf } from "./visits.ts";

/**
 * The way visitors take to a controller ends with the machines it leads to, and nothing stands in its place: no load
 * balancer of the customer's, none of the provider's.
 */
export const wayRemoved: Rule = {
  id: "way-removed",
  title: "Visitors arrive at addresses that are given up",
  hazards: ["LB-11", "DNS-5"],
  find(before, now, context) {
    const gone = visitsOf(before, now, context).filter(({ outcome }) => outcome === "gone");
    return [...visitsBy(gone, ({ controller }) => controller)].map(([controller, visits]) =>
      breachOf(controller, visits, now, context),
    );
  },
};

function breachOf(
  controller: Controller,
  visits: readonly Visit[],
  now: World,
  { profile, entryPlan }: JudgeContext,
): Breach {
  const who = refLabel(controller.workload.ref);
  const entries = [...new Set(visits.map(({ entry }) => entry))];
  const addresses = [...new Set(entries.flatMap(addressesForUsers))];
  const ports = [...new Set(entries.map(({ port }) => port))].sort((a, b) => a - b);
  const places =
    addresses.length === 0
      ? "addresses of nodes"
      : `${counted(addresses.length, "address", "addresses")} (${listed(addresses)})`;
  const sure = visits.some(({ used }) => used === "yes");
  const end =
    now.copy === undefined
      ? "the nodes are replaced and nobody answers there any more"
      : "the old cluster is given back and nobody answers there any more";
  const before = sure ? "Visitors come" : `Visitors may come (${doubtWords(visits)})`;
  return {
    cause: wayRemoved.id,
    verdict: sure ? "breaks" : "unknown",
    subject: controller.workload.ref,
    message: `${before} to ${hostWords(visits)} by ${places}, port ${listed(ports.map(String))}, of ${who}; ${end}, and no load balancer stands in their place.`,
    remedy: remedyFor(controller, now, { target: profile.target.title, entryPlan }),
    evidence: [
      ...entries
        .flatMap(({ evidence }) => evidence)
        .map(({ resource, path, note }) => cite(resource, path, note)),
      ...routeEvidence(visits),
    ],
  };
}

/** Who is to act: the provider, unless the customer maintains the ingress from now on, whoever installed it. */
function remedyFor(
  { workload, operator }: Controller,
  now: World,
  { target, entryPlan }: { readonly target: string; readonly entryPlan: JudgeContext["entryPlan"] },
): string {
  const who = refLabel(workload.ref);
  const where = now.copy === undefined ? "before the nodes are replaced" : `in the new cluster`;
  return operator.who === "provider" && entryPlan.maintainer === "provider"
    ? `Have the provider put a load balancer before ${who}, and move the names to its address ${where}.`
    : `Give ${who} a Service of type LoadBalancer, or move its hosts to another controller that has one, and move the names to its address ${where}; ${target} has no addresses on nodes.`;
}
