import { entriesOf, isObject, type Json, type Path, stringMapOf, stringOf } from "../../world/json.ts";
import type { Resource } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import type { Controller, ControllerKind } from "../controller.ts";
import type { AddressConsumer, WhenHidden } from "./consumer.ts";

/**
 * Controllers whose settings are not followed: what goes by the client's address there is recognised, and what it sees
 * is unknown.
 */

/** Fields of a controller's own kinds, wherever they stand in the spec. */
interface OwnKind {
  readonly of: ControllerKind;
  readonly kinds: readonly string[];
  readonly fields: Readonly<Record<string, WhenHidden>>;
}

const OWN_KINDS: readonly OwnKind[] = [
  {
    // https://doc.traefik.io/traefik/middlewares/http/ipallowlist/ (ipWhiteList before 3.0), ratelimit, inflightreq
    of: "traefik",
    kinds: [
      "Middleware.traefik.io",
      "Middleware.traefik.containo.us",
      "MiddlewareTCP.traefik.io",
      "MiddlewareTCP.traefik.containo.us",
    ],
    fields: {
      ipAllowList: "closed",
      ipWhiteList: "closed",
      rateLimit: "closed",
      inFlightReq: "closed",
      inFlightConn: "closed",
    },
  },
  {
    // https://projectcontour.io/docs/1.30/config/ip-filtering/
    of: "contour",
    kinds: ["HTTPProxy.projectcontour.io"],
    fields: { ipAllowPolicy: "closed", ipDenyPolicy: "open" },
  },
  {
    // https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source
    of: "istio",
    kinds: ["AuthorizationPolicy.security.istio.io"],
    fields: {
      ipBlocks: "depends",
      notIpBlocks: "depends",
      remoteIpBlocks: "depends",
      notRemoteIpBlocks: "depends",
    },
  },
  {
    // https://gateway.envoyproxy.io/docs/tasks/security/restrict-ip-access/, and rate limits by sourceCIDR
    of: "envoy-gateway",
    kinds: ["SecurityPolicy.gateway.envoyproxy.io", "BackendTrafficPolicy.gateway.envoyproxy.io"],
    fields: { clientCIDRs: "depends", sourceCIDR: "closed" },
  },
  {
    // https://docs.nginx.com/nginx-ingress-controller/configuration/policy-resource/
    of: "nginx-inc",
    kinds: ["Policy.k8s.nginx.org"],
    fields: { accessControl: "depends", rateLimit: "closed" },
  },
];

/** Annotations of Ingresses, without the prefixes that HAProxy's two controllers give them. */
const HAPROXY: Readonly<Record<string, WhenHidden>> = {
  "allowlist-source-range": "closed",
  "whitelist-source-range": "closed",
  "denylist-source-range": "open",
  "allow-list": "closed",
  "deny-list": "open",
  whitelist: "closed",
  blacklist: "open",
  "limit-connections": "closed",
  "limit-rps": "closed",
  "limit-whitelist": "closed",
  "rate-limit-requests": "closed",
};

const HAPROXY_PREFIX = /^(?:haproxy-ingress\.github\.io|haproxy\.org|haproxy\.com|ingress\.kubernetes\.io)\//;

/** What goes by the client's address in objects of a controller's own kinds. */
export function ownKindConsumers({ objects }: World, controller: Controller): readonly AddressConsumer[] {
  return OWN_KINDS.filter(({ of }) => of === controller.kind).flatMap(({ kinds, fields }) =>
    kinds
      .flatMap((kind) => objects.list(kind))
      .flatMap((resource) =>
        fieldsIn(resource.object.spec, ["spec"], fields).map((path) =>
          unfollowed(
            resource,
            path,
            String(path.at(-1)),
            fields[String(path.at(-1))] ?? "depends",
            controller,
          ),
        ),
      ),
  );
}

/** What of an Ingress that one of HAProxy's controllers serves goes by the client's address. */
export function haproxyConsumers(ingress: Resource, controller: Controller): readonly AddressConsumer[] {
  const annotations = stringMapOf(ingress.object.metadata.annotations);
  return Object.keys(annotations).flatMap((key) => {
    const setting = key.replace(HAPROXY_PREFIX, "");
    if (setting === key || !Object.hasOwn(HAPROXY, setting)) return [];
    const path = ["metadata", "annotations", key];
    return [unfollowed(ingress, path, setting, HAPROXY[setting] ?? "depends", controller)];
  });
}

const BY_ADDRESS = new Set(["ip-restriction", "rate-limiting"]);

/** Kong's plugins name themselves in a field (https://docs.konghq.com/hub/kong-inc/ip-restriction/). */
export function kongConsumers({ objects }: World, controller: Controller): readonly AddressConsumer[] {
  if (controller.kind !== "kong") return [];
  return ["KongPlugin.configuration.konghq.com", "KongClusterPlugin.configuration.konghq.com"]
    .flatMap((kind) => objects.list(kind))
    .flatMap((resource) => {
      const plugin = stringOf(resource.object.plugin) ?? "";
      return BY_ADDRESS.has(plugin) ? [unfollowed(resource, ["plugin"], plugin, "closed", controller)] : [];
    });
}

function unfollowed(
  resource: Resource,
  path: Path,
  setting: string,
  whenHidden: WhenHidden,
  controller: Controller,
): AddressConsumer {
  return {
    kind: "other",
    resource,
    paths: [path],
    setting,
    mechanism: `${setting} of ${controller.kind}`,
    words: "what it does by the address it does for all clients alike",
    whenHidden,
    looksAt: "client",
    list: undefined,
    controller,
    followed: false,
  };
}

/** Nesting deeper than any of these kinds has. */
const DEEPEST = 16;

function fieldsIn(
  value: Json | undefined,
  path: Path,
  fields: Readonly<Record<string, unknown>>,
): readonly Path[] {
  if (path.length > DEEPEST) return [];
  if (Array.isArray(value)) return value.flatMap((entry, index) => fieldsIn(entry, [...path, index], fields));
  if (!isObject(value)) return [];
  return entriesOf(value).flatMap(([key, entry]) => {
    const here = [...path, key];
    return Object.hasOwn(fields, key) ? [here] : fieldsIn(entry, here, fields);
  });
}
