import { dnsService } from "../../world/dns-service.ts";
import { numberOf, objectsOf } from "../../world/json.ts";
import type { Labels } from "../../world/selector.ts";
import type { Pod } from "../../world/workload.ts";
import type { World } from "../../world/world.ts";

/** A port CoreDNS' pods answer on, as policies see it: after the Service's address was translated (network.md 18). */
export interface DnsPort {
  readonly protocol: "UDP" | "TCP";
  readonly port: number;
}

/** The cluster's DNS as pods have to reach it once no cache stands in between. */
export interface ClusterDns {
  readonly namespace: string;
  /** What its Service selects its pods by. */
  readonly labels: Labels;
  readonly ports: readonly DnsPort[];
  readonly clusterIPs: readonly string[];
  /** Set where no DNS Service was read and the usual one is assumed. */
  readonly assumed: boolean;
}

export function clusterDns(world: World): ClusterDns {
  const service = dnsService(world.objects);
  const namespace = service.ref.namespace ?? "kube-system";
  const labels = { ...service.selector };
  const pods = dnsPods(world, { namespace, labels });
  return {
    namespace,
    labels,
    ports: service.ports.flatMap(({ protocol, target }) =>
      targets(target, protocol, pods).map((port): DnsPort => ({ protocol, port })),
    ),
    clusterIPs: service.addresses,
    assumed: service.resource === undefined,
  };
}

/** The pods that answer: those the Service selects. */
export function dnsPods(
  world: World,
  { namespace, labels }: Pick<ClusterDns, "namespace" | "labels">,
): readonly Pod[] {
  const wanted = Object.entries(labels);
  return world.workloads
    .flatMap(({ pods }) => pods)
    .filter(
      (pod) => pod.namespace === namespace && wanted.every(([key, value]) => pod.labels[key] === value),
    );
}

/** The numbers a Service port goes to: pods may resolve one name differently. */
function targets(target: number | string, protocol: string, pods: readonly Pod[]): readonly number[] {
  if (typeof target === "number") return [target];
  const numbers = pods
    .flatMap(({ spec }) => objectsOf(spec.containers).flatMap(({ ports }) => objectsOf(ports)))
    .filter(({ name, protocol: own }) => name === target && (own ?? "TCP") === protocol)
    .flatMap(({ containerPort }) => numberOf(containerPort) ?? []);
  return numbers.length === 0 ? [53] : [...new Set(numbers)];
}
