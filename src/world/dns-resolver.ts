import { dnsService } from "./dns-service.ts";
import { at, type JsonObject, listOf, stringOf } from "./json.ts";
import type { NodeModel } from "./node.ts";
import type { ObjectStore } from "./store.ts";

/** A name server as a pod's resolv.conf has it. */
export interface NameServer {
  /** `cache`: on the pod's own node. `cluster-dns`: CoreDNS's Service. `other`: neither, as far as anybody knows. */
  readonly kind: "cache" | "cluster-dns" | "other";
  /** Undefined for a CoreDNS Service that was not read. */
  readonly address: string | undefined;
}

/** Tells what an address in a resolv.conf is; `resolver` is the old platform's (a profile's `source.resolver`). */
export function nameServers(objects: ObjectStore, resolver: string): (address: string) => NameServer {
  const { addresses } = dnsService(objects);
  return (address) => {
    if (addresses.includes(address)) return { kind: "cluster-dns", address };
    return { kind: address === resolver || isLinkLocal(address) ? "cache" : "other", address };
  };
}

/** The name servers a node's kubelet gives pods whose names the cluster resolves (clusterDNS). */
export function kubeletNameServers(
  node: NodeModel,
  objects: ObjectStore,
  resolver: string,
): readonly NameServer[] {
  if (node.resolver === "cluster-dns") {
    return [{ kind: "cluster-dns", address: dnsService(objects).addresses[0] }];
  }
  return asRead(objects, resolver).map(nameServers(objects, resolver));
}

/**
 * What the kubelets of the nodes read have: their common configuration where it names a cache or there is none to
 * run. Kubespray gives kubelets a file of its own, beside kubeadm's ConfigMap, which may name CoreDNS still.
 */
function asRead(objects: ObjectStore, resolver: string): readonly string[] {
  const given = configuredClusterDns(objects);
  const hasCache = objects.list("DaemonSet.apps").some(({ ref }) => /^node-?local-?dns/.test(ref.name));
  if (given.length === 0 || (hasCache && !given.some(isLinkLocal))) return [resolver];
  return given;
}

function configuredClusterDns(objects: ObjectStore): readonly string[] {
  const configs = objects
    .list("ConfigMap")
    .filter(({ ref }) => ref.namespace === "kube-system" && /^kubelet-config(-1\.\d+)?$/.test(ref.name));
  for (const { object } of configs) {
    const found = CLUSTER_DNS.exec(stringOf(at(object, "data", "kubelet")) ?? "");
    if (found === null) continue;
    return (found[1] ?? found[2] ?? "").split(/[\s,"']+/).filter((word) => word !== "" && word !== "-");
  }
  return [];
}

/** The list `clusterDNS` of a KubeletConfiguration, in flow or block form. */
const CLUSTER_DNS = /^clusterDNS:[ \t]*(?:\[([^\]\n]*)\]|((?:\n[ \t]*-[ \t][^\n]*)+))/m;

function isLinkLocal(address: string): boolean {
  return address.startsWith("169.254.") || /^fe[89ab]/i.test(address);
}

/** Kubelets cut the list here (pkg/apis/core/validation: MaxDNSNameservers). */
const MOST = 3;

/**
 * The name servers of a pod, `kubelet` being what its node's kubelet gives; `"node"` where it has its node's own
 * resolv.conf. The order is the kubelet's (pkg/kubelet/network/dns: getPodDNSType, appendDNSConfig): on the host's
 * network ClusterFirst means Default, and `dnsConfig` comes behind.
 */
export function nameServersOf(
  spec: JsonObject,
  kubelet: readonly NameServer[],
  classify: (address: string) => NameServer,
): readonly NameServer[] | "node" {
  const own = listOf(at(spec, "dnsConfig", "nameservers"))
    .map(stringOf)
    .filter((address) => address !== undefined)
    .map(classify);
  const policy = stringOf(spec.dnsPolicy) ?? "ClusterFirst";
  if (policy === "None") return distinct(own);
  if (policy === "Default" || (policy === "ClusterFirst" && spec.hostNetwork === true)) return "node";
  return distinct([...kubelet, ...own]);
}

function distinct(servers: readonly NameServer[]): readonly NameServer[] {
  return servers
    .filter((one, index) => servers.findIndex(({ address }) => address === one.address) === index)
    .slice(0, MOST);
}
