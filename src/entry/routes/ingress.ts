import {
  at,
  isObject,
  type Json,
  type JsonObject,
  listOf,
  objectsOf,
  type Path,
  stringOf,
} from "../../world/json.ts";
import type { Resource } from "../../world/resource.ts";
import type { Route, RouteBackend } from "../route.ts";

/** The routes of an Ingress of any version: networking.k8s.io/v1, its v1beta1 and that of extensions. */
export function ingressRoutes(resource: Resource): readonly Route[] {
  const spec = at(resource.object, "spec");
  const namespace = resource.ref.namespace ?? "default";
  const preset = ["defaultBackend", "backend"].find((key) => isObject(at(spec, key)));
  const fallback = preset === undefined ? NO_BACKEND : backendOf(at(spec, preset), namespace);
  const covered = tlsHosts(spec);
  const routes: Route[] = [];
  const add = (host: string, from: JsonObject | undefined, backend: RouteBackend, place: Path): void => {
    routes.push({
      resource,
      host,
      path: stringOf(from?.path) || "/",
      pathType: pathTypeOf(from?.pathType),
      tls: covered(host),
      backend,
      at: place,
      layer: "http",
      parents: NONE,
      unclear: undefined,
    });
  };
  for (const [rule, entry] of listOf(at(spec, "rules")).entries()) {
    if (!isObject(entry)) continue;
    const host = (stringOf(entry.host) ?? "").toLowerCase();
    const paths = listOf(at(entry, "http", "paths"));
    if (!isText(entry.host)) {
      add("", undefined, NO_HOST, ["spec", "rules", rule, "host"]);
      continue;
    }
    // A host without paths: everything for it goes to the default backend (IngressRule in the API's types).
    if (paths.length === 0) add(host, undefined, fallback, ["spec", "rules", rule]);
    for (const [index, path] of paths.entries()) {
      if (!isObject(path)) continue;
      add(host, path, backendOf(path.backend, namespace), ["spec", "rules", rule, "http", "paths", index]);
    }
  }
  if (preset !== undefined) add("", undefined, fallback, ["spec", preset]);
  return routes;
}

const NONE: readonly [] = [];
const NO_BACKEND: RouteBackend = { kind: "other", words: "no backend: the controller's own default answers" };

/** Without one it is for any host; one that is no text is not. */
const NO_HOST: RouteBackend = { kind: "other", words: "its host is no text" };

function isText(host: Json | undefined): boolean {
  return host === undefined || host === null || typeof host === "string";
}

function pathTypeOf(value: Json | undefined): Route["pathType"] {
  return value === "Exact" || value === "Prefix" ? value : "ImplementationSpecific";
}

/** Called for every path there is: plain property access, no paths walked. */
function backendOf(value: Json | undefined, namespace: string): RouteBackend {
  const { service, serviceName, servicePort, resource } = isObject(value) ? value : NOTHING;
  if (isObject(service) && typeof service.name === "string") {
    const { number, name } = isObject(service.port) ? service.port : NOTHING;
    return { kind: "service", namespace, name: service.name, port: portOf(number ?? name) };
  }
  if (typeof serviceName === "string") {
    return { kind: "service", namespace, name: serviceName, port: portOf(servicePort) };
  }
  if (!isObject(resource)) return { kind: "other", words: "a backend that could not be read" };
  return { kind: "other", words: `${stringOf(resource.kind) ?? "object"} ${stringOf(resource.name) ?? ""}` };
}

const NOTHING: JsonObject = {};

/** v1beta1 has number and name in one field, and tools write numbers as texts there. */
function portOf(value: Json | undefined): string | number {
  if (typeof value === "number") return value;
  const text = stringOf(value) ?? "";
  return /^\d+$/.test(text) ? Number(text) : text;
}

/** Whether `spec.tls` covers a host: by name, by a wildcard over one label, or an entry that names no hosts and so stands for all. */
function tlsHosts(spec: Json | undefined): (host: string) => boolean {
  const entries = objectsOf(at(spec, "tls"));
  if (entries.length === 0) return never;
  const hosts = new Set<string>();
  for (const { hosts: named } of entries) {
    const list = listOf(named);
    if (list.length === 0) return always;
    for (const host of list) hosts.add(String(host).toLowerCase());
  }
  return (host) => hosts.has(host) || (host !== "" && hosts.has(`*${host.slice(host.indexOf("."))}`));
}

const never = (): boolean => false;
const always = (): boolean => true;
