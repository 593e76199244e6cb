import { OCTAVIA } from "../../entry/balancers/modes/openstack.ts";
import { refLabel } from "../../world/resource.ts";
import { cite } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import {
  addressWords,
  type BalancerService,
  citeAnnotations,
  hasFloatingIp,
  octaviaServices,
  wantedAddress,
} from "./balancer-services.ts";
import type { Rule } from "./rule.ts";

const KEEP = `${OCTAVIA}keep-floatingip`;

/**
 * Octavia's controller deletes the floating IP it made together with the Service, unless keep-floatingip is set; one kept
 * from an earlier Service and asked for by spec.loadBalancerIP still counts as its own (deleteFIPIfCreatedByProvider).
 */
export const floatingIpNotKept: Rule = {
  id: "floating-ip-not-kept",
  title: "A load balancer's address goes when its Service is deleted",
  hazards: ["LB-3", "LB-4"],
  find(before, now, { profile }) {
    if (now === before) return [];
    const services = octaviaServices(before, profile).filter(hasFloatingIp);
    if (now.copy !== undefined) return services.map(inNewCluster);
    return services.filter(({ annotations }) => annotations.get(KEEP) !== "true").map(inPlace);
  },
};

/** The Service stays in place, and its address with it: worth knowing before somebody creates it anew. */
function inPlace(one: BalancerService): Breach {
  const asked = wantedAddress(one);
  const reused =
    asked === undefined
      ? ""
      : ` It asks for ${asked}: if the controller made that address for an earlier Service, it counts as its own and goes too.`;
  return {
    ...common(one),
    verdict: "advice",
    message: `The move leaves ${refLabel(one.service.ref)} and ${addressWords(one)} as they are. Whoever deletes it, or changes what needs it made anew, loses the address: ${KEEP} is not set.${reused}`,
    remedy: `Set ${KEEP}: "true" before the Service is ever deleted or created anew.`,
  };
}

function inNewCluster(one: BalancerService): Breach {
  const who = refLabel(one.service.ref);
  const asked = wantedAddress(one);
  const kept = one.annotations.get(KEEP) === "true";
  if (asked === undefined)
    return {
      ...common(one),
      verdict: "unknown",
      message: `${who} gets a load balancer of its own in the new cluster, with another address (today: ${addressWords(one)}). Names can be moved; who else was told the old address (firewalls, partners, devices) is not known from here.`,
      remedy: kept
        ? "Where the address must stay: delete the old Service when traffic is to move (its address is kept), and ask for it with spec.loadBalancerIP in the new cluster, in the same project; nobody answers in between."
        : `Tell those who have the address the new one. Where it must stay: set ${KEEP}: "true" on the old Service first, delete it when traffic is to move, and ask for the address with spec.loadBalancerIP in the new cluster, in the same project; nobody answers in between.`,
    };
  const end = kept
    ? "The old Service keeps it when it is deleted, and the new one can have it then"
    : `Without ${KEEP} it is deleted with the old Service, and cannot be had again by asking for it`;
  return {
    ...common(one),
    verdict: "unknown",
    message: `${who} asks for address ${asked} (spec.loadBalancerIP), which the old cluster's load balancer has: until that one is gone the copy gets none, and "floating IP is not available" is what its events say. ${end}. Whether the new cluster's project may use the address at all is not known from here.`,
    remedy: `Set ${KEEP}: "true" on the Service in both clusters, and plan the moment in which the old one is deleted; or leave spec.loadBalancerIP out and have names moved to a new address.`,
  };
}

function common(one: BalancerService): Pick<Breach, "cause" | "subject" | "evidence"> {
  const { service } = one;
  const path = ["spec", "loadBalancerIP"];
  return {
    cause: floatingIpNotKept.id,
    subject: service.ref,
    evidence: [
      cite(service, wantedAddress(one) === undefined ? ["spec", "type"] : path),
      ...citeAnnotations(one, KEEP, `${OCTAVIA}load-balancer-address`),
    ],
  };
}
