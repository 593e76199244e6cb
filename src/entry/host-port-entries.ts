import { numberOf, objectsOf, stringOf } from "../world/json.ts";
import { refLabel } from "../world/resource.ts";
import type { Workload } from "../world/workload.ts";
import type { Controller, Shown } from "./controller.ts";
import type { EntryProtocol, Through } from "./entry.ts";
import { protocolOf } from "./service-targets.ts";

/** A port of its node that a workload's pods take. */
export interface HostPort {
  readonly id: string;
  readonly through: Through;
  readonly protocol: EntryProtocol;
  /** The node's port, and the pod's behind it. */
  readonly port: number;
  readonly containerPort: number;
  readonly workload: Workload;
  readonly evidence: readonly Shown[];
}

/** Ports taken by hostPort, or by living on the host's network; those bound to loopback addresses are nobody's entry. */
export function hostPorts(workload: Workload): readonly HostPort[] {
  const { spec, resource, path } = workload.template;
  const onHost = spec.hostNetwork === true;
  return objectsOf(spec.containers).flatMap((container, at) =>
    objectsOf(container.ports).flatMap((entry, index): HostPort[] => {
      const containerPort = numberOf(entry.containerPort);
      const port = onHost ? (numberOf(entry.hostPort) ?? containerPort) : numberOf(entry.hostPort);
      const protocol = protocolOf(entry.protocol);
      if (!port || containerPort === undefined || protocol === undefined) return [];
      if (isLoopback(stringOf(entry.hostIP) ?? "")) return [];
      const through = onHost ? "host-network" : "host-port";
      const place = [...path, "containers", at, "ports", index];
      return [
        {
          ...named(workload, through, protocol, port),
          containerPort,
          evidence: [{ resource, path: place, note: onHost ? "on the host's network" : "hostPort" }],
        },
      ];
    }),
  );
}

/** On the host's network a controller listens at what its settings say, declared as a container's port or not. */
export function streamPorts({ workload, streams, http, https }: Controller): readonly HostPort[] {
  if (workload.template.spec.hostNetwork !== true) return [];
  const declared = new Set(hostPorts(workload).map(({ protocol, port }) => `${port}/${protocol}`));
  const { resource, path } = workload.template;
  const web = [http, https].map((port) => ({
    protocol: "TCP" as const,
    port,
    from: { resource, path: [...path, "hostNetwork"], note: "on the host's network" },
  }));
  return [...web, ...streams]
    .filter(({ protocol, port }) => !declared.has(`${port}/${protocol}`))
    .map(({ protocol, port, from }) => ({
      ...named(workload, "host-network", protocol, port),
      containerPort: port,
      evidence: [from],
    }));
}

function named(workload: Workload, through: Through, protocol: EntryProtocol, port: number) {
  return { id: `node ${port}/${protocol} ${refLabel(workload.ref)}`, through, protocol, port, workload };
}

function isLoopback(address: string): boolean {
  return address.startsWith("127.") || address === "::1";
}
