import { type Endpoint, podEndpoint } from "../../network/endpoint.ts";
import type { Subject } from "../../network/policy.ts";
import type { NamedPort, PodSubject } from "../../network/subjects.ts";
import type { Address } from "../../world/addresses/address.ts";
import { isDnsCache } from "../../world/dns-corefiles.ts";
import type { DnsPort, DnsService } from "../../world/dns-service.ts";
import { at, stringMapOf } from "../../world/json.ts";
import type { Labels } from "../../world/selector.ts";
import type { World } from "../../world/world.ts";

/** Pods of CoreDNS that policies do not tell apart, as packets to its Service reach them. */
export interface CoreDnsTarget {
  readonly endpoint: Endpoint;
  /** `pod kube-system/coredns-5d4`. */
  readonly name: string;
  /** By the Service's ports: the port policies see. */
  readonly ports: readonly (DnsPort & { readonly number: number })[];
}

/** CoreDNS as its Service selects it; Kubespray's where no pod of it is known. */
export function coreDnsTargets(
  world: World,
  pods: readonly PodSubject[],
  service: DnsService,
  sample: Address,
): readonly CoreDnsTarget[] {
  const namespace = service.ref.namespace ?? "kube-system";
  const selected = pods.filter(
    ({ pod }) => pod.namespace === namespace && selectsAll(service.selector, pod.labels),
  );
  const different = new Map<string, CoreDnsTarget>();
  for (const one of selected) {
    const endpoint = podEndpoint(one);
    const key = JSON.stringify([one.asNode, one.pod.labels, one.namedPorts]);
    if (different.has(key)) continue;
    const located =
      endpoint.addresses.length > 0 || one.asNode ? endpoint : { ...endpoint, addresses: [sample] };
    different.set(key, {
      endpoint: located,
      name:
        one.pod.resource === undefined
          ? `a pod of CoreDNS (${labelsText(service)})`
          : `pod ${namespace}/${one.pod.name}`,
      ports: portsOf(service, one.namedPorts),
    });
  }
  return different.size > 0 ? [...different.values()] : [asInstalled(world, service, sample)];
}

function asInstalled(world: World, service: DnsService, sample: Address): CoreDnsTarget {
  const namespace = service.ref.namespace ?? "kube-system";
  return {
    endpoint: {
      kind: "pod",
      subject: subjectIn(world, namespace, service.selector, "coredns"),
      host: false,
      addresses: [sample],
      namedPorts: NAMED,
      nodeName: undefined,
    },
    name: `a pod of CoreDNS (${labelsText(service)})`,
    ports: portsOf(service, NAMED),
  };
}

/** The names Kubespray and kubeadm give CoreDNS's ports. */
const NAMED: readonly NamedPort[] = [
  { name: "dns", protocol: "UDP", port: 53 },
  { name: "dns-tcp", protocol: "TCP", port: 53 },
];

function portsOf(service: DnsService, named: readonly NamedPort[]): CoreDnsTarget["ports"] {
  return service.ports.map((port) => ({
    ...port,
    number:
      typeof port.target === "number"
        ? port.target
        : (named.find(({ name, protocol }) => name === port.target && protocol === port.protocol)?.port ??
          port.port),
  }));
}

/** The cache's pods taken for pods of the pod network: what a rule means that names them by their labels. */
export function cacheAsPod(world: World): Endpoint {
  const cache = world.workloads.find(isDnsCache);
  return {
    kind: "pod",
    subject: subjectIn(
      world,
      cache?.ref.namespace ?? "kube-system",
      cache?.template.labels ?? KUBESPRAY,
      "nodelocaldns",
    ),
    host: false,
    addresses: [],
    namedPorts: NAMED,
    nodeName: undefined,
  };
}

/** roles/kubernetes-apps/ansible/templates/nodelocaldns-daemonset.yml.j2 */
const KUBESPRAY: Labels = { "k8s-app": "nodelocaldns" };

function subjectIn(world: World, namespace: string, labels: Labels, serviceAccount: string): Subject {
  const read = world.objects.get("Namespace", undefined, namespace);
  return {
    kind: "pod",
    namespace,
    labels,
    namespaceLabels: {
      ...stringMapOf(at(read?.object, "metadata", "labels")),
      "kubernetes.io/metadata.name": namespace,
    },
    serviceAccount,
  };
}

export function selectsAll(selector: Labels, labels: Labels): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}

/** `k8s-app=kube-dns`. */
export function labelsText({ selector }: DnsService): string {
  return Object.entries(selector)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
}
