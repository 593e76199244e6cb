import {
  at,
  type Json,
  type JsonObject,
  numberOf,
  objectsOf,
  type Path,
  stringOf,
} from "../../world/json.ts";
import type { Resource } from "../../world/resource.ts";
import type { ObjectStore } from "../../world/store.ts";
import type { Route, RouteBackend } from "../route.ts";

export const HTTP_PROXY = "HTTPProxy.projectcontour.io";

/** Contour refuses cycles of inclusion; no chain of teams is this long. */
const DEEPEST = 10;

/**
 * The routes of Contour's HTTPProxies: each that has a virtual host, with what it includes, whose path prefixes add up.
 * One that nobody includes and that has no virtual host serves nothing.
 */
export function contourRoutes(objects: ObjectStore): readonly Route[] {
  return objects.list(HTTP_PROXY).flatMap((resource) => {
    const fqdn = stringOf(at(resource.object, "spec", "virtualhost", "fqdn"));
    if (fqdn === undefined) return [];
    const tls = at(resource.object, "spec", "virtualhost", "tls") !== undefined;
    return routesOfOne(objects, resource, { host: fqdn.toLowerCase(), tls }, { prefix: "", others: [] }, 0);
  });
}

type Virtual = Pick<Route, "host" | "tls">;

interface Conditions {
  readonly prefix: string;
  readonly others: readonly string[];
}

function routesOfOne(
  objects: ObjectStore,
  resource: Resource,
  virtual: Virtual,
  over: Conditions,
  depth: number,
): readonly Route[] {
  const { object, ref } = resource;
  const namespace = ref.namespace ?? "default";
  const own = objectsOf(at(object, "spec", "routes")).flatMap((rule, index) =>
    backendsOf(rule, namespace).map(
      (backend): Route => ({
        resource,
        ...virtual,
        ...matchOf(rule.conditions, over),
        backend,
        at: ["spec", "routes", index],
        layer: "http",
        parents: [],
      }),
    ),
  );
  const tcp = at(object, "spec", "tcpproxy");
  const passed = tcp === undefined || depth > 0 ? [] : tcpRoutes(resource, virtual, tcp);
  if (depth >= DEEPEST) return [...own, ...passed];
  const included = objectsOf(at(object, "spec", "includes")).flatMap((include) => {
    const child = objects.get(
      HTTP_PROXY,
      stringOf(include.namespace) ?? namespace,
      stringOf(include.name) ?? "",
    );
    if (child === undefined || at(child.object, "spec", "virtualhost") !== undefined) return [];
    return routesOfOne(objects, child, virtual, conditionsOf(include.conditions, over), depth + 1);
  });
  return [...own, ...passed, ...included];
}

function tcpRoutes(resource: Resource, virtual: Virtual, tcp: Json): readonly Route[] {
  const place: Path = ["spec", "tcpproxy"];
  return backendsOf(tcp as JsonObject, resource.ref.namespace ?? "default").map((backend) => ({
    resource,
    ...virtual,
    path: "/",
    pathType: "Prefix",
    backend,
    at: place,
    layer: "tls",
    parents: [],
    unclear: undefined,
  }));
}

function conditionsOf(conditions: Json | undefined, over: Conditions): Conditions {
  const list = objectsOf(conditions);
  const prefix = list.map((one) => stringOf(one.prefix)).find((one) => one !== undefined) ?? "";
  const others = list.flatMap((one) =>
    Object.keys(one).filter((key) => !/^(?:prefix|exact|regex)$/.test(key)),
  );
  return { prefix: joinPath(over.prefix, prefix), others: [...over.others, ...others] };
}

function matchOf(
  conditions: Json | undefined,
  over: Conditions,
): Pick<Route, "path" | "pathType" | "unclear"> {
  const { prefix, others } = conditionsOf(conditions, over);
  const list = objectsOf(conditions);
  const exact = list.map((one) => stringOf(one.exact)).find((one) => one !== undefined);
  const regex = list.map((one) => stringOf(one.regex)).find((one) => one !== undefined);
  const unclear = others.length === 0 ? undefined : `only for certain ${[...new Set(others)].join(", ")}`;
  if (exact !== undefined) return { path: joinPath(over.prefix, exact), pathType: "Exact", unclear };
  if (regex !== undefined) {
    return { path: joinPath(over.prefix, regex), pathType: "ImplementationSpecific", unclear };
  }
  return { path: prefix === "" ? "/" : prefix, pathType: "Prefix", unclear };
}

function joinPath(one: string, other: string): string {
  return `${one}/${other}`.replace(/\/{2,}/g, "/").replace(/(?<=.)\/$/, "");
}

function backendsOf(rule: JsonObject, namespace: string): readonly RouteBackend[] {
  const services = objectsOf(rule.services);
  if (services.length === 0) return [{ kind: "other", words: "a redirect or an answer of its own" }];
  return services.map((service) => ({
    kind: "service",
    namespace,
    name: stringOf(service.name) ?? "",
    port: numberOf(service.port) ?? "",
  }));
}
