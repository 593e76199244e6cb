import { refKey } from "../world/resource.ts";
import type { World } from "../world/world.ts";
import type { Arrival } from "./arrival.ts";
import { arrivalsOf, type EntryContext } from "./arrivals.ts";
import { type Hop, hopsOf } from "./hop.ts";
import type { Route } from "./route.ts";
import { type RouteClass, routeClasses } from "./route-classes.ts";

/** One host and path by one entry, in a state. */
export interface Reach extends Hop {
  readonly route: Route;
  readonly arrival: Arrival;
}

/**
 * Every host and path by every entry of a state: whether a visitor gets to the pods, and whose address is seen there.
 * Given class by class: 20,000 paths are few ways.
 */
export function* reachOf(before: World, now: World, context: EntryContext): Generator<Reach> {
  const arrivals = new Map<string, Arrival[]>();
  for (const arrival of arrivalsOf(before, now, context)) {
    const key = refKey(arrival.controller.workload.ref);
    const there = arrivals.get(key);
    if (there === undefined) arrivals.set(key, [arrival]);
    else there.push(arrival);
  }
  const hops = hopsOf(now);
  for (const { routes, controllers, maybe } of routeClasses(before, context.profile)) {
    for (const controller of [...controllers, ...maybe]) {
      const unsure = !controllers.includes(controller);
      for (const arrival of arrivals.get(refKey(controller.workload.ref)) ?? []) {
        const arriving = arrivingBy(arrival);
        for (const route of routes) {
          const hop = arriving.verdict === "refused" ? arriving : hops(controller, route.backend);
          const { verdict, why } = reached(arriving, hop, unsure);
          yield { route, arrival, verdict, why };
        }
      }
    }
  }
}

/** Hosts and paths that no controller serves: by no entry of any kind. */
export function unserved(before: World, { profile }: EntryContext): readonly RouteClass[] {
  return routeClasses(before, profile).filter(
    ({ controllers, maybe }) => controllers.length === 0 && maybe.length === 0,
  );
}

const RESULTS: Readonly<Record<Arrival["result"], Hop>> = {
  works: { verdict: "reachable", why: undefined },
  "broken-header": {
    verdict: "refused",
    why: "the listener expects a PROXY header, and the connection has none",
  },
  "bad-request": { verdict: "refused", why: "the listener gets a PROXY header that it does not expect" },
  unknown: { verdict: "unknown", why: "what the controller does with the connection is not followed" },
};

function arrivingBy({ entry, result }: Arrival): Hop {
  return entry.nodes.length === 0 && entry.balancer?.owner === "platform"
    ? { verdict: "refused", why: "no node is left to hand the connection to" }
    : RESULTS[result];
}

const UNSURE: Hop = { verdict: "unknown", why: "whether the controller serves it cannot be told" };

/** The first part of the way that is not open decides; what is refused is refused whatever the rest is. */
function reached(arriving: Hop, hop: Hop, unsure: boolean): Hop {
  if (hop.verdict === "refused") return hop;
  if (arriving.verdict === "unknown") return arriving;
  return hop.verdict === "reachable" && unsure ? UNSURE : hop;
}
