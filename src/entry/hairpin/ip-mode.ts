import { at, objectsOf, stringMapOf, stringOf } from "../../world/json.ts";
import type { Workload } from "../../world/workload.ts";
import type { World } from "../../world/world.ts";
import type { SoftwareVersion } from "../controller.ts";
import { atLeast, imageName, imageTag, parseVersion } from "../software-version.ts";

/** On by default from this minor on (KEP-1860: alpha in 1.29, beta in 1.30). */
export const IP_MODE_MINOR = 30;

/**
 * Whether `ipMode: Proxy` in a Service's status keeps pods from taking the load balancer's address for the cluster's
 * own: kube-proxy does from 1.30 on, Cilium in its place from 1.17.0 on but for 1.18.0 (cilium#34780, #40913).
 */
export function honoursIpMode(world: World): boolean | undefined {
  const cilium = imageOf(world, /(?:^|\/)cilium\/cilium(?:-ci)?$/);
  if (cilium !== undefined && replacesKubeProxy(world) !== false) {
    if (cilium.version === undefined || replacesKubeProxy(world) === undefined) return undefined;
    const [major, minor, patch] = cilium.version;
    return atLeast(cilium.version, 1, 17) && !(major === 1 && minor === 18 && patch === 0);
  }
  return imageOf(world, /(?:^|\/)kube-proxy(?:-[a-z0-9]+)?$/) === undefined ? undefined : true;
}

/** `kube-proxy-replacement` of Cilium's settings; undefined where they were not read. */
function replacesKubeProxy({ objects }: World): boolean | undefined {
  const config = objects.list("ConfigMap").find(({ ref }) => ref.name === "cilium-config");
  if (config === undefined) return undefined;
  const value = stringMapOf(at(config.object, "data"))["kube-proxy-replacement"] ?? "false";
  return value === "true" || value === "strict";
}

/** A cloud provider that writes `ipMode: Proxy` where PROXY protocol is on, from a version of its own on. */
const CLOUDS: readonly {
  readonly image: RegExp;
  readonly title: string;
  readonly since: readonly number[];
}[] = [
  { image: /openstack-cloud-controller-manager$/, title: "cloud-provider-openstack", since: [1, 30] },
  { image: /hcloud-cloud-controller-manager$/, title: "hcloud-cloud-controller-manager", since: [1, 21] },
];

export interface CloudProvider {
  readonly title: string;
  readonly since: readonly number[];
  readonly version: SoftwareVersion | undefined;
}

/** The cloud provider that runs in a world, where it is one whose use of ipMode is known. */
export function cloudProviderOf(world: World): CloudProvider | undefined {
  for (const { image, title, since } of CLOUDS) {
    const found = imageOf(world, image);
    if (found !== undefined) return { title, since, version: found.version };
  }
  return undefined;
}

function imageOf(
  { workloads }: World,
  wanted: RegExp,
): { readonly version: SoftwareVersion | undefined } | undefined {
  for (const workload of workloads) {
    const image = imagesOf(workload).find((text) => wanted.test(imageName(text)));
    if (image !== undefined) return { version: parseVersion(imageTag(image) ?? "") };
  }
  return undefined;
}

function imagesOf({ template }: Workload): readonly string[] {
  return objectsOf(template.spec.containers).flatMap(({ image }) => stringOf(image) ?? []);
}
