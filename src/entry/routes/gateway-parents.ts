import { at, type JsonObject, numberOf, objectsOf, stringMapOf, stringOf } from "../../world/json.ts";
import { groupOf, type Resource } from "../../world/resource.ts";
import { selects } from "../../world/selector.ts";
import type { ObjectStore } from "../../world/store.ts";
import type { GatewayListener, RouteParent } from "../route.ts";
import { commonHost } from "./hosts.ts";

export const GATEWAY = "Gateway.gateway.networking.k8s.io";
const API = "gateway.networking.k8s.io";

/** Listener protocols that take a kind of route where the listener does not list kinds itself. */
const PROTOCOLS: Readonly<Record<string, readonly string[]>> = {
  HTTPRoute: ["HTTP", "HTTPS"],
  GRPCRoute: ["HTTP", "HTTPS"],
  TLSRoute: ["TLS"],
  TCPRoute: ["TCP", "TLS"],
  UDPRoute: ["UDP"],
};

/**
 * The Gateways a route names, with the listeners that take it: by section name and port, by protocol and allowed kinds,
 * by the namespaces they allow routes from, and by a host name in common. Parents of other kinds (a Service, in a mesh)
 * lead nobody in from outside and are left out.
 */
export function gatewayParents(route: Resource, objects: ObjectStore): readonly RouteParent[] {
  const hostnames = hostnamesOf(route);
  return objectsOf(at(route.object, "spec", "parentRefs")).flatMap((parent): readonly RouteParent[] => {
    if ((parent.group ?? API) !== API || (parent.kind ?? "Gateway") !== "Gateway") return [];
    const namespace = stringOf(parent.namespace) ?? route.ref.namespace ?? "default";
    const name = stringOf(parent.name) ?? "";
    const resource = objects.get(GATEWAY, namespace, name);
    const ref = resource?.ref ?? { apiVersion: `${API}/v1`, kind: "Gateway", namespace, name };
    if (resource === undefined) {
      return [{ ref, resource, listeners: [], why: `Gateway ${namespace}/${name} was not read` }];
    }
    const listeners = listenersFor(resource, parent, route, hostnames, objects);
    const why = listeners.length > 0 ? undefined : `no listener of Gateway ${namespace}/${name} takes it`;
    return [{ ref, resource, listeners, why }];
  });
}

export function hostnamesOf({ object }: Resource): readonly string[] {
  const hostnames = at(object, "spec", "hostnames");
  const named = (Array.isArray(hostnames) ? hostnames : []).map((host) => String(host).toLowerCase());
  return named.length === 0 ? [""] : named;
}

function listenersFor(
  gateway: Resource,
  parent: JsonObject,
  route: Resource,
  hostnames: readonly string[],
  objects: ObjectStore,
): readonly GatewayListener[] {
  return objectsOf(at(gateway.object, "spec", "listeners")).flatMap((listener, index) => {
    const made: GatewayListener = {
      name: stringOf(listener.name) ?? "",
      port: numberOf(listener.port) ?? 0,
      protocol: stringOf(listener.protocol) ?? "",
      hostname: (stringOf(listener.hostname) ?? "").toLowerCase(),
      at: ["spec", "listeners", index],
    };
    const wanted =
      (parent.sectionName === undefined || parent.sectionName === made.name) &&
      (parent.port === undefined || parent.port === made.port);
    const named = hostnames.some((host) => commonHost(host, made.hostname) !== undefined);
    const takes =
      wanted && named && takesKind(listener, made, route) && allows(listener, gateway, route, objects);
    return takes ? [made] : [];
  });
}

function takesKind(listener: JsonObject, { protocol }: GatewayListener, { ref }: Resource): boolean {
  const kinds = objectsOf(at(listener, "allowedRoutes", "kinds"));
  if (kinds.length === 0) return PROTOCOLS[ref.kind]?.includes(protocol) ?? false;
  return kinds.some(({ group, kind }) => kind === ref.kind && (group ?? API) === groupOf(ref.apiVersion));
}

/** `allowedRoutes.namespaces`: the Gateway's own unless it says All or a selector. */
function allows(listener: JsonObject, gateway: Resource, { ref }: Resource, objects: ObjectStore): boolean {
  const from = at(listener, "allowedRoutes", "namespaces", "from") ?? "Same";
  if (from === "All") return true;
  if (from === "Same") return gateway.ref.namespace === ref.namespace;
  if (from !== "Selector") return false;
  const selector = at(listener, "allowedRoutes", "namespaces", "selector");
  const namespace = objects.get("Namespace", undefined, ref.namespace ?? "default");
  const labels = { "kubernetes.io/metadata.name": ref.namespace ?? "default" };
  return selects(selector, { ...labels, ...stringMapOf(namespace?.object.metadata.labels) }) === true;
}
