import { at, type JsonObject, objectsOf, type Path, stringOf } from "../../world/json.ts";
import type { Resource } from "../../world/resource.ts";
import type { ObjectStore } from "../../world/store.ts";
import type { Route, RouteBackend } from "../route.ts";
import { parseTraefikRule } from "./traefik-rule.ts";

/** Version 2 began in the group traefik.containo.us, which version 3 no longer reads. */
export const TRAEFIK_KINDS = ["IngressRoute", "IngressRouteTCP", "IngressRouteUDP"].flatMap((kind) => [
  `${kind}.traefik.io`,
  `${kind}.traefik.containo.us`,
]);

const LAYERS: Readonly<Record<string, Route["layer"]>> = { IngressRouteTCP: "tls", IngressRouteUDP: "udp" };

/** The routes of Traefik's own kinds. A rule that does not parse is one route for any host, marked as not understood. */
export function traefikRoutes(objects: ObjectStore): readonly Route[] {
  return TRAEFIK_KINDS.flatMap((kind) => objects.list(kind).flatMap(routesOfOne));
}

function routesOfOne(resource: Resource): readonly Route[] {
  const layer = LAYERS[resource.ref.kind] ?? "http";
  const tls = at(resource.object, "spec", "tls") !== undefined;
  return objectsOf(at(resource.object, "spec", "routes")).flatMap((rule, index) => {
    const place: Path = ["spec", "routes", index];
    const backends = backendsOf(rule, resource.ref.namespace ?? "default");
    return matchesOf(stringOf(rule.match)).flatMap((match) =>
      (match.unread ? [UNREAD] : backends).map(
        (backend): Route => ({
          resource,
          host: match.host,
          path: match.path,
          pathType: match.pathType,
          unclear: match.unclear,
          tls,
          backend,
          at: rule.match === undefined ? place : [...place, "match"],
          layer,
          parents: [],
        }),
      ),
    );
  });
}

interface Match extends Pick<Route, "host" | "path" | "pathType" | "unclear"> {
  /** Whether its rule is not understood: then nothing can be said of whom it takes. */
  readonly unread?: true;
}

const UNREAD: RouteBackend = { kind: "other", words: "its rule is not understood" };

const ANYTHING: Match = { host: "", path: "/", pathType: "Prefix", unclear: undefined };

function matchesOf(rule: string | undefined): readonly Match[] {
  if (rule === undefined) return [ANYTHING];
  const alternatives = parseTraefikRule(rule);
  if (alternatives === undefined)
    return [{ ...ANYTHING, unread: true, unclear: `its rule is not understood: ${rule}` }];
  return alternatives.map(({ hosts, paths: [first, ...more], others }) => {
    const conditions = [...others, ...more.map(({ path }) => `path ${path}`)];
    return {
      host: hosts[0] ?? "",
      path: first?.path ?? "/",
      pathType: first?.pathType ?? "Prefix",
      unclear: conditions.length === 0 ? undefined : `only where ${conditions.join(" and ")}`,
    };
  });
}

function backendsOf(rule: JsonObject, namespace: string): readonly RouteBackend[] {
  const services = objectsOf(rule.services);
  if (services.length === 0) return [{ kind: "other", words: "no backend" }];
  return services.map((service): RouteBackend => {
    const name = stringOf(service.name) ?? "";
    if ((service.kind ?? "Service") !== "Service") return { kind: "other", words: `TraefikService ${name}` };
    const port = typeof service.port === "number" ? service.port : (stringOf(service.port) ?? "");
    return { kind: "service", namespace: stringOf(service.namespace) ?? namespace, name, port };
  });
}
