import type { JsonObject } from "../../world/json.ts";
import type { Controller } from "../controller.ts";
import type { Begun } from "./controllers-of.ts";
import type { Known } from "./other.ts";
import { namedPort } from "./other.ts";

/**
 * Traefik's provider for Ingresses takes those of its IngressClasses, those annotated `traefik`, and those without a
 * class; where it is given a class (`ingressClass`), that one alone (its documentation, provider kubernetesIngress). Not
 * every Traefik has the provider on, and what stands in its own configuration file is not read.
 */
export function traefik({ flags }: Begun, container: JsonObject): Known {
  const own = flag(flags, "--providers.kubernetesingress.ingressclass");
  const serves = servesIngresses(flags);
  return {
    controllerValue: serves === false ? undefined : "traefik.io/ingress-controller",
    classNames: serves === false ? [] : [own ?? "traefik"],
    classObjects: own === undefined ? "value" : "both",
    annotationFirst: false,
    takesClassless: serves && own === undefined,
    followsDefaultClass: false,
    takesNameWithoutObject: false,
    http: entryPoint(flags, "web") ?? namedPort(container, ["web", "http"]) ?? 0,
    https: entryPoint(flags, "websecure") ?? namedPort(container, ["websecure", "https"]) ?? 0,
  };
}

/** Undefined where no provider is given by flag: then a file or the environment gives them. */
function servesIngresses(flags: Controller["flags"]): boolean | undefined {
  const providers = Object.keys(flags).filter((name) => /^--providers\./i.test(name));
  if (providers.length === 0) return undefined;
  return providers.some((name) => /^--providers\.kubernetesingress(?:$|\.)/i.test(name));
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
