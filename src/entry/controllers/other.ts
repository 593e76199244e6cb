import { type JsonObject, numberOf, objectsOf, stringOf } from "../../world/json.ts";
import type { World } from "../../world/world.ts";
import type { Controller } from "../controller.ts";
import { contourClasses } from "./contour.ts";
import type { Begun } from "./controllers-of.ts";
import { haproxy } from "./haproxy.ts";
import { type ClassRules, portOf } from "./ingress-nginx.ts";
import { kong } from "./kong.ts";
import type { Recognised } from "./recognise.ts";
import { traefik } from "./traefik.ts";
import { watchedNamespaces } from "./watched-namespaces.ts";

/** What is known of a controller whose settings are not followed: which Ingresses it takes, and where it listens. */
export type Known = ClassRules & Pick<Controller, "http" | "https">;

/** A controller that is recognised as such: its kind, version, classes and ports, not its settings. */
export function otherController(world: World, begun: Begun, recognised: Recognised): Controller {
  return {
    ...begun,
    ...known(world, begun, recognised.container),
    ...watchedNamespaces(world.objects, begun.flags),
    settings: undefined,
    settingsFrom: undefined,
    streams: [],
  };
}

/** It serves no Ingress by its class: what it serves names it otherwise. */
export const NO_CLASSES: ClassRules = {
  controllerValue: undefined,
  classNames: [],
  classObjects: "value",
  annotationFirst: false,
  takesClassless: false,
  followsDefaultClass: false,
  takesNameWithoutObject: false,
};

function known(world: World, begun: Begun, container: JsonObject): Known {
  const ports = (http: number, https: number, httpNames = HTTP, httpsNames = HTTPS) => ({
    http: namedPort(container, httpNames) ?? http,
    https: namedPort(container, httpsNames) ?? https,
  });
  switch (begun.kind) {
    case "traefik":
      return traefik(begun, container);
    case "haproxy":
      return haproxy(begun, container);
    case "kong":
      return kong(begun, container);
    case "nginx-inc":
      return {
        ...nginxInc(begun),
        http: portOf(begun.flags["--default-http-listener-port"], ports(80, 443).http),
        https: portOf(begun.flags["--default-https-listener-port"], ports(80, 443).https),
      };
    case "contour":
      return { ...contourClasses(world, begun.workload), ...ports(8080, 8443) };
    case "istio":
      // meshConfig.ingressClass is "istio", and classless Ingresses are left alone in mode STRICT, the default.
      return {
        ...NO_CLASSES,
        controllerValue: "istio.io/ingress-controller",
        classNames: ["istio"],
        ...ports(0, 0, ["http2", ...HTTP]),
      };
    case "envoy-gateway":
      // Envoy runs without rights to low ports: a listener below 1024 gets 10000 added.
      return { ...NO_CLASSES, ...ports(10_080, 10_443) };
    default:
      return { ...NO_CLASSES, ...ports(0, 0) };
  }
}

const HTTP = ["http", "http-80", "web"];
const HTTPS = ["https", "https-443", "websecure"];

/**
 * NGINX Inc.'s: an IngressClass of the name -ingress-class says must exist and name this controller (its documentation,
 * "Running multiple Ingress Controllers"). Before 2.0, on Kubernetes before 1.18, classless Ingresses were taken too.
 */
function nginxInc({ flags }: Begun): ClassRules {
  return {
    ...NO_CLASSES,
    controllerValue: "nginx.org/ingress-controller",
    classNames: [flags["--ingress-class"] ?? "nginx"],
    classObjects: "both",
    annotationFirst: true,
  };
}

/** The container port of one of these names. */
export function namedPort({ ports }: JsonObject, names: readonly string[]): number | undefined {
  const port = objectsOf(ports).find(({ name }) => names.includes(stringOf(name) ?? ""));
  return numberOf(port?.containerPort);
}
