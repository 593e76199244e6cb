import { at, isObject, numberOf, objectsOf, stringMapOf, stringOf } from "../../world/json.ts";
import type { Resource } from "../../world/resource.ts";
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

/** `k8s-app: kube-dns` on port 53 in kube-system: Kubespray, kubeadm and Cluster API all set CoreDNS up this way. */
const USUAL: ClusterDns = {
  namespace: "kube-system",
  labels: { "k8s-app": "kube-dns" },
  ports: [
    { protocol: "UDP", port: 53 },
    { protocol: "TCP", port: 53 },
  ],
  clusterIPs: [],
  assumed: true,
};

export function clusterDns(world: World): ClusterDns {
  const service = world.objects
    .list("Service")
    .filter(isDnsService)
    .sort((a, b) => rank(a) - rank(b))[0];
  if (service === undefined) return USUAL;
  const namespace = service.ref.namespace ?? USUAL.namespace;
  const labels = stringMapOf(at(service.object, "spec", "selector"));
  const pods = dnsPods(world, { namespace, labels });
  const ports = objectsOf(at(service.object, "spec", "ports")).flatMap((entry): DnsPort[] => {
    const protocol = stringOf(entry.protocol) ?? "TCP";
    if (entry.port !== 53 || (protocol !== "UDP" && protocol !== "TCP")) return [];
    return targets(entry.targetPort, protocol, pods).map((port) => ({ protocol, port }));
  });
  return {
    namespace,
    labels: { ...labels },
    ports: ports.length === 0 ? USUAL.ports : ports,
    clusterIPs: [at(service.object, "spec", "clusterIP")].flatMap((ip) => stringOf(ip) ?? []),
    assumed: false,
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

function isDnsService({ ref, object }: Resource): boolean {
  if (!isObject(at(object, "spec", "selector")) || at(object, "spec", "clusterIP") === "None") return false;
  if (!objectsOf(at(object, "spec", "ports")).some(({ port }) => port === 53)) return false;
  const named = ref.namespace === "kube-system" && (ref.name === "coredns" || ref.name === "kube-dns");
  return named || stringMapOf(at(object, "metadata", "labels"))["k8s-app"] === "kube-dns";
}

function rank({ ref }: Resource): number {
  return ref.namespace !== "kube-system" ? 2 : ref.name === "coredns" || ref.name === "kube-dns" ? 0 : 1;
}

/** The numbers a Service port goes to: pods may resolve one name differently. */
function targets(target: unknown, protocol: string, pods: readonly Pod[]): readonly number[] {
  if (typeof target === "number") return [target];
  if (typeof target !== "string") return [53];
  const numbers = pods
    .flatMap(({ spec }) => objectsOf(spec.containers).flatMap(({ ports }) => objectsOf(ports)))
    .filter(({ name, protocol: own }) => name === target && (own ?? "TCP") === protocol)
    .flatMap(({ containerPort }) => numberOf(containerPort) ?? []);
  return numbers.length === 0 ? [53] : [...new Set(numbers)];
}
