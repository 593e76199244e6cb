import { coverageOf } from "../../world/coverage.ts";
import { at, isObject, type Json, stringMapOf } from "../../world/json.ts";
import type { Resource } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import type { Controller, SoftwareVersion } from "../controller.ts";
import { atLeast } from "../software-version.ts";
import type { Begun } from "./controllers-of.ts";
import { isSet } from "./start-words.ts";
import { streamsIn } from "./streams.ts";
import { watchedNamespaces } from "./watched-namespaces.ts";

/** A controller of the ingress-nginx project, by its flags (pkg/flags/flags.go; cmd/nginx/flags.go before 1.0). */
export function ingressNginx(world: World, begun: Begun): Controller {
  const { flags, version } = begun;
  const config = configMap(world, flags["--configmap"]);
  return {
    ...begun,
    ...classRules(flags, version),
    ...watchedNamespaces(world.objects, flags),
    settings: config.data,
    settingsFrom: config.resource,
    http: portOf(flags["--http-port"], 80),
    https: portOf(flags["--https-port"], 443),
    streams: [
      ...streamsIn("TCP", configMap(world, flags["--tcp-services-configmap"]).resource),
      ...streamsIn("UDP", configMap(world, flags["--udp-services-configmap"]).resource),
    ],
  };
}

export type ClassRules = Pick<
  Controller,
  | "controllerValue"
  | "classNames"
  | "classObjects"
  | "annotationFirst"
  | "takesClassless"
  | "followsDefaultClass"
  | "takesNameWithoutObject"
>;

const CONTROLLER = "k8s.io/ingress-nginx";
const CLASS = "nginx";

/**
 * Which Ingresses it takes. Since 1.0: those whose IngressClass names its controller value, those annotated with its
 * class, and those without a class only where told to (internal/ingress/controller/store/store.go). Before: by name
 * alone, and without a class wherever its own class is the default one (internal/ingress/annotations/class/main.go);
 * before 0.31.0 `spec.ingressClassName` was not looked at (Changelog.md).
 */
function classRules(flags: Controller["flags"], version: SoftwareVersion | undefined): ClassRules {
  const className = flags["--ingress-class"] || CLASS;
  const told = flags["--watch-ingress-without-class"];
  const since1 = version === undefined ? hasFlagsOfVersion1(flags) : atLeast(version, 1);
  if (since1 === false) {
    return {
      controllerValue: undefined,
      classNames: [className],
      classObjects: version !== undefined && atLeast(version, 0, 31) ? "name" : "none",
      annotationFirst: true,
      takesClassless: className === CLASS,
      followsDefaultClass: false,
      takesNameWithoutObject: true,
    };
  }
  return {
    controllerValue: flags["--controller-class"] ?? CONTROLLER,
    classNames: [className],
    classObjects: isSet(flags["--ingress-class-by-name"]) ? "either" : "value",
    annotationFirst: false,
    takesClassless: told === undefined ? (since1 ? false : undefined) : isSet(told),
    followsDefaultClass: false,
    takesNameWithoutObject: since1 ? false : undefined,
  };
}

/** Flags that an older version would refuse to start with; without them nobody knows. */
function hasFlagsOfVersion1(flags: Controller["flags"]): true | undefined {
  const since = ["--controller-class", "--watch-ingress-without-class", "--ingress-class-by-name"];
  return since.some((name) => flags[name] !== undefined) || undefined;
}

interface ReadConfigMap {
  readonly resource: Resource | undefined;
  /**
   * {} where none is named, or the one named does not exist: then it runs with its defaults. Undefined where it was not
   * read, or no API server would take it as it is written.
   */
  readonly data: Readonly<Record<string, string>> | undefined;
}

function configMap({ objects, coverage }: World, name: string | undefined): ReadConfigMap {
  if (name === undefined || name === "") return { resource: undefined, data: {} };
  const [namespace = "", own = ""] = name.split("/");
  const resource = objects.get("ConfigMap", namespace, own);
  if (resource !== undefined) {
    const data = at(resource.object, "data");
    return { resource, data: hasOddValues(data) ? undefined : stringMapOf(data) };
  }
  const absent = !name.includes("$(") && coverageOf(coverage, "ConfigMap").status === "read";
  return { resource: undefined, data: absent ? {} : undefined };
}

/** A ConfigMap's values are texts: one with `use-proxy-protocol: true` is refused, and what holds instead is not known. */
function hasOddValues(data: Json | undefined): boolean {
  if (!isObject(data)) return data !== undefined && data !== null;
  return Object.values(data).some((value) => value !== null && typeof value !== "string");
}

export function portOf(text: string | undefined, otherwise: number): number {
  const port = Number(text);
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : otherwise;
}
