import { at, objectsOf, stringMapOf, stringOf } from "../../world/json.ts";
import type { Resource } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";

/**
 * Annotations by which clouds publish a load balancer by a name instead of its address: then pods do not take its
 * address for the cluster's own, and go out to it like everybody else. "" for a value that is the name itself.
 */
const ANNOTATIONS: readonly (readonly [key: string, value: string])[] = [
  ["loadbalancer.openstack.org/hostname", ""],
  ["service.beta.kubernetes.io/do-loadbalancer-hostname", ""],
  ["load-balancer.hetzner.cloud/hostname", ""],
  ["service.beta.kubernetes.io/scw-loadbalancer-use-hostname", "true"],
  ["service.beta.kubernetes.io/linode-loadbalancer-hostname-only-ingress", "true"],
];

/** Whether a load balancer is published by a name; undefined where nothing read tells. The platform's own has no Service yet. */
export function publishedByName(service: Resource | undefined, world: World): boolean | undefined {
  if (service === undefined) return byCloudConfig(world);
  const annotations = stringMapOf(service.object.metadata.annotations);
  const asked = ANNOTATIONS.some(([key, value]) => {
    const given = annotations[key];
    return given !== undefined && given !== "" && (value === "" || given === value);
  });
  if (asked) return true;
  // The AWS controllers publish names, and never anything else.
  if (Object.keys(annotations).some((key) => key.startsWith("service.beta.kubernetes.io/aws-"))) return true;
  return byStatus(service, world) ?? byCloudConfig(world);
}

/** What the cloud provider published; a copy's load balancer is another one, of which nothing is known yet. */
function byStatus(service: Resource, { copy }: World): boolean | undefined {
  const published = copy === undefined ? ingressStatus(service) : [];
  if (published.length === 0) return undefined;
  return published.every((entry) => (stringOf(entry.ip) ?? "") === "");
}

export function ingressStatus(service: Resource) {
  return objectsOf(at(service.object, "status", "loadBalancer", "ingress"));
}

/** cloud.conf in a ConfigMap; most keep it in a Secret, whose content nobody reads. In another cluster it is another's. */
function byCloudConfig({ objects, copy }: World): boolean | undefined {
  if (copy !== undefined) return undefined;
  for (const { object } of objects.list("ConfigMap")) {
    for (const text of Object.values(stringMapOf(at(object, "data")))) {
      if (!text.includes("[LoadBalancer]")) continue;
      const set = /^\s{0,20}enable-ingress-hostname\s{0,20}=\s{0,20}"?(\w{1,5})/m.exec(
        text.slice(0, 100_000),
      );
      return set?.[1]?.toLowerCase() === "true";
    }
  }
  return undefined;
}
