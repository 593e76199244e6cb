import { type JsonObject, stringOf } from "../../world/json.ts";
import type { Controller } from "../controller.ts";
import { atLeast, imageName } from "../software-version.ts";
import type { Begun } from "./controllers-of.ts";
import { portOf } from "./ingress-nginx.ts";
import type { Known } from "./other.ts";
import { namedPort } from "./other.ts";
import { isSet } from "./start-words.ts";

/** Two projects of the same name: that of HAProxy Technologies, and haproxy-ingress.github.io. */
export function haproxy(begun: Begun, container: JsonObject): Known {
  const image = imageName(stringOf(container.image) ?? "");
  const technologies = image.endsWith("/kubernetes-ingress") || begun.flags["--ingress.class"] !== undefined;
  return technologies ? haproxyTechnologies(begun.flags, container) : haproxyIngress(begun, container);
}

/** By documentation/ingressclass.md and documentation/controller.md of haproxytech/kubernetes-ingress. */
function haproxyTechnologies(flags: Controller["flags"], container: JsonObject): Known {
  const own = flags["--ingress.class"] || undefined;
  return {
    controllerValue: `haproxy.org/ingress-controller${own === undefined ? "" : `/${own}`}`,
    classNames: own === undefined ? [] : [own],
    classObjects: "value",
    annotationFirst: true,
    takesClassless: own === undefined || isSet(flags["--empty-ingress-class"]),
    followsDefaultClass: true,
    takesNameWithoutObject: false,
    http: portOf(flags["--http-bind-port"], namedPort(container, ["http"]) ?? 0),
    https: portOf(flags["--https-bind-port"], namedPort(container, ["https"]) ?? 0),
  };
}

/** Up to 0.11 classless Ingresses were its own unless told otherwise, since 0.12 only where told (release notes of 0.12). */
function haproxyIngress({ flags, version }: Begun, container: JsonObject): Known {
  const suffix = flags["--controller-class"];
  const told = flags["--watch-ingress-without-class"];
  const old = version === undefined ? undefined : !atLeast(version, 0, 12);
  const unless = !isSet(flags["--ignore-ingress-without-class"]);
  return {
    controllerValue: `haproxy-ingress.github.io/controller${suffix ? `/${suffix}` : ""}`,
    classNames: [flags["--ingress-class"] ?? "haproxy"],
    classObjects: old === true ? "none" : "value",
    annotationFirst: true,
    takesClassless: old === true ? unless : told === undefined ? old : isSet(told),
    followsDefaultClass: false,
    takesNameWithoutObject: false,
    http: namedPort(container, ["http"]) ?? 80,
    https: namedPort(container, ["https"]) ?? 443,
  };
}
