import { refLabel } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import { cite } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import {
  addressWords,
  type BalancerService,
  type ClusterName,
  citeController,
  clusterName,
  DEFAULT_CLUSTER_NAME,
  octaviaServices,
} from "./balancer-services.ts";
import type { Rule } from "./rule.ts";

/**
 * Octavia's controller looks a load balancer up by the name kube_service_CLUSTER_NAMESPACE_SERVICE and asks for no other
 * sign that it is its own. Two clusters that call themselves the same, in one project, share what is called the same.
 * Derived from cloud-provider-openstack's getLoadbalancerByName: a question, never a verdict.
 */
export const sameBalancerName: Rule = {
  id: "same-balancer-name",
  title: "Two clusters of one name would share a load balancer",
  hazards: ["LB-2"],
  find(before, now, { profile }) {
    if (now.copy === undefined) return [];
    const own = clusterName(before);
    return octaviaServices(before, profile).map((one) => breachOf(one, own, now));
  },
};

/** Names that clusters have because nobody gave them one: Kubespray's cluster_name, and the controller's default. */
const GIVEN_TO_ALL: ReadonlySet<string> = new Set(["cluster.local", DEFAULT_CLUSTER_NAME]);

function breachOf(one: BalancerService, { controller, name }: ClusterName, now: World): Breach {
  const { ref } = one.service;
  const common = name === undefined || GIVEN_TO_ALL.has(name);
  const called =
    name === undefined
      ? "What the cloud controller calls this cluster was not read"
      : `The cloud controller calls this cluster ${name}${common ? ", as it does every cluster nobody named" : ""}`;
  const full = `kube_service_${name ?? "CLUSTER"}_${ref.namespace ?? "default"}_${ref.name}`;
  const end =
    now.copy === "beside"
      ? "both clusters then use one load balancer"
      : "it is the one that is deleted with the old";
  return {
    cause: sameBalancerName.id,
    verdict: common ? "unknown" : "advice",
    subject: ref,
    message: `${called}, so the load balancer of ${refLabel(ref)} is named ${full} in its OpenStack project. If the new cluster is in the same project and has the same name, its controller takes that one, with ${addressWords(one)}, for its own: ${end}. Neither project nor name of the new cluster can be seen from here.`,
    remedy:
      "Ask for a new cluster in another project, or with a --cluster-name of its own, before the Service is applied there.",
    evidence: [...citeController(controller), cite(one.service, ["metadata", "name"])],
  };
}
