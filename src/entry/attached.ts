import { at, listOf, stringOf } from "../world/json.ts";
import { refKey } from "../world/resource.ts";
import type { Arrival } from "./arrival.ts";
import type { Controller } from "./controller.ts";
import { entryPointPort } from "./controllers/traefik.ts";
import type { Entry } from "./entry.ts";
import type { GatewayListener, Route } from "./route.ts";
import type { Read } from "./serving.ts";
import { standsFor } from "./serving-route.ts";

/** The end of a way at a controller: by which entry, to which of its listeners. */
export type Arriving = Pick<Arrival, "controller" | "entry" | "listener">;

/**
 * Whether a controller takes a route from what arrives there: an Ingress is at every listener for HTTP and HTTPS, other
 * kinds are at those they name. Undefined where it cannot be told which one that is.
 */
export function isAttached(
  route: Route,
  arriving: Arriving,
  read: Pick<Read, "objects">,
): boolean | undefined {
  const { layer, parents } = route;
  if (layer === "tcp" || layer === "udp") return false;
  if (layer === "tls" && arriving.listener === "http") return false;
  if (parents.length > 0) return atGateways(route, arriving, read);
  return arriving.controller.kind === "traefik" ? atEntryPoints(route, arriving) : true;
}

function atGateways(
  { parents }: Route,
  arriving: Arriving,
  read: Pick<Read, "objects">,
): boolean | undefined {
  const { controller } = arriving;
  // Where a Gateway was not read, neither was at which of its ports the route is.
  if (parents.some(({ resource }) => resource === undefined)) return undefined;
  const listeners = parents
    .filter((parent) => standsFor(controller, parent, read))
    .flatMap((parent) => parent.listeners);
  return takesFrom(listeners, arriving);
}

/**
 * Istio, Envoy Gateway and Contour give the Service a port for each of a Gateway's, of the same number. Others are set up
 * by hand: their listeners bear the Service's number, or the pod's.
 */
const NUMBERS_KEPT: ReadonlySet<Controller["kind"]> = new Set(["istio", "envoy-gateway", "contour"]);

function takesFrom(
  listeners: readonly GatewayListener[],
  { controller, entry, listener }: Arriving,
): boolean | undefined {
  const numbers = [entry.servicePort ?? entry.port, ...targetPorts(entry, controller)];
  if (listeners.some(({ port }) => numbers.includes(port))) return true;
  const likely = listeners.some(
    ({ protocol }) => /^(?:HTTPS|TLS)$/.test(protocol) === (listener === "https"),
  );
  if (!likely) return false;
  return NUMBERS_KEPT.has(controller.kind) && entry.servicePort !== undefined ? false : undefined;
}

function targetPorts({ targets }: Entry, { workload }: Controller): readonly number[] {
  const key = refKey(workload.ref);
  return targets.filter((target) => refKey(target.workload.ref) === key).map(({ port }) => port);
}

const ENTRY_POINTS = "traefik.ingress.kubernetes.io/router.entrypoints";

/**
 * Traefik's routes are at the entry points they name (`spec.entryPoints`, for an Ingress an annotation), or at all; with
 * `spec.tls` only what comes by TLS is theirs (Traefik's documentation, routers and kubernetesCRD).
 */
function atEntryPoints(route: Route, { controller, entry, listener }: Arriving): boolean | undefined {
  const { object, ref } = route.resource;
  const isIngress = ref.kind === "Ingress";
  if (!isIngress && route.tls && listener === "http") return false;
  const names = isIngress
    ? (stringOf(at(object, "metadata", "annotations", ENTRY_POINTS)) ?? "").split(",")
    : listOf(at(object, "spec", "entryPoints")).map(String);
  const named = names.map((name) => name.trim()).filter((name) => name !== "");
  if (named.length === 0) return true;
  const ports = named.map((name) => entryPointPort(controller, name));
  if (targetPorts(entry, controller).some((port) => ports.includes(port))) return true;
  return ports.includes(undefined) ? undefined : false;
}
