import { balancerAddresses } from "../../entry/balancers/addresses.ts";
import {
  annotationsOf,
  type CloudController,
  cloudControllers,
  flagsOf,
} from "../../entry/balancers/running-clouds.ts";
import {
  isLoadBalancer,
  type ServiceBalancer,
  serviceBalancer,
} from "../../entry/balancers/service-balancer.ts";
import type { Profile } from "../../platforms/profile.ts";
import { at, stringOf } from "../../world/json.ts";
import type { Resource } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import { cite, listed } from "../cite.ts";
import type { Evidence } from "../guarantee.ts";

/** A Service with a load balancer, as the rules look at it. */
export interface BalancerService {
  readonly service: Resource;
  readonly balancer: ServiceBalancer;
  readonly annotations: ReadonlyMap<string, string>;
}

const FOUND = new WeakMap<World, { profile: Profile; services: readonly BalancerService[] }>();

/** Every Service of a world that asks for a load balancer. */
export function balancerServices(world: World, profile: Profile): readonly BalancerService[] {
  const known = FOUND.get(world);
  if (known?.profile === profile) return known.services;
  const services = world.objects
    .list("Service")
    .filter(isLoadBalancer)
    .map((service) => ({
      service,
      balancer: serviceBalancer(service, world, profile),
      annotations: annotationsOf(service.object),
    }));
  FOUND.set(world, { profile, services });
  return services;
}

/** Those whose load balancer Octavia makes. */
export function octaviaServices(world: World, profile: Profile): readonly BalancerService[] {
  return balancerServices(world, profile).filter(({ balancer }) => balancer.cloud === "openstack");
}

const INTERNAL = "service.beta.kubernetes.io/openstack-internal-load-balancer";

/** Whether Octavia gives it a floating IP: one that is internal has none. */
export function hasFloatingIp({ annotations }: BalancerService): boolean {
  return annotations.get(INTERNAL) !== "true";
}

/** The address its controller reported: proof that the load balancer was made. */
export function reportedAddress({ service }: BalancerService): string | undefined {
  const { addresses, known } = balancerAddresses(service, { copy: undefined });
  return known ? addresses[0]?.value : undefined;
}

/** `203.0.113.60`, or "its load balancer's address" where none was read. */
export function addressWords({ service }: BalancerService): string {
  const { addresses } = balancerAddresses(service, { copy: undefined });
  return addresses.length === 0 ? "its load balancer's address" : listed(addresses.map(({ value }) => value));
}

/** Annotations as evidence, those that are there. */
export function citeAnnotations(
  { service, annotations }: BalancerService,
  ...keys: string[]
): readonly Evidence[] {
  return keys
    .filter((key) => annotations.has(key))
    .map((key) => cite(service, ["metadata", "annotations", key]));
}

/** How the cloud controller calls the cluster: part of every load balancer's name. */
export interface ClusterName {
  readonly controller: CloudController | undefined;
  /** Undefined where no controller was read, or its flag is not in plain. */
  readonly name: string | undefined;
}

/** k8s.io/cloud-provider's default for --cluster-name. */
export const DEFAULT_CLUSTER_NAME = "kubernetes";

export function clusterName(world: World): ClusterName {
  const controller = cloudControllers(world).find(({ cloud }) => cloud === "openstack");
  if (controller === undefined) return { controller, name: undefined };
  const name =
    flagsOf(at(controller.workload.template.spec, ...controller.container))["--cluster-name"] ??
    DEFAULT_CLUSTER_NAME;
  return { controller, name: name.includes("$(") ? undefined : name };
}

/** The controller's start line, to cite. */
export function citeController(controller: CloudController | undefined): readonly Evidence[] {
  if (controller === undefined) return [];
  const { resource, path } = controller.workload.template;
  const place = [...path, ...controller.container];
  const list = ["args", "command"].find((key) => at(resource.object, ...place, key) !== undefined);
  return [cite(resource, list === undefined ? place : [...place, list])];
}

/** Whether nodes are, or were, replaced in place by others. */
export function replacedInPlace(now: World): boolean {
  return now.copy === undefined && now.nodes.some(({ generation }) => generation > 0);
}

export function wantedAddress({ service }: BalancerService): string | undefined {
  const value = stringOf(at(service.object, "spec", "loadBalancerIP"));
  return value === "" ? undefined : value;
}
