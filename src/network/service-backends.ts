import type { Address } from "../world/addresses/address.ts";
import { at, numberOf, objectsOf, stringMapOf, stringOf } from "../world/json.ts";
import type { Resource } from "../world/resource.ts";
import { compareAddresses } from "./names.ts";
import type { Protocol } from "./port-set.ts";
import { PROTOCOLS } from "./port-set.ts";
import { type PodSubject, subjectsOf } from "./subjects.ts";
import type { View } from "./view.ts";
import { writtenEndpoints } from "./written-endpoints.ts";

/** Where packets to one port of a Service go once its address is translated (network.md 18). */
export interface ServicePort {
  readonly name: string | undefined;
  readonly protocol: Protocol;
  /** The port clients use. */
  readonly port: number;
  readonly backends: readonly Backend[];
}

export type Backend =
  | { readonly kind: "pod"; readonly pod: PodSubject; readonly port: number }
  | { readonly kind: "address"; readonly address: Address; readonly port: number };

export interface ServicePorts {
  readonly ports: readonly ServicePort[];
  /** Why there is nothing to translate to; undefined where there is. */
  readonly problem: string | undefined;
}

export function servicePorts(view: View, service: Resource): ServicePorts {
  const { object } = service;
  if (at(object, "spec", "type") === "ExternalName") {
    return {
      ports: [],
      problem: `it is another name of ${stringOf(at(object, "spec", "externalName")) ?? "?"}`,
    };
  }
  const headless = at(object, "spec", "clusterIP") === "None";
  const { pods } = subjectsOf(view);
  const labels = Object.entries(stringMapOf(at(object, "spec", "selector")));
  const selected = pods.filter(
    ({ pod }) =>
      pod.namespace === service.ref.namespace && labels.every(([key, value]) => pod.labels[key] === value),
  );
  const given = labels.length === 0 ? writtenEndpoints(view.world.objects, service.ref) : [];
  const ports = objectsOf(at(object, "spec", "ports")).flatMap((entry): ServicePort[] => {
    const port = numberOf(entry.port);
    const protocol = stringOf(entry.protocol) ?? "TCP";
    if (port === undefined || !isProtocol(protocol)) return [];
    const name = stringOf(entry.name);
    // Clients of a headless Service talk to the pods' own addresses: nothing is translated.
    const target = headless ? port : (entry.targetPort ?? port);
    const ofPods = selected.flatMap((pod): Backend[] => {
      const number = targetPort(pod, target, protocol);
      return number === undefined ? [] : [{ kind: "pod", pod, port: number }];
    });
    const written = given
      .filter((one) => one.protocol === protocol && one.name === name)
      .map((one) => backendOf(one.address, one.port, pods));
    return [{ name, protocol, port, backends: labels.length === 0 ? written : ofPods }];
  });
  const empty = ports.every(({ backends }) => backends.length === 0);
  return { ports, problem: empty ? "it has no endpoints" : undefined };
}

function targetPort(pod: PodSubject, target: unknown, protocol: Protocol): number | undefined {
  if (typeof target === "number") return target;
  return pod.namedPorts.find((own) => own.name === target && own.protocol === protocol)?.port;
}

function backendOf(address: Address, port: number, pods: readonly PodSubject[]): Backend {
  const pod = pods.find(
    ({ asNode, addresses }) => !asNode && addresses.some((own) => compareAddresses(own, address) === 0),
  );
  return pod === undefined ? { kind: "address", address, port } : { kind: "pod", pod, port };
}

function isProtocol(text: string): text is Protocol {
  return (PROTOCOLS as readonly string[]).includes(text);
}
