import { at, type Json, type JsonObject, listOf, objectsOf, type Path, stringOf } from "../../world/json.ts";
import type { Resource } from "../../world/resource.ts";
import type { ObjectStore } from "../../world/store.ts";
import type { Route, RouteBackend, RouteParent } from "../route.ts";
import { gatewayParents, hostnamesOf } from "./gateway-parents.ts";
import { commonHost } from "./hosts.ts";

const GROUP = "gateway.networking.k8s.io";

export const GATEWAY_ROUTE_KINDS = ["HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "UDPRoute"].map(
  (kind) => `${kind}.${GROUP}`,
);

const LAYERS: Readonly<Record<string, Route["layer"]>> = {
  HTTPRoute: "http",
  GRPCRoute: "http",
  TLSRoute: "tls",
  TCPRoute: "tcp",
  UDPRoute: "udp",
};

/** The routes of the Gateway API's kinds; where no listener takes one, its rules stand as written and `parents` say why. */
export function gatewayRoutes(objects: ObjectStore): readonly Route[] {
  return GATEWAY_ROUTE_KINDS.flatMap((kind) =>
    objects.list(kind).flatMap((resource) => routesOfOne(resource, gatewayParents(resource, objects))),
  );
}

function routesOfOne(resource: Resource, parents: readonly RouteParent[]): readonly Route[] {
  const layer = LAYERS[resource.ref.kind] ?? "tcp";
  const hosts = placesOf(layer === "tcp" || layer === "udp" ? [""] : hostnamesOf(resource), parents);
  return objectsOf(at(resource.object, "spec", "rules")).flatMap((rule, index) => {
    const place: Path = ["spec", "rules", index];
    const backends = backendsOf(rule, resource.ref.namespace ?? "default");
    return matchesOf(resource, rule, place).flatMap((match) =>
      hosts.flatMap(({ host, tls, parents: taking }) =>
        backends.map(
          (backend): Route => ({ resource, host, tls, parents: taking, layer, backend, ...match }),
        ),
      ),
    );
  });
}

interface Placed {
  readonly host: string;
  readonly tls: boolean;
  readonly parents: readonly RouteParent[];
}

/** The route's host names narrowed down to those of the listeners, each with the listeners that have it. */
function placesOf(hostnames: readonly string[], parents: readonly RouteParent[]): readonly Placed[] {
  const hosts = new Set<string>();
  for (const { listeners } of parents) {
    for (const { hostname } of listeners) {
      for (const own of hostnames) {
        const host = commonHost(own, hostname);
        if (host !== undefined) hosts.add(host);
      }
    }
  }
  if (hosts.size === 0) return hostnames.map((host) => ({ host, tls: false, parents }));
  return [...hosts].map((host) => {
    const taking = parents.flatMap((parent) => {
      const listeners = parent.listeners.filter(({ hostname }) => commonHost(host, hostname) === host);
      return listeners.length === 0 ? [] : [{ ...parent, listeners }];
    });
    const tls = taking.some(({ listeners }) =>
      listeners.some(({ protocol }) => /^(?:HTTPS|TLS)$/.test(protocol)),
    );
    return { host, tls, parents: taking };
  });
}

type Match = Pick<Route, "path" | "pathType" | "at" | "unclear">;

function matchesOf({ ref }: Resource, rule: JsonObject, place: Path): readonly Match[] {
  const whole: Match = { path: "/", pathType: "Prefix", at: place, unclear: undefined };
  const matches = listOf(rule.matches);
  if (matches.length === 0 || (ref.kind !== "HTTPRoute" && ref.kind !== "GRPCRoute")) return [whole];
  return matches.map((match, index) => ({
    ...(ref.kind === "HTTPRoute" ? pathOf(at(match, "path")) : methodOf(at(match, "method"))),
    at: [...place, "matches", index],
    unclear: conditionsOf(
      match,
      ref.kind === "HTTPRoute" ? ["headers", "queryParams", "method"] : ["headers"],
    ),
  }));
}

function pathOf(path: Json | undefined): Pick<Route, "path" | "pathType"> {
  const value = stringOf(at(path, "value")) ?? "/";
  const type = at(path, "type") ?? "PathPrefix";
  return {
    path: value,
    pathType: type === "Exact" ? "Exact" : type === "PathPrefix" ? "Prefix" : "ImplementationSpecific",
  };
}

/** gRPC's path is /service/method. */
function methodOf(method: Json | undefined): Pick<Route, "path" | "pathType"> {
  const service = stringOf(at(method, "service"));
  const name = stringOf(at(method, "method"));
  if (at(method, "type") === "RegularExpression") {
    return { path: `/${service ?? ".+"}/${name ?? ".+"}`, pathType: "ImplementationSpecific" };
  }
  if (service === undefined) return { path: "/", pathType: "Prefix" };
  return name === undefined
    ? { path: `/${service}`, pathType: "Prefix" }
    : { path: `/${service}/${name}`, pathType: "Exact" };
}

function conditionsOf(match: Json, keys: readonly string[]): string | undefined {
  const there = keys.filter((key) => at(match, key) !== undefined);
  return there.length === 0 ? undefined : `only for certain ${there.join(", ")}`;
}

function backendsOf(rule: JsonObject, namespace: string): readonly RouteBackend[] {
  const backends = objectsOf(rule.backendRefs).filter(({ weight }) => weight !== 0);
  if (backends.length === 0) {
    const filters = objectsOf(rule.filters).map(({ type }) => stringOf(type) ?? "");
    const words = filters.includes("RequestRedirect") ? "a redirect" : "no backend";
    return [{ kind: "other", words }];
  }
  return backends.map((backend): RouteBackend => {
    const name = stringOf(backend.name) ?? "";
    if ((backend.kind ?? "Service") !== "Service" || (backend.group ?? "") !== "") {
      return { kind: "other", words: `${stringOf(backend.kind) ?? "object"} ${name}` };
    }
    const port = typeof backend.port === "number" ? backend.port : "";
    return { kind: "service", namespace: stringOf(backend.namespace) ?? namespace, name, port };
  });
}
