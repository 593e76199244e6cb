import { type JsonObject, objectsOf } from "../../world/json.ts";
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
  const serves = hasProvider(flags, "kubernetesingress");
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

/**
 * Whether it takes an IngressRoute of a class: its provider for those (kubernetesCRD) has a class of its own to be given,
 * and without one takes those without a class, and those of class traefik.
 */
export function takesIngressRoutes(
  { flags }: Controller,
  className: string | undefined,
): boolean | undefined {
  const provider = hasProvider(flags, "kubernetescrd");
  if (provider !== true) return provider;
  const own = flag(flags, "--providers.kubernetescrd.ingressclass");
  return own === undefined ? (className || "traefik") === "traefik" : className === own;
}

/** Undefined where no provider is given by flag: then a file or the environment gives them. */
function hasProvider(flags: Controller["flags"], name: string): boolean | undefined {
  const given = Object.keys(flags).map((key) => key.toLowerCase());
  const providers = given.filter((key) => key.startsWith("--providers."));
  if (providers.length === 0) return undefined;
  return providers.some((key) => key === `--providers.${name}` || key.startsWith(`--providers.${name}.`));
}

/** Traefik's flags are written in any case. */
function flag(flags: Controller["flags"], name: string): string | undefined {
  const key = Object.keys(flags).find((one) => one.toLowerCase() === name);
  return key === undefined ? undefined : flags[key] || undefined;
}

/** Where an entry point listens: by flag, or by the container's port of its name, as the chart has it. */
export function entryPointPort({ flags, workload }: Controller, name: string): number | undefined {
  const ports = objectsOf(workload.template.spec.containers).map((one) => namedPort(one, [name]));
  return entryPoint(flags, name.toLowerCase()) ?? ports.find((port) => port !== undefined);
}

/** `--entryPoints.web.address=:8000/tcp`. */
function entryPoint(flags: Controller["flags"], name: string): number | undefined {
  const address = flag(flags, `--entrypoints.${name}.address`);
  const port = /:(\d{1,5})(?:\/tcp)?$/.exec(address ?? "")?.[1];
  return port === undefined ? undefined : Number(port);
}
