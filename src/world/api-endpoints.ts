import { at, stringOf } from "./json.ts";
import type { NodeModel } from "./node.ts";
import type { ObjectStore } from "./store.ts";
import type { ApiEndpoint } from "./world.ts";

/** ConfigMaps in which kubeadm and Kubespray write where the API server is reached. */
const WRITTEN_IN = [
  {
    namespace: "kube-system",
    name: "kubeadm-config",
    key: "ClusterConfiguration",
    find: /^\s*controlPlaneEndpoint:\s*"?([^\s"]+)/gm,
  },
  {
    namespace: "kube-public",
    name: "cluster-info",
    key: "kubeconfig",
    find: /^\s*(?:-\s*)?server:\s*"?([^\s"]+)/gm,
  },
  {
    namespace: "kube-system",
    name: "kube-proxy",
    key: "kubeconfig.conf",
    find: /^\s*(?:-\s*)?server:\s*"?([^\s"]+)/gm,
  },
] as const;

/**
 * Every name and address clients may reach the API server by before the move: the control-plane nodes' own
 * addresses, what kubeadm wrote down, and the hosts it was read through. Loopback addresses and in-cluster
 * service names are left out: they stay what they are.
 */
export function apiEndpoints(
  objects: ObjectStore,
  nodes: readonly NodeModel[],
  hosts: readonly string[],
): readonly ApiEndpoint[] {
  const found = new Map<string, ApiEndpoint>();
  const add = (endpoint: ApiEndpoint): void => {
    if (!keepsItsMeaning(endpoint.host) && !found.has(endpoint.host)) found.set(endpoint.host, endpoint);
  };
  for (const node of nodes) {
    if (node.role !== "control-plane") continue;
    for (const { type, address } of node.addresses) {
      add({
        host: address.toLowerCase(),
        via: "control-plane-node",
        learntFrom: `Node ${node.name} (${type})`,
      });
    }
  }
  for (const place of WRITTEN_IN) {
    const text = stringOf(
      at(objects.get("ConfigMap", place.namespace, place.name)?.object, "data", place.key),
    );
    for (const [, server = ""] of (text ?? "").matchAll(place.find)) {
      add({ host: hostOf(server), via: "name", learntFrom: `ConfigMap ${place.namespace}/${place.name}` });
    }
  }
  for (const host of hosts)
    add({ host: hostOf(host), via: "name", learntFrom: "the address the cluster was read at" });
  return [...found.values()];
}

/** The host of `https://[fd00::1]:6443/x`, `api.example.com:6443`, `10.0.0.5`, in lower case, no brackets. */
export function hostOf(server: string): string {
  const authority = server.replace(/^[a-z][a-z0-9+.-]*:\/\//i, "").replace(/[/?#].*$/, "");
  const bracketed = /^\[([^\]]*)\]/.exec(authority);
  if (bracketed?.[1] !== undefined) return bracketed[1].toLowerCase();
  const parts = authority.split(":");
  return (parts.length === 2 ? (parts[0] ?? "") : authority).toLowerCase();
}

function keepsItsMeaning(host: string): boolean {
  return (
    host === "" ||
    host === "localhost" ||
    host === "::1" ||
    host.startsWith("127.") ||
    /^kubernetes(\.default(\.svc(\..*)?)?)?$/.test(host)
  );
}
