import { at, listOf, numberOf, objectsOf, stringMapOf, stringOf } from "./json.ts";
import { remembering } from "./remember.ts";
import type { ObjectRef, Resource } from "./resource.ts";
import type { Labels } from "./selector.ts";
import type { ObjectStore } from "./store.ts";

/** A port clients ask the cluster's DNS at, and where it leads. */
export interface DnsPort {
  readonly protocol: "UDP" | "TCP";
  readonly port: number;
  /** A port of CoreDNS's pods, or the name of one. */
  readonly target: number | string;
}

/** The Service by which pods reach CoreDNS. */
export interface DnsService {
  readonly ref: ObjectRef;
  /** Undefined where none was read: then it is what Kubespray installs. */
  readonly resource: Resource | undefined;
  /** Its cluster IPs; empty where not known. */
  readonly addresses: readonly string[];
  /** The labels of CoreDNS's pods. */
  readonly selector: Labels;
  readonly ports: readonly DnsPort[];
}

const NAMESPACE = "kube-system";
const LABEL = "k8s-app";
const DNS_PORT = 53;

/**
 * The Service for names: Kubespray calls it coredns, kubeadm kube-dns; both label it k8s-app=kube-dns, by which it is
 * found where it has another name or is elsewhere.
 */
export function dnsService(objects: ObjectStore): DnsService {
  return amongServices(objects.list("Service"));
}

/** States of a move share the Services that no stage changed. */
const amongServices = remembering((all: readonly Resource[]): DnsService => {
  const inSystem = all.filter(({ ref }) => ref.namespace === NAMESPACE);
  const resource =
    inSystem.find(({ ref }) => ref.name === "coredns") ??
    inSystem.find(({ ref }) => ref.name === "kube-dns") ??
    inSystem.find(isLabelled) ??
    all.find(isLabelled);
  return resource === undefined ? KUBESPRAY : serviceOf(resource);
});

/** Of the Services so labelled those for metrics have no address, or another port. */
function isLabelled({ object }: Resource): boolean {
  return (
    stringMapOf(object.metadata.labels)[LABEL] === "kube-dns" &&
    at(object, "spec", "clusterIP") !== "None" &&
    objectsOf(at(object, "spec", "ports")).some(({ port }) => port === DNS_PORT)
  );
}

function serviceOf(resource: Resource): DnsService {
  const spec = at(resource.object, "spec");
  const selector = stringMapOf(at(spec, "selector"));
  const ports = objectsOf(at(spec, "ports")).flatMap((entry): DnsPort[] => {
    const protocol = stringOf(entry.protocol) ?? "TCP";
    const port = numberOf(entry.port);
    if (port !== DNS_PORT || (protocol !== "UDP" && protocol !== "TCP")) return [];
    const target = entry.targetPort;
    return [
      { protocol, port, target: typeof target === "number" || typeof target === "string" ? target : port },
    ];
  });
  const addresses = [at(spec, "clusterIP"), ...listOf(at(spec, "clusterIPs"))]
    .map(stringOf)
    .filter((address) => address !== undefined && address !== "" && address !== "None");
  return {
    ref: resource.ref,
    resource,
    addresses: [...new Set(addresses)].filter((address) => address !== undefined),
    selector: Object.keys(selector).length === 0 ? KUBESPRAY.selector : selector,
    ports: ports.length === 0 ? KUBESPRAY.ports : ports,
  };
}

/** roles/kubernetes-apps/ansible/templates/coredns-svc.yml.j2 */
const KUBESPRAY: DnsService = {
  ref: { apiVersion: "v1", kind: "Service", namespace: NAMESPACE, name: "coredns" },
  resource: undefined,
  addresses: [],
  selector: { [LABEL]: "kube-dns" },
  ports: [
    { protocol: "UDP", port: DNS_PORT, target: DNS_PORT },
    { protocol: "TCP", port: DNS_PORT, target: DNS_PORT },
  ],
};
