import type { ApiResource } from "./api-resource.ts";

/**
 * Groups that show the same objects as another one, kind by kind. Where a server serves both, the second is read:
 * nothing is to be found twice.
 */
const SAME_OBJECTS: readonly { readonly group: string; readonly as: readonly string[] }[] = [
  // Deployments, Ingresses and others, until 1.16 and 1.22.
  { group: "extensions", as: ["apps", "networking.k8s.io", "policy"] },
  // Calico's own API server, over the custom resources it keeps everything in.
  { group: "projectcalico.org", as: ["crd.projectcalico.org"] },
];

/** The resources without those that another group shows as well. */
export function withoutTwins(resources: readonly ApiResource[]): ApiResource[] {
  const served = new Set(resources.map(({ group, kind }) => `${group}/${kind}`));
  return resources.filter(({ group, kind }) => {
    const twins = SAME_OBJECTS.find((entry) => entry.group === group)?.as ?? [];
    return !twins.some((twin) => served.has(`${twin}/${kind}`));
  });
}
