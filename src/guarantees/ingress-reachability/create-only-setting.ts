import { OCTAVIA } from "../../entry/balancers/modes/openstack.ts";
import { refLabel } from "../../world/resource.ts";
import { listed } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import { addressWords, type BalancerService, citeAnnotations, octaviaServices } from "./balancer-services.ts";
import type { Rule } from "./rule.ts";

/**
 * Settings that Octavia's controller reads when it makes a load balancer and passes over in silence afterwards: what the
 * Service says and what there is may differ, and cannot be compared from here. Some name networks, which a new cluster
 * has others of. Derived from cloud-provider-openstack's ensureOctaviaLoadBalancer.
 */
export const createOnlySetting: Rule = {
  id: "create-only-setting",
  title: "A load balancer's settings count only when it is made",
  hazards: ["LB-5"],
  find(before, now, { profile }) {
    if (now === before) return [];
    return octaviaServices(before, profile).flatMap((one) => {
      const keys = CREATE_ONLY.filter((key) => one.annotations.has(key));
      if (keys.length === 0) return [];
      const networks = keys.filter((key) => NETWORKS.has(key));
      if (now.copy === undefined) return [inPlace(one, keys)];
      return networks.length === 0 ? [] : [inNewCluster(one, networks)];
    });
  },
};

const octavia = (names: readonly string[]): readonly string[] => names.map((name) => `${OCTAVIA}${name}`);
const NETWORKS: ReadonlySet<string> = new Set(
  octavia(["subnet-id", "network-id", "port-id", "member-subnet-id"]),
);
const CREATE_ONLY: readonly string[] = octavia([
  "class",
  "flavor-id",
  "availability-zone",
  "subnet-id",
  "network-id",
  "port-id",
  "floating-network-id",
  "floating-subnet",
  "floating-subnet-id",
  "floating-subnet-tags",
]);

function inPlace(one: BalancerService, keys: readonly string[]): Breach {
  return {
    cause: createOnlySetting.id,
    verdict: "advice",
    subject: one.service.ref,
    message: `${refLabel(one.service.ref)} sets ${listed(keys)}, which counted when its load balancer was made and not since. Whether the load balancer is as the Service says cannot be seen from here. The move changes nothing in it; to have it changed it must be made anew, at another address than ${addressWords(one)}.`,
    remedy:
      "Compare it with the load balancer (openstack loadbalancer show) before relying on it, and make it anew, where needed, while names can still be moved.",
    evidence: citeAnnotations(one, ...keys),
  };
}

function inNewCluster(one: BalancerService, keys: readonly string[]): Breach {
  return {
    cause: createOnlySetting.id,
    verdict: "unknown",
    subject: one.service.ref,
    message: `${refLabel(one.service.ref)} puts its load balancer into a network or port of the old cluster (${listed(keys)}). A new cluster may have others: then the copy's load balancer is not made, or stands where it cannot reach the new nodes. The new cluster's networks are not known from here.`,
    remedy: "Take these annotations out of the copy, or give them the new cluster's ids.",
    evidence: citeAnnotations(one, ...keys),
  };
}
