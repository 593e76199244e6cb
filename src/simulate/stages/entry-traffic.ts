import { controllersOf } from "../../entry/controllers/controllers-of.ts";
import type { EntryPlan } from "../../platforms/entry-plan.ts";
import type { Profile } from "../../platforms/profile.ts";
import type { BalancerMode, Traffic } from "../../world/traffic.ts";
import type { World } from "../../world/world.ts";

const HTTP_PORTS = [80, 443];

/**
 * The traffic of a world once the provider has its load balancer before the controllers it runs, working as the plan
 * says. Only the provider's own are changed: who runs a controller of his own has load balancers by his own Services.
 */
export function entryTraffic(
  world: World,
  profile: Profile,
  plan: EntryPlan,
  users: Traffic["users"],
): Traffic {
  const managed = controllersOf(world, profile).filter(({ operator }) => isProviders(operator.who, plan));
  const settings = settingsFor(plan);
  const ranges =
    plan.mode === "forwarded-headers" && plan.proxyRanges.length > 0 ? plan.proxyRanges : undefined;
  return {
    users,
    balancers: managed.map(({ workload }) => ({
      controller: workload.ref,
      mode: modeOf(plan),
      ports: HTTP_PORTS,
      sourceRanges: ranges,
    })),
    settings: managed
      .filter(({ kind }) => kind === "ingress-nginx" && Object.keys(settings).length > 0)
      .map(({ workload }) => ({ controller: workload.ref, settings })),
  };
}

/**
 * Where nothing tells who runs a controller, it is whom the answer names. One that a customer takes over, or leaves for
 * another, is not changed by the provider any more, whoever installed it.
 */
function isProviders(who: "provider" | "customer" | "unknown", plan: EntryPlan): boolean {
  return who !== "customer" && plan.maintainer === "provider";
}

/** Octavia's PROXY protocol is version 1 where nothing else is said (cloud-provider-openstack, `proxy-protocol: true`). */
function modeOf({ mode }: EntryPlan): BalancerMode {
  return mode === "proxy-protocol" ? "proxy-v1" : "tcp";
}

/** The ConfigMap keys the provider sets. With forwarded headers it is the balancer that admits the proxy alone. */
function settingsFor({ mode }: EntryPlan): Readonly<Record<string, string>> {
  switch (mode) {
    case "tcp":
      return {};
    case "proxy-protocol":
      return { "use-proxy-protocol": "true" };
    case "forwarded-headers":
      return { "use-forwarded-headers": "true" };
  }
}
