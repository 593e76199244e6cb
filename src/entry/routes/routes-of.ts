import type { GroupKind, Resource } from "../../world/resource.ts";
import type { ObjectStore } from "../../world/store.ts";
import type { World } from "../../world/world.ts";
import type { Route } from "../route.ts";
import { contourRoutes, HTTP_PROXY } from "./contour.ts";
import { GATEWAY_ROUTE_KINDS, gatewayRoutes } from "./gateway-api.ts";
import { ingressRoutes } from "./ingress.ts";
import { ISTIO_GATEWAY, istioRoutes, VIRTUAL_SERVICE } from "./istio.ts";
import { TRAEFIK_KINDS, traefikRoutes } from "./traefik.ts";

/** One family of objects that are routes. */
interface RouteSource {
  /** Every kind it reads: it is asked again only where one of these lists changed. */
  readonly kinds: readonly GroupKind[];
  readonly routes: (objects: ObjectStore) => readonly Route[];
}

const SOURCES: readonly RouteSource[] = [
  {
    kinds: ["Ingress.networking.k8s.io"],
    routes: (objects) => objects.list("Ingress.networking.k8s.io").flatMap(ingressRoutes),
  },
  {
    kinds: [...GATEWAY_ROUTE_KINDS, "Gateway.gateway.networking.k8s.io", "Namespace"],
    routes: gatewayRoutes,
  },
  { kinds: TRAEFIK_KINDS, routes: traefikRoutes },
  { kinds: [HTTP_PROXY], routes: contourRoutes },
  { kinds: [VIRTUAL_SERVICE, ISTIO_GATEWAY], routes: istioRoutes },
];

/** Every host and path that leads to a Service, whoever serves it. The same array for worlds that share the objects. */
export function routesOf({ objects }: Pick<World, "objects">): readonly Route[] {
  const known = WHOLE.get(objects);
  if (known !== undefined) return known;
  const parts = SOURCES.map((source, index) => remembered(source, MEMORIES[index] ?? new WeakMap(), objects));
  const [first = []] = parts;
  const before = JOINED.get(first);
  const routes = before?.parts.every((part, index) => part === parts[index]) ? before.routes : parts.flat();
  JOINED.set(first, { parts, routes });
  WHOLE.set(objects, routes);
  return routes;
}

const WHOLE = new WeakMap<ObjectStore, readonly Route[]>();
const JOINED = new WeakMap<readonly Route[], Memory>();
const MEMORIES = SOURCES.map(() => new WeakMap<readonly Resource[], Memory>());

interface Memory {
  readonly parts: readonly unknown[];
  readonly routes: readonly Route[];
}

function remembered(
  { kinds, routes }: RouteSource,
  memory: WeakMap<readonly Resource[], Memory>,
  objects: ObjectStore,
): readonly Route[] {
  const parts = kinds.map((kind) => objects.list(kind));
  const key = parts[0] ?? [];
  const known = memory.get(key);
  if (known?.parts.every((part, index) => part === parts[index])) return known.routes;
  const made = routes(objects);
  memory.set(key, { parts, routes: made });
  return made;
}
