import type { Cloud } from "../../entry/balancers/cloud.ts";
import { OCTAVIA } from "../../entry/balancers/modes/openstack.ts";
import { at } from "../../world/json.ts";
import { type Resource, refLabel } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import type { Breach, FindingVerdict } from "../guarantee.ts";
import {
  addressWords,
  type BalancerService,
  balancerServices,
  citeAnnotations,
} from "./balancer-services.ts";
import type { Rule } from "./rule.ts";

/**
 * Controllers write the load balancer's id into the Service, and look the load balancer up by it: a copy of the Service
 * in another cluster names the first one's. cloud-provider-openstack 1.30 and later renames what it finds so and sends it
 * to its own nodes (loadbalancer_rename.go, issue 2682); earlier ones refuse ports that are taken.
 */
export const balancerIdCopied: Rule = {
  id: "balancer-id-copied",
  title: "A copied Service names the old cluster's load balancer",
  hazards: ["LB-1"],
  find(before, now, { profile }) {
    if (now.copy === undefined) return [];
    return balancerServices(before, profile).flatMap((one) => {
      const key = ID_KEYS[one.balancer.cloud];
      return key === undefined || !one.annotations.has(key) ? [] : [breachOf(one, key, now)];
    });
  },
};

export const LOAD_BALANCER_ID = `${OCTAVIA}load-balancer-id`;

/** Annotations that say which load balancer a Service has, and are obeyed. */
const ID_KEYS: Readonly<Partial<Record<Cloud, string>>> = {
  openstack: LOAD_BALANCER_ID,
  digitalocean: "kubernetes.digitalocean.com/load-balancer-id",
  scaleway: "service.beta.kubernetes.io/scw-loadbalancer-id",
  linode: "service.beta.kubernetes.io/linode-loadbalancer-nodebalancer-id",
};

function breachOf(one: BalancerService, key: string, now: World): Breach {
  const who = refLabel(one.service.ref);
  const { verdict, how } = carried(one.service, key);
  const then =
    one.balancer.cloud === "openstack"
      ? `Octavia's controller of 1.30 and later takes the old load balancer over: ${addressWords(one)} leads to the new cluster's nodes, and both clusters' controllers change it in turn. Earlier ones refuse its ports, so the copy gets none.`
      : `the new cluster's controller then works on the old cluster's load balancer, and ${addressWords(one)} leads to the new nodes before anybody wants it to.`;
  const end =
    now.copy === "alone"
      ? " Once it is deleted with the old cluster, the copy's cannot be made or kept."
      : "";
  return {
    cause: balancerIdCopied.id,
    verdict,
    subject: one.service.ref,
    message: `${who} carries the id of its load balancer (annotation ${key}). ${how} ${then}${end}`,
    remedy: `Leave ${key} (and every other annotation that the controller wrote) out of what is applied to the new cluster.`,
    evidence: citeAnnotations(one, key, `${OCTAVIA}load-balancer-address`),
  };
}

/** What will be applied to the new cluster decides: an export has the annotation, people's and tools' own manifests seldom do. */
function carried({ owner, manifests }: Resource, key: string): { verdict: FindingVerdict; how: string } {
  const written = manifests.filter(({ object }) => object !== undefined);
  if (written.some(({ object }) => at(object, "metadata", "annotations", key) !== undefined))
    return { verdict: "breaks", how: "The manifest that is applied has it too:" };
  if (!APPLIED_AGAIN.has(owner.kind)) return { verdict: "breaks", how: "Exported and applied as it is," };
  if (written.length > 0)
    return {
      verdict: "advice",
      how: `The manifest of ${owner.name} has it not, so applied from there the copy is a new one; exported instead,`,
    };
  return {
    verdict: "unknown",
    how: `Whether the manifest of ${owner.name} has it was not read. Where it does,`,
  };
}

const APPLIED_AGAIN: ReadonlySet<string> = new Set(["helm", "argo-cd", "flux", "kubectl"]);
