import { at, numberOf, objectsOf, type Path, stringOf } from "../../world/json.ts";
import type { Resource } from "../../world/resource.ts";
import type { BalancerMode } from "../../world/traffic.ts";
import type { World } from "../../world/world.ts";
import type { EntryProtocol } from "../entry.ts";
import type { Cloud } from "./cloud.ts";
import { annotationsOf, type CloudController, cloudControllers } from "./running-clouds.ts";

/** A Service as the clouds' controllers read it. */
export interface ServiceView {
  readonly resource: Resource;
  readonly annotations: ReadonlyMap<string, string>;
  readonly ports: readonly ServicePort[];
  /** `externalTrafficPolicy: Local`: nodes hand on to their own pods alone, and keep the source. */
  readonly local: boolean;
  /** The controller in the cluster that makes it, where one was read. */
  readonly controller: CloudController | undefined;
}

export interface ServicePort {
  readonly name: string | undefined;
  readonly protocol: EntryProtocol;
  readonly port: number;
  readonly path: Path;
}

/** How a load balancer hands on what arrives at one port, with the reason. */
export interface PortMode {
  readonly mode: BalancerMode;
  readonly known: boolean;
  /** Completes "because ...": "annotation x is true". */
  readonly note: string;
  /** The field that says so; undefined where it is a default. */
  readonly path?: Path;
}

export type ModeReader = (service: ServiceView, port: ServicePort) => PortMode;

export function viewOf(resource: Resource, world: Pick<World, "workloads">, cloud: Cloud): ServiceView {
  const { object } = resource;
  return {
    resource,
    annotations: annotationsOf(object),
    ports: servicePorts(resource),
    local: stringOf(at(object, "spec", "externalTrafficPolicy")) === "Local",
    controller: cloudControllers(world).find((entry) => entry.cloud === cloud),
  };
}

export function servicePorts({ object }: Resource): readonly ServicePort[] {
  return objectsOf(at(object, "spec", "ports")).flatMap((entry, index): ServicePort[] => {
    const port = numberOf(entry.port);
    const protocol = stringOf(entry.protocol) ?? "TCP";
    if (port === undefined || (protocol !== "TCP" && protocol !== "UDP" && protocol !== "SCTP")) return [];
    return [{ name: stringOf(entry.name), protocol, port, path: ["spec", "ports", index] }];
  });
}

/** The path of an annotation, to cite. */
export function annotationPath(key: string): Path {
  return ["metadata", "annotations", key];
}

/** A mode that an annotation sets. */
export function annotated(mode: BalancerMode, key: string, value: string, known = true): PortMode {
  return { mode, known, note: `annotation ${key} is ${JSON.stringify(value)}`, path: annotationPath(key) };
}

/** `80,443`, `*`, `true`: whether such a list names the port. Names of ports count too. */
export function listNames(list: string | undefined, { port, name }: ServicePort): boolean {
  if (list === undefined) return false;
  const value = list.trim();
  if (value === "*" || value === "true") return true;
  return value
    .split(",")
    .map((entry) => entry.trim())
    .some((entry) => entry === String(port) || (name !== undefined && entry === name));
}

/** `a=b,c=d`, `a`: pairs of a comma-separated list, "" where a key stands alone. */
export function pairsOf(text: string): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  for (const entry of text.split(",")) {
    const [key = "", ...value] = entry.split("=");
    if (key.trim() !== "") pairs.set(key.trim(), value.join("=").trim());
  }
  return pairs;
}
