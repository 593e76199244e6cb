import { refLabel } from "../../world/resource.ts";
import { cite, listed } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import { hostWords, routeEvidence, visitsBy } from "./route-words.ts";
import type { Rule } from "./rule.ts";
import { type Visit, visitsOf } from "./visits.ts";

/**
 * ingress-nginx expects the PROXY header from everybody or from nobody: while names are moved, one of the two ways users
 * come by is refused (ingress-nginx issues 3007 and 8390).
 */
export const directConnectionsRefused: Rule = {
  id: "direct-connections-refused",
  title: "Connections that do not come through the load balancer are refused",
  hazards: ["IN-4"],
  find(before, now, context) {
    const refused = visitsOf(before, now, context).filter(
      ({ outcome }) => outcome === "broken-header" || outcome === "bad-request",
    );
    return [...visitsBy(refused, ({ controller }) => controller)].map(([, visits]) => breachOf(visits));
  },
};

function breachOf(visits: readonly Visit[]): Breach {
  const [first] = visits as [Visit];
  const { controller } = first;
  const who = refLabel(controller.workload.ref);
  const ttls = visits.flatMap(({ routes }) => (routes.front.ttl === undefined ? [] : [routes.front.ttl]));
  const longest = ttls.length === 0 ? undefined : Math.max(...ttls);
  const lasts =
    longest === undefined
      ? "for as long as the old records live in caches (nobody looked how long that is)"
      : `for up to ${longest} s after the records change`;
  const header =
    first.outcome === "broken-header"
      ? `${who} then takes only connections that begin with a PROXY header, and ends all others`
      : `${who} gets a PROXY header that it does not expect, and answers 400`;
  const sure = visits.some(({ used }) => used === "yes");
  const settings = controller.settingsFrom;
  const ports = [...new Set(visits.map(({ entry }) => `${entry.port}`))];
  return {
    cause: directConnectionsRefused.id,
    verdict: sure ? "breaks" : "unknown",
    subject: controller.workload.ref,
    message: `${header}: visitors to ${hostWords(visits)} who still come to port ${listed(ports)} by the old addresses are refused, ${lasts}.`,
    remedy: `Lower the records' TTL to a minute well before, and agree on a time; or run a second controller with PROXY protocol on behind the load balancer until the old addresses are out of use; or keep TCP mode where nothing depends on client addresses.`,
    evidence: [
      ...(settings === undefined
        ? []
        : [cite(settings, ["data"], "use-proxy-protocol is set for all connections")]),
      ...routeEvidence(visits),
    ],
  };
}
