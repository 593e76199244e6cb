import { at, numberOf, objectsOf, stringMapOf, stringOf } from "../world/json.ts";
import type { Resource } from "../world/resource.ts";
import type { Labels } from "../world/selector.ts";
import type { Workload } from "../world/workload.ts";
import type { World } from "../world/world.ts";
import type { EntryProtocol, EntryTarget } from "./entry.ts";

/** A port of a Service. */
export interface ServicePort {
  readonly name: string | undefined;
  readonly protocol: EntryProtocol;
  readonly port: number;
  readonly nodePort: number | undefined;
  readonly targets: readonly EntryTarget[];
  /** Its place in `spec.ports`. */
  readonly index: number;
}

/** Finds the workloads behind Services; asked for thousands of Services, so by one label at a time. */
export interface ServiceTargets {
  portsOf(service: Resource): readonly ServicePort[];
  workloadsOf(service: Resource): readonly Workload[];
}

const KNOWN = new WeakMap<World["workloads"], ServiceTargets>();

export function serviceTargets({ workloads }: Pick<World, "workloads">): ServiceTargets {
  const known = KNOWN.get(workloads);
  if (known !== undefined) return known;
  const byLabel = new Map<string, Workload[]>();
  for (const workload of workloads) {
    const namespace = workload.ref.namespace ?? "default";
    for (const [key, value] of Object.entries(labelsOf(workload))) {
      const place = `${namespace}/${key}=${value}`;
      const there = byLabel.get(place);
      if (there === undefined) byLabel.set(place, [workload]);
      else there.push(workload);
    }
  }
  const ports = new WeakMap<Resource, readonly ServicePort[]>();
  const workloadsOf = (service: Resource): readonly Workload[] => {
    const selector = Object.entries(stringMapOf(at(service.object, "spec", "selector")));
    const namespace = service.ref.namespace ?? "default";
    let fewest: readonly Workload[] | undefined;
    for (const [key, value] of selector) {
      const some = byLabel.get(`${namespace}/${key}=${value}`) ?? [];
      if (fewest === undefined || some.length < fewest.length) fewest = some;
    }
    return (fewest ?? []).filter((workload) => {
      const labels = labelsOf(workload);
      return selector.every(([key, value]) => labels[key] === value);
    });
  };
  const found: ServiceTargets = {
    workloadsOf,
    portsOf(service) {
      const there = ports.get(service) ?? servicePorts(service, workloadsOf(service));
      ports.set(service, there);
      return there;
    },
  };
  KNOWN.set(workloads, found);
  return found;
}

/** Running pods have what admission added; a workload without any has its template's. */
function labelsOf({ pods, template }: Workload): Labels {
  return pods[0]?.labels ?? template.labels;
}

function servicePorts({ object }: Resource, workloads: readonly Workload[]): readonly ServicePort[] {
  const headless = at(object, "spec", "clusterIP") === "None";
  return objectsOf(at(object, "spec", "ports")).flatMap((entry, index): ServicePort[] => {
    const port = numberOf(entry.port);
    const protocol = protocolOf(entry.protocol);
    if (port === undefined || protocol === undefined) return [];
    const target = headless ? port : (entry.targetPort ?? port);
    const targets = workloads.flatMap((workload): EntryTarget[] => {
      const number = typeof target === "number" ? target : namedPort(workload, target, protocol);
      return number === undefined ? [] : [{ workload, port: number }];
    });
    return [
      { name: stringOf(entry.name), protocol, port, nodePort: numberOf(entry.nodePort), targets, index },
    ];
  });
}

/** A port that a workload's containers name. */
function namedPort(
  { template: { spec } }: Workload,
  name: unknown,
  protocol: EntryProtocol,
): number | undefined {
  for (const container of objectsOf(spec.containers)) {
    for (const port of objectsOf(container.ports)) {
      if (port.name === name && protocolOf(port.protocol) === protocol) return numberOf(port.containerPort);
    }
  }
  return undefined;
}

export function protocolOf(value: unknown): EntryProtocol | undefined {
  const text = stringOf(value) ?? "TCP";
  return text === "TCP" || text === "UDP" || text === "SCTP" ? text : undefined;
}
