import type { EntryPlan } from "../platforms/entry-plan.ts";
import type { Profile } from "../platforms/profile.ts";
import { refKey } from "../world/resource.ts";
import type { World } from "../world/world.ts";
import type { Arrival } from "./arrival.ts";
import { connectionOf } from "./connection.ts";
import type { Controller } from "./controller.ts";
import { controllersOf } from "./controllers/controllers-of.ts";
import { entriesOf } from "./entries.ts";
import { type Front, NOT_LOOKED } from "./fronts.ts";
import { gatewayPorts } from "./gateway-ports.ts";
import { routeClasses } from "./route-classes.ts";
import { usedIn } from "./uses.ts";

/** What decides how users arrive: the platform pair, and how it puts its load balancer there. */
export interface EntryContext {
  readonly profile: Profile;
  readonly entryPlan: EntryPlan;
}

/** Every way users may come to a controller in a state; `before` is the cluster as it was read. */
export function arrivalsOf(before: World, now: World, context: EntryContext): readonly Arrival[] {
  const known = KNOWN.get(now);
  if (known?.before === before && known.plan === context.entryPlan) return known.arrivals;
  const fronts = frontsByController(before, context.profile);
  const arrivals = controllersOf(now, context.profile).flatMap((controller) =>
    arrivalsAt(controller, before, now, fronts.get(refKey(controller.workload.ref)) ?? [NOT_LOOKED], context),
  );
  KNOWN.set(now, { before, plan: context.entryPlan, arrivals });
  return arrivals;
}

const KNOWN = new WeakMap<
  World,
  { readonly before: World; readonly plan: EntryPlan; readonly arrivals: readonly Arrival[] }
>();

/** Forwarded headers are of use only where a proxy stands in front. */
export function isProxied({ entryPlan }: Pick<EntryContext, "entryPlan">): boolean {
  return entryPlan.mode === "forwarded-headers";
}

function arrivalsAt(
  controller: Controller,
  before: World,
  now: World,
  fronts: readonly Front[],
  context: EntryContext,
): readonly Arrival[] {
  const entries = entriesTo(controller, now, context.profile);
  const ways = {
    before: entriesTo(controller, before, context.profile).map(({ entry }) => entry),
    now: entries.map(({ entry }) => entry),
    proxied: isProxied(context),
    balancersOnly: context.entryPlan.balancersOnly === true,
  };
  return entries.map(({ entry, listener }) => {
    const uses = fronts.map((front) => usedIn(now, entry, front, ways));
    const used = uses.includes("yes") ? "yes" : uses.includes("maybe") ? "maybe" : "no";
    return {
      controller,
      entry,
      listener,
      used,
      ...connectionOf(controller, entry, now, context.entryPlan, listener === "https"),
    };
  });
}

export type EntryTo = Pick<Arrival, "entry" | "listener">;

/** The entries that lead to a controller's listeners for HTTP and HTTPS, those its Gateways ask for among them. */
export function entriesTo(controller: Controller, world: World, profile: Profile): readonly EntryTo[] {
  const { workload, http, https } = controller;
  const key = refKey(workload.ref);
  const asked = gatewayPorts(controller, world);
  return entriesOf(world, profile).flatMap((entry): EntryTo[] => {
    const target = entry.targets.find((one) => refKey(one.workload.ref) === key);
    if (target === undefined || entry.protocol !== "TCP") return [];
    if (target.port === https) return [{ entry, listener: "https" }];
    if (target.port === http) return [{ entry, listener: "http" }];
    const listener = asked.get(entry.servicePort ?? target.port);
    return listener === undefined ? [] : [{ entry, listener }];
  });
}

function frontsByController(before: World, profile: Profile): ReadonlyMap<string, readonly Front[]> {
  const fronts = new Map<string, Front[]>();
  for (const { controllers, maybe, front } of routeClasses(before, profile)) {
    for (const { workload } of [...controllers, ...maybe]) {
      const key = refKey(workload.ref);
      const there = fronts.get(key);
      if (there === undefined) fronts.set(key, [front]);
      else there.push(front);
    }
  }
  return fronts;
}
