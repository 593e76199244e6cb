import { featureOn } from "../../platforms/profile.ts";
import { at, isObject, type Json, objectsOf, type Path } from "../../world/json.ts";
import { type Resource, refLabel } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import type { Breach, Cause, JudgeContext } from "../guarantee.ts";
import { endpointsLost } from "./endpoints-lost.ts";
import { judgePublicApi } from "./public-api.ts";

export const allowList: Cause = {
  id: "allow-list",
  title: "Who may reach the API is decided on the old nodes",
  hazards: ["ACL-1"],
};

/**
 * Host policies of Calico and Cilium that admit only some addresses to port 6443. They see the client on the
 * control-plane node; behind a load balancer they may see the load balancer instead, and so admit everybody or
 * nobody. Lists in the old platform's security groups are not in any cluster.
 */
export function judgeAllowLists(before: World, now: World, context: JudgeContext): readonly Breach[] {
  if (endpointsLost(before, now).length === 0) return [];
  const breaches: Breach[] = [...judgePublicApi(allowList.id, before, now, context)];
  for (const kind of HOST_POLICIES) {
    for (const resource of now.objects.list(kind)) {
      const rule = apiRule(resource);
      if (rule !== undefined) breaches.push(breachOf(resource, rule, context));
    }
  }
  return breaches;
}

const HOST_POLICIES = [
  "GlobalNetworkPolicy.crd.projectcalico.org",
  "GlobalNetworkPolicy.projectcalico.org",
  "CiliumClusterwideNetworkPolicy.cilium.io",
];

function breachOf(resource: Resource, path: Path, { profile, on }: JudgeContext): Breach {
  const who = refLabel(resource.ref);
  const status = featureOn(profile, "api-allow-list", on)?.status;
  const instead =
    status === "opt-in" || status === "supported"
      ? "Give the provider the addresses to allow on the load balancer (users, pipelines, management), in time for the move"
      : "Ask the provider when the load balancer can allow addresses, and decide whether the API may be open until then";
  return {
    cause: allowList.id,
    verdict: "unknown",
    subject: resource.ref,
    message: `${who} admits only some addresses to the API on port 6443. Behind the load balancer the control-plane nodes may see its address instead of the client's: then the list admits everybody or nobody.`,
    remedy: `${instead}.`,
    evidence: [{ ref: resource.ref, origin: resource.origin, path }],
  };
}

/** The first inward rule for port 6443 that names source addresses. */
function apiRule({ ref, object }: Resource): Path | undefined {
  const cilium = ref.kind.startsWith("Cilium");
  if (cilium && !isObject(at(object, "spec", "nodeSelector"))) return undefined;
  const rules = objectsOf(at(object, "spec", "ingress"));
  const position = rules.findIndex((rule) => (cilium ? isCiliumRule(rule) : isCalicoRule(rule)));
  return position < 0 ? undefined : ["spec", "ingress", position];
}

function isCalicoRule(rule: Json): boolean {
  const ports = at(rule, "destination", "ports");
  const nets = at(rule, "source", "nets");
  return Array.isArray(ports) && ports.some((port) => String(port) === "6443") && Array.isArray(nets);
}

function isCiliumRule(rule: Json): boolean {
  const ports = objectsOf(at(rule, "toPorts")).flatMap((entry) => objectsOf(entry.ports));
  const sources = at(rule, "fromCIDR") ?? at(rule, "fromCIDRSet");
  return ports.some(({ port }) => String(port) === "6443") && Array.isArray(sources);
}
