import type { Profile } from "../../platforms/profile.ts";
import { at, stringOf } from "../../world/json.ts";
import type { Resource } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import type { Shown } from "../controller.ts";
import { ANNOTATION_PREFIXES, CLASSES, type Cloud, type CloudFound } from "./cloud.ts";
import { annotationsOf, cloudControllers, machineClouds } from "./running-clouds.ts";

/**
 * Whose load balancer a Service gets. A class names its controller. Else what runs in the cluster decides, for an
 * annotation that nobody reads has no effect; where several could, the Service's annotations tell them apart, and
 * where nothing shows at all (managed control planes, files without the platform's parts) they decide alone. Last comes
 * what the profile says the platform has.
 */
export function cloudOf(
  service: Resource,
  world: Pick<World, "workloads" | "nodes">,
  profile?: Profile,
): CloudFound {
  const byClass = classCloud(service);
  if (byClass !== undefined) return byClass;
  const annotated = annotatedClouds(service);
  const running = runningClouds(world);
  if (annotated.has("ovh-iolb") && (running.size === 0 || running.has("openstack")))
    return found("ovh-iolb", annotated, running);
  const candidates = running.size > 0 ? [...running.keys()] : [...annotated.keys()];
  const [only] = candidates;
  if (candidates.length === 1 && only !== undefined) return found(only, running, annotated);
  const wanted = candidates.filter((cloud) => annotated.has(cloud));
  const [chosen] = wanted;
  if (running.size > 0 && wanted.length === 1 && chosen !== undefined)
    return found(chosen, annotated, running);
  const controlled = [...new Set(cloudControllers(world).map(({ cloud }) => cloud))];
  const [controller] = controlled;
  if (controlled.length === 1 && controller !== undefined) return found(controller, running);
  const stated = profile?.source.loadBalancers;
  if (candidates.length === 0 && stated !== undefined) return { cloud: stated, evidence: [] };
  return { cloud: "unknown", evidence: [...running.values(), ...annotated.values()] };
}

function found(cloud: Cloud, ...places: readonly ReadonlyMap<Cloud, Shown>[]): CloudFound {
  return { cloud, evidence: places.flatMap((place) => place.get(cloud) ?? []) };
}

function classCloud(service: Resource): CloudFound | undefined {
  const name = stringOf(at(service.object, "spec", "loadBalancerClass"));
  if (name === undefined || name === "") return undefined;
  const cloud = CLASSES.find(([part]) => name.includes(part))?.[1] ?? "other";
  return {
    cloud,
    evidence: [{ resource: service, path: ["spec", "loadBalancerClass"], note: `class ${name}` }],
  };
}

function annotatedClouds(service: Resource): ReadonlyMap<Cloud, Shown> {
  const clouds = new Map<Cloud, Shown>();
  for (const key of annotationsOf(service.object).keys()) {
    const cloud = ANNOTATION_PREFIXES.find(([prefix]) => key.startsWith(prefix))?.[1];
    if (cloud === undefined || clouds.has(cloud)) continue;
    const path = ["metadata", "annotations", key];
    clouds.set(cloud, { resource: service, path, note: `annotation ${key}` });
  }
  return clouds;
}

function runningClouds(world: Pick<World, "workloads" | "nodes">): ReadonlyMap<Cloud, Shown> {
  const clouds = new Map<Cloud, Shown>();
  for (const { cloud, shown } of cloudControllers(world)) {
    if (!clouds.has(cloud)) clouds.set(cloud, shown);
  }
  for (const [cloud, shown] of machineClouds(world)) {
    if (!clouds.has(cloud)) clouds.set(cloud, shown);
  }
  return clouds;
}
