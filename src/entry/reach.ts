import { refKey, refLabel } from "../world/resource.ts";
import type { World } from "../world/world.ts";
import type { Arrival } from "./arrival.ts";
import { arrivalsOf, type EntryContext } from "./arrivals.ts";
import { isAttached } from "./attached.ts";
import type { Controller } from "./controller.ts";
import { controllersOf } from "./controllers/controllers-of.ts";
import { type FirstHops, firstHopsOf } from "./first-hop.ts";
import { type Hop, hopsOf, OPEN } from "./hop.ts";
import type { Route } from "./route.ts";
import { type RouteClass, routeClasses } from "./route-classes.ts";
import { unfollowed } from "./unfollowed.ts";

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
  const arrivals = arrivalsByController(before, now, context);
  const hops = hopsOf(now);
  const firstHops = firstHopsOf(now, controllersOf(now, context.profile));
  for (const { routes, controllers, maybe } of routeClasses(before, context.profile)) {
    for (const controller of [...controllers, ...maybe]) {
      const unsure = !controllers.includes(controller);
      for (const arrival of arrivals.get(refKey(controller.workload.ref)) ?? []) {
        const arriving = arrivingBy(arrival, firstHops, now);
        for (const route of routes) {
          const attached = isAttached(route, arrival, before);
          if (attached === false) continue;
          const hop = arriving.verdict === "refused" ? arriving : hops(controller, route.backend);
          const { verdict, why } = reached(arriving, hop, attached ? unsure && UNSURE : UNATTACHED);
          yield { route, arrival, verdict, why };
        }
      }
    }
  }
}

function arrivalsByController(
  before: World,
  now: World,
  context: EntryContext,
): ReadonlyMap<string, readonly Arrival[]> {
  const arrivals = new Map<string, Arrival[]>();
  for (const arrival of arrivalsOf(before, now, context)) {
    const key = refKey(arrival.controller.workload.ref);
    const there = arrivals.get(key);
    if (there === undefined) arrivals.set(key, [arrival]);
    else there.push(arrival);
  }
  return arrivals;
}

/** A host and path that somebody serves, and no entry is known to lead to. */
export interface Unentered {
  readonly route: Route;
  readonly why: string;
}

/** Hosts and paths that a controller serves, but by no entry that is known: nothing is said of how visitors get there. */
export function* unentered(before: World, now: World, context: EntryContext): Generator<Unentered> {
  const arrivals = arrivalsByController(before, now, context);
  for (const { routes, controllers, maybe } of routeClasses(before, context.profile)) {
    const all = [...controllers, ...maybe];
    const ways = all.flatMap(({ workload }) => arrivals.get(refKey(workload.ref)) ?? []);
    const [first] = all;
    if (first === undefined) continue;
    for (const route of routes) {
      if (ways.some((way) => isAttached(route, way, before) !== false)) continue;
      yield { route, why: whyUnentered(route, first, ways) };
    }
  }
}

function whyUnentered({ layer }: Route, { workload }: Controller, ways: readonly Arrival[]): string {
  const name = refLabel(workload.ref);
  if (layer === "tcp" || layer === "udp") return `which port of ${name} it is at is not followed`;
  return ways.length === 0
    ? `no entry that is known leads to ${name}`
    : `no entry that is known leads to the listeners of ${name} that it is at`;
}

/** Hosts and paths that no controller serves: by no entry of any kind. */
export function unserved(before: World, { profile }: EntryContext): readonly RouteClass[] {
  return routeClasses(before, profile).filter(
    ({ controllers, maybe }) => controllers.length === 0 && maybe.length === 0,
  );
}

const RESULTS: Readonly<Record<Arrival["result"], Hop>> = {
  works: OPEN,
  "broken-header": {
    verdict: "refused",
    why: "the listener expects a PROXY header, and the connection has none",
  },
  "bad-request": { verdict: "refused", why: "the listener gets a PROXY header that it does not expect" },
  unknown: { verdict: "unknown", why: "what the controller does with the connection is not followed" },
};

const UNMANNED: Hop = { verdict: "refused", why: "no node is left to hand the connection to" };

/** The way to the controller's listener: a node that takes the connection, policies that let it in, and what it begins with. */
function arrivingBy(arrival: Arrival, firstHops: FirstHops, now: World): Hop {
  const { entry, result, controller } = arrival;
  if (entry.nodes.length === 0 && entry.balancer?.owner === "platform") return UNMANNED;
  const first = firstHops(arrival);
  const unread =
    result === "unknown" && controller.kind === "ingress-nginx" ? unfollowed(now, controller) : undefined;
  const then = unread === undefined ? RESULTS[result] : ({ verdict: "unknown", why: unread.words } as const);
  return first.verdict === "refused" || then.verdict === "reachable" ? first : then;
}

const UNSURE: Hop = { verdict: "unknown", why: "whether the controller serves it cannot be told" };
const UNATTACHED: Hop = {
  verdict: "unknown",
  why: "which of the controller's listeners it is at cannot be told",
};

/** The first part of the way that is not open decides; what is refused is refused whatever the rest is. */
function reached(arriving: Hop, hop: Hop, doubt: Hop | false): Hop {
  if (hop.verdict === "refused") return hop;
  if (arriving.verdict === "unknown") return arriving;
  return hop.verdict === "reachable" && doubt !== false ? doubt : hop;
}
