import { addressesLost } from "../../entry/addresses-lost.ts";
import type { Arrival } from "../../entry/arrival.ts";
import { arrivalsOf, isProxied } from "../../entry/arrivals.ts";
import type { Controller } from "../../entry/controller.ts";
import type { Entry } from "../../entry/entry.ts";
import { type RouteClass, routeClasses } from "../../entry/route-classes.ts";
import { isNew, stillUsed, usedIn } from "../../entry/uses.ts";
import { refKey } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import type { JudgeContext } from "../guarantee.ts";

/** How one class of hosts and paths fares by one way users take in a state. */
export interface Visit {
  readonly routes: RouteClass;
  readonly controller: Controller;
  /** The entry as it was before the move, or as the move made it. */
  readonly entry: Entry;
  readonly used: "yes" | "maybe";
  /** `gone`: nobody answers at the addresses any more. `unmanned`: no machine is left to hand connections to. */
  readonly outcome: Arrival["result"] | "gone" | "unmanned";
}

/**
 * Every way users of the cluster's hosts take in a state: the ones they have today, and the new ones once names are
 * moved. Classes that no working way leads to today are left out: they have nothing to lose.
 */
export function visitsOf(before: World, now: World, context: JudgeContext): readonly Visit[] {
  const known = KNOWN.get(now);
  if (known !== undefined) return known;
  const today = byController(arrivalsOf(before, before, context));
  const here = byController(arrivalsOf(before, now, context));
  const visits = routeClasses(before, context.profile).flatMap((routes) =>
    [...routes.controllers, ...routes.maybe].flatMap((controller) => {
      const key = refKey(controller.workload.ref);
      return visitsTo(routes, controller, today.get(key) ?? [], here.get(key) ?? [], now, context);
    }),
  );
  KNOWN.set(now, visits);
  return visits;
}

const KNOWN = new WeakMap<World, readonly Visit[]>();

function visitsTo(
  routes: RouteClass,
  controller: Controller,
  today: readonly Arrival[],
  here: readonly Arrival[],
  now: World,
  context: JudgeContext,
): readonly Visit[] {
  if (!today.some(({ result }) => result === "works" || result === "unknown")) return [];
  const ways = {
    before: today.map(({ entry }) => entry),
    now: here.map(({ entry }) => entry),
    proxied: isProxied(context),
    balancersOnly: context.entryPlan.balancersOnly === true,
  };
  const served = routes.controllers.includes(controller);
  const sure = (used: Arrival["used"]) => (used === "yes" && served ? "yes" : "maybe");
  const old = today.flatMap(({ entry, result }): Visit[] => {
    const used = stillUsed(now, entry, routes.front, ways);
    // What does not work today is not lost; a copy leaves the old cluster as it is until that is given back.
    if (used === "no" || (result !== "works" && result !== "unknown")) return [];
    if (now.copy === "beside") return [];
    const still = here.find((one) => one.entry.id === entry.id);
    const gone = now.copy === "alone" || still === undefined || addressesLost(entry, still.entry);
    return [{ routes, controller, entry, used: sure(used), outcome: gone ? "gone" : still.result }];
  });
  const fresh = here
    .filter(({ entry }) => isNew(entry, now))
    .flatMap(({ entry, result }): Visit[] => {
      const used = usedIn(now, entry, routes.front, ways);
      if (used === "no") return [];
      return [
        { routes, controller, entry, used: sure(used), outcome: isUnmanned(entry) ? "unmanned" : result },
      ];
    });
  return [...old, ...fresh];
}

/** Only of the provider's: which machines a Service's load balancer sends to has a cause of its own. */
function isUnmanned({ balancer, nodes }: Entry): boolean {
  return balancer?.owner === "platform" && nodes.length === 0;
}

function byController(arrivals: readonly Arrival[]): ReadonlyMap<string, readonly Arrival[]> {
  const found = new Map<string, Arrival[]>();
  for (const arrival of arrivals) {
    const key = refKey(arrival.controller.workload.ref);
    const there = found.get(key);
    if (there === undefined) found.set(key, [arrival]);
    else there.push(arrival);
  }
  return found;
}
