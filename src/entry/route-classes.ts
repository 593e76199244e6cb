import type { Profile } from "../platforms/profile.ts";
import type { World } from "../world/world.ts";
import type { Controller } from "./controller.ts";
import { controllersOf } from "./controllers/controllers-of.ts";
import { entriesOf } from "./entries.ts";
import { type Front, frontsOf } from "./fronts.ts";
import type { Route } from "./route.ts";
import { routesOf } from "./routes/routes-of.ts";
import type { Serving } from "./serving.ts";
import { servingOfRoute } from "./serving-route.ts";

/** Hosts and paths that share everything the way of a visitor depends on: who serves them, where their names lead. */
export interface RouteClass {
  readonly controllers: readonly Controller[];
  /** Those of which it cannot be told whether they serve them. */
  readonly maybe: readonly Controller[];
  readonly serving: Serving;
  readonly front: Front;
  readonly routes: readonly Route[];
}

/** Sorts 20,000 paths into the few classes they are, in the world as it was read. */
export function routeClasses(world: World, profile: Profile): readonly RouteClass[] {
  const known = KNOWN.get(world);
  if (known !== undefined) return known;
  const controllers = controllersOf(world, profile);
  const front = frontsOf(world, entriesOf(world, profile));
  const servings = new Map<object, { serving: Serving; key: string }>();
  const fronts = new Map<string, { front: Front; key: string }>();
  const classes = new Map<string, RouteClass & { readonly routes: Route[] }>();
  for (const route of routesOf(world)) {
    // The routes of one object are served alike, but for Gateways, whose listeners take some hosts and not others.
    const served = remembered(servings, route.parents.length === 0 ? route.resource : route, () => {
      const serving = servingOfRoute(route, controllers, world);
      return { serving, key: servingKey(serving, controllers) };
    });
    const led = remembered(fronts, route.host, () => {
      const found = front(route.host);
      return { front: found, key: frontKey(found) };
    });
    const key = `${served.key} ${led.key}`;
    const there = classes.get(key);
    if (there === undefined) {
      classes.set(key, {
        controllers: served.serving.controllers,
        maybe: served.serving.maybe,
        serving: served.serving,
        front: led.front,
        routes: [route],
      });
    } else there.routes.push(route);
  }
  const found = [...classes.values()];
  KNOWN.set(world, found);
  return found;
}

const KNOWN = new WeakMap<World, readonly RouteClass[]>();

/** Equal for names that lead to the same places for as long. */
function frontKey({ looked, entries, foreign, ttl }: Front): string {
  return looked === "found" ? `${entries.join()} ${foreign.join()} ${ttl}` : looked;
}

function servingKey({ controllers, maybe, how, why }: Serving, all: readonly Controller[]): string {
  const ids = (some: readonly Controller[]) => some.map((one) => all.indexOf(one)).join(",");
  return `${ids(controllers)} ${ids(maybe)} ${how} ${why}`;
}

function remembered<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
