import { type JsonObject, numberOf, objectsOf, stringOf } from "../../world/json.ts";
import type { World } from "../../world/world.ts";
import type { Controller } from "../controller.ts";
import { atLeast } from "../software-version.ts";
import type { Begun } from "./controllers-of.ts";
import { portOf } from "./ingress-nginx.ts";
import type { Recognised } from "./recognise.ts";
import { isSet } from "./start-words.ts";
import { watchedNamespaces } from "./watched-namespaces.ts";

/** What is known of a controller whose settings are not followed: which Ingresses it takes, and where it listens. */
type Known = Pick<
  Controller,
  "controllerValue" | "classNames" | "takesClassless" | "takesNameWithoutObject" | "http" | "https"
>;

/** A controller that is recognised as such: its kind, version, classes and ports, not its settings. */
export function otherController(world: World, begun: Begun, { container }: Recognised): Controller {
  return {
    ...begun,
    ...known(begun, container),
    ...watchedNamespaces(world.objects, begun.flags),
    settings: undefined,
    settingsFrom: undefined,
    streams: [],
  };
}

function known(begun: Begun, container: JsonObject): Known {
  const { flags, kind } = begun;
  switch (kind) {
    case "traefik": {
      // Takes Ingresses without a class, and those of class traefik, unless told another class (provider kubernetesIngress).
      const own = flag(flags, "--providers.kubernetesingress.ingressclass");
      return {
        controllerValue: "traefik.io/ingress-controller",
        classNames: [own ?? "traefik"],
        takesClassless: own === undefined,
        takesNameWithoutObject: false,
        http: entryPoint(flags, "web") ?? named(container, ["web", "http"], 80),
        https: entryPoint(flags, "websecure") ?? named(container, ["websecure", "https"], 443),
      };
    }
    case "nginx-inc":
      // An IngressClass of the name of -ingress-class must exist and name this controller (docs.nginx.com, running multiple controllers).
      return {
        controllerValue: "nginx.org/ingress-controller",
        classNames: [flags["--ingress-class"] ?? "nginx"],
        takesClassless: false,
        takesNameWithoutObject: false,
        http: portOf(flags["--default-http-listener-port"], named(container, ["http"], 80)),
        https: portOf(flags["--default-https-listener-port"], named(container, ["https"], 443)),
      };
    case "haproxy":
      return flags["--ingress.class"] !== undefined || flags["--http-bind-port"] !== undefined
        ? haproxyTech(flags, container)
        : haproxyIngress(begun, container);
    case "kong":
      return {
        controllerValue: "ingress-controllers.konghq.com/kong",
        classNames: ["kong"],
        takesClassless: undefined,
        takesNameWithoutObject: false,
        http: named(container, ["proxy", "proxy-http"], 8000),
        https: named(container, ["proxy-tls", "proxy-ssl"], 8443),
      };
    case "contour":
      return {
        controllerValue: undefined,
        classNames: ["contour"],
        takesClassless: undefined,
        takesNameWithoutObject: true,
        http: named(container, ["http"], 8080),
        https: named(container, ["https"], 8443),
      };
    case "istio":
      return {
        controllerValue: "istio.io/ingress-controller",
        classNames: ["istio"],
        takesClassless: false,
        takesNameWithoutObject: false,
        http: named(container, ["http2", "http"], 8080),
        https: named(container, ["https"], 8443),
      };
    default:
      return {
        controllerValue: undefined,
        classNames: [],
        takesClassless: false,
        takesNameWithoutObject: false,
        http: named(container, ["http", "http-80"], 10_080),
        https: named(container, ["https", "https-443"], 10_443),
      };
  }
}

/** haproxytech/kubernetes-ingress (documentation/controller.md). */
function haproxyTech(flags: Controller["flags"], container: JsonObject): Known {
  const own = flags["--ingress.class"];
  return {
    controllerValue: "haproxy.org/ingress-controller",
    classNames: own === undefined ? [] : [own],
    takesClassless: own === undefined || isSet(flags["--empty-ingress-class"]),
    takesNameWithoutObject: false,
    http: portOf(flags["--http-bind-port"], named(container, ["http"], 80)),
    https: portOf(flags["--https-bind-port"], named(container, ["https"], 443)),
  };
}

/** jcmoraisjr/haproxy-ingress: up to 0.11 classless Ingresses were its own, since 0.12 where told (release notes of 0.12). */
function haproxyIngress({ flags, version }: Begun, container: JsonObject): Known {
  const suffix = flags["--controller-class"];
  const told = flags["--watch-ingress-without-class"];
  const old = version === undefined ? undefined : !atLeast(version, 0, 12);
  return {
    controllerValue: `haproxy-ingress.github.io/controller${suffix ? `/${suffix}` : ""}`,
    classNames: [flags["--ingress-class"] ?? "haproxy"],
    takesClassless:
      old === true
        ? !isSet(flags["--ignore-ingress-without-class"])
        : told === undefined
          ? (old ?? undefined)
          : isSet(told),
    takesNameWithoutObject: false,
    http: named(container, ["http"], 80),
    https: named(container, ["https"], 443),
  };
}

/** Traefik's flags are written in any case. */
function flag(flags: Controller["flags"], name: string): string | undefined {
  const key = Object.keys(flags).find((one) => one.toLowerCase() === name);
  return key === undefined ? undefined : flags[key] || undefined;
}

/** `--entryPoints.web.address=:8000/tcp`. */
function entryPoint(flags: Controller["flags"], name: string): number | undefined {
  const address = flag(flags, `--entrypoints.${name}.address`);
  const port = /:(\d{1,5})(?:\/tcp)?$/.exec(address ?? "")?.[1];
  return port === undefined ? undefined : Number(port);
}

/** The container port of one of these names, else the one the kind listens at by default. */
function named({ ports }: JsonObject, names: readonly string[], otherwise: number): number {
  const port = objectsOf(ports).find(({ name }) => names.includes(stringOf(name) ?? ""));
  return numberOf(port?.containerPort) ?? otherwise;
}
