import { balancerMembers } from "../../entry/balancers/members.ts";
import { HEALTH_MONITOR } from "../../entry/balancers/monitor.ts";
import { at } from "../../world/json.ts";
import { refLabel } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import { cite, counted } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import { addressWords, type BalancerService, citeAnnotations, octaviaServices } from "./balancer-services.ts";
import type { Rule } from "./rule.ts";
import { placementOf } from "./service-placement.ts";

/**
 * With externalTrafficPolicy Local a node hands on to its own pods alone. Octavia sends to every member all the same,
 * unless a health monitor asks the node first (cloud-provider-openstack's documentation, issue 2866); while nodes are
 * replaced there are members whose pods have gone, or have not come yet.
 */
export const localWithoutMonitor: Rule = {
  id: "local-without-monitor",
  title: "A load balancer sends to nodes that have no pod",
  hazards: ["LB-8"],
  find(before, now, { profile }) {
    if (now.roll === undefined || before.nodes.length === 0) return [];
    return octaviaServices(before, profile)
      .filter(({ service, balancer }) => isLocal(service.object) && balancer.monitored !== true)
      .flatMap((one) => ofService(one, before));
  },
};

function isLocal(object: unknown): boolean {
  return at(object, "spec", "externalTrafficPolicy") === "Local";
}

function ofService(one: BalancerService, before: World): readonly Breach[] {
  const { service, balancer } = one;
  const members = balancerMembers(service, before);
  const { nodes, most, known } = placementOf(service, before);
  const covered = known
    ? members.every(({ name }) => nodes.has(name))
    : most < members.length
      ? false
      : undefined;
  const off = balancer.monitored === false;
  const monitor = off
    ? `its load balancer has no health monitor (${HEALTH_MONITOR} is "false")`
    : `nothing read says that its load balancer has a health monitor: ${HEALTH_MONITOR} is not set, and the controller's own configuration, where create-monitor is off by default, is not seen`;
  const who = `${refLabel(service.ref)} hands on to pods of the same node only (externalTrafficPolicy Local), and ${monitor}.`;
  const there = known ? `on ${nodes.size}` : `on at most ${most}`;
  const message =
    covered === false
      ? `${who} Its pods are ${there} of ${counted(members.length, "member")}, so either there is one, or connections to ${addressWords(one)} fail at times today already. The move adds nothing to it, but more nodes come and go.`
      : `${who} While nodes are replaced, new members have no pod yet and drained ones have none left: connections to ${addressWords(one)} that are sent there ${off ? "fail" : "fail, unless there is a monitor"}.${covered === undefined ? " Where its pods run today was not read." : ""}`;
  return [
    {
      cause: localWithoutMonitor.id,
      verdict: covered === false ? "advice" : off && covered === true ? "breaks" : "unknown",
      subject: service.ref,
      message,
      remedy: `Set ${HEALTH_MONITOR}: "true" on the Service; Octavia then asks each node's healthCheckNodePort.`,
      evidence: [cite(service, ["spec", "externalTrafficPolicy"]), ...citeAnnotations(one, HEALTH_MONITOR)],
    },
  ];
}
