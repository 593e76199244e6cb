import { at, type Json, listOf, numberOf, objectsOf, type Path, stringOf } from "../../world/json.ts";
import type { Resource } from "../../world/resource.ts";
import type { ObjectStore } from "../../world/store.ts";
import type { GatewayListener, Route, RouteBackend, RouteParent } from "../route.ts";
import { commonHost } from "./hosts.ts";

export const VIRTUAL_SERVICE = "VirtualService.networking.istio.io";
export const ISTIO_GATEWAY = "Gateway.networking.istio.io";

/** The routes of Istio's VirtualServices that are bound to Gateways; those of the mesh alone lead nobody in from outside. */
export function istioRoutes(objects: ObjectStore): readonly Route[] {
  return objects.list(VIRTUAL_SERVICE).flatMap((resource) => {
    const parents = parentsOf(resource, objects);
    if (parents.length === 0) return [];
    const hosts = listOf(at(resource.object, "spec", "hosts")).map((host) => hostOf(String(host)));
    return hosts.flatMap((host) => routesFor(resource, host, parents));
  });
}

/** `*` is any host. */
function hostOf(text: string): string {
  return text === "*" ? "" : text.toLowerCase();
}

/** `gateways`: names in its own namespace, or `namespace/name`; `mesh` is every sidecar. */
function parentsOf(resource: Resource, objects: ObjectStore): readonly RouteParent[] {
  return listOf(at(resource.object, "spec", "gateways")).flatMap((entry): readonly RouteParent[] => {
    if (entry === "mesh") return [];
    const [first = "", second] = String(entry).split("/");
    const namespace = second === undefined ? (resource.ref.namespace ?? "default") : first;
    const name = second ?? first;
    const gateway = objects.get(ISTIO_GATEWAY, namespace, name);
    const ref = gateway?.ref ?? { apiVersion: "networking.istio.io/v1", kind: "Gateway", namespace, name };
    if (gateway === undefined) {
      return [{ ref, resource: undefined, listeners: [], why: `Gateway ${namespace}/${name} was not read` }];
    }
    return [
      { ref, resource: gateway, listeners: serversOf(gateway, resource.ref.namespace), why: undefined },
    ];
  });
}

/** A server's hosts may name the namespaces whose VirtualServices they are for: `team-a/*.example.com`, `./*`. */
function serversOf(gateway: Resource, namespace: string | undefined): readonly GatewayListener[] {
  return objectsOf(at(gateway.object, "spec", "servers")).flatMap((server, index) =>
    listOf(server.hosts).flatMap((entry) => {
      const [first = "", second] = String(entry).split("/");
      const own = first === "." ? gateway.ref.namespace : first;
      if (second !== undefined && first !== "*" && own !== namespace) return [];
      return [
        {
          name: stringOf(at(server, "port", "name")) ?? "",
          port: numberOf(at(server, "port", "number")) ?? 0,
          protocol: (stringOf(at(server, "port", "protocol")) ?? "").toUpperCase(),
          hostname: hostOf(second ?? first),
          at: ["spec", "servers", index],
        },
      ];
    }),
  );
}

function routesFor(resource: Resource, host: string, all: readonly RouteParent[]): readonly Route[] {
  const parents = all.map((parent) => {
    const listeners = parent.listeners.filter(({ hostname }) => commonHost(host, hostname) !== undefined);
    const name = `${parent.ref.namespace}/${parent.ref.name}`;
    const why =
      listeners.length > 0 ? undefined : (parent.why ?? `no server of Gateway ${name} has the host`);
    return { ...parent, listeners, why };
  });
  const tls = parents.some(({ listeners }) =>
    listeners.some(({ protocol }) => /^(?:HTTPS|TLS)$/.test(protocol)),
  );
  const make = (key: "http" | "tls" | "tcp"): readonly Route[] =>
    objectsOf(at(resource.object, "spec", key)).flatMap((rule, index) => {
      const place: Path = ["spec", key, index];
      const backends = backendsOf(rule.route, resource.ref.namespace ?? "default");
      return matchesOf(key, rule.match, place).flatMap((match) =>
        backends.map((backend): Route => ({ resource, host, tls, layer: key, parents, backend, ...match })),
      );
    });
  return [...make("http"), ...make("tls"), ...make("tcp")];
}

type Match = Pick<Route, "path" | "pathType" | "at" | "unclear">;

function matchesOf(key: string, matches: Json | undefined, place: Path): readonly Match[] {
  const list = objectsOf(matches);
  if (key !== "http" || list.length === 0)
    return [{ path: "/", pathType: "Prefix", at: place, unclear: undefined }];
  return list.map((match, index) => {
    const others = Object.keys(match).filter((one) => !/^(?:uri|name|gateways|ignoreUriCase)$/.test(one));
    const exact = stringOf(at(match, "uri", "exact"));
    const regex = stringOf(at(match, "uri", "regex"));
    return {
      path: exact ?? stringOf(at(match, "uri", "prefix")) ?? regex ?? "/",
      pathType: exact !== undefined ? "Exact" : regex !== undefined ? "ImplementationSpecific" : "Prefix",
      at: [...place, "match", index],
      unclear: others.length === 0 ? undefined : `only for certain ${others.join(", ")}`,
    };
  });
}

/** Hosts of the cluster: `name`, `name.namespace`, `name.namespace.svc.cluster.local`. Others are outside or ServiceEntries. */
function backendsOf(routes: Json | undefined, namespace: string): readonly RouteBackend[] {
  const destinations = objectsOf(routes).filter(({ weight }) => weight !== 0);
  if (destinations.length === 0) return [{ kind: "other", words: "a redirect or an answer of its own" }];
  return destinations.map(({ destination }): RouteBackend => {
    const host = stringOf(at(destination, "host")) ?? "";
    const [name = "", own, svc] = host.split(".");
    if (own !== undefined && svc !== undefined && svc !== "svc") return { kind: "other", words: host };
    const port = numberOf(at(destination, "port", "number")) ?? "";
    return { kind: "service", namespace: own ?? namespace, name, port };
  });
}
