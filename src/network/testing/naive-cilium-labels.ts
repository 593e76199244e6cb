import type { KubeObject } from "../../world/resource.ts";
import type { Labels } from "../../world/selector.ts";
import type { NaivePeer, NaivePod } from "./naive-peers.ts";
import type { Oracle } from "./oracle.ts";

export interface NaiveCilium {
  readonly objects: readonly KubeObject[];
  readonly namespaces: Readonly<Record<string, Labels>>;
  /** Decides what only the running cluster knows: whether an L7 rule lets a packet through, which host a node is. */
  readonly oracle: Oracle;
}

/** Pods on the host's network are the host to Cilium. */
export function isEndpoint(peer: NaivePeer): peer is NaivePod {
  return peer.kind === "pod" && !peer.hostNetwork;
}

/** A label's key without the source Cilium's selectors may put before it. */
export function plainKey(key: string): string {
  return key.replace(/^(k8s|any):/, "");
}

/** The labels an endpoint's identity has. */
export function ciliumLabels({ namespaces }: Pick<NaiveCilium, "namespaces">, pod: NaivePod): Labels {
  const known = labelsOfPod.get(pod);
  if (known !== undefined) return known;
  const all: Record<string, string> = {
    ...pod.labels,
    "io.kubernetes.pod.namespace": pod.namespace,
    "io.cilium.k8s.policy.serviceaccount": pod.serviceAccount ?? "default",
    "io.cilium.k8s.namespace.labels.kubernetes.io/metadata.name": pod.namespace,
  };
  for (const [key, value] of Object.entries(namespaces[pod.namespace] ?? {})) {
    all[`io.cilium.k8s.namespace.labels.${key}`] = value;
  }
  labelsOfPod.set(pod, all);
  return all;
}

/** Put together once for each pod of a world. */
const labelsOfPod = new WeakMap<NaivePod, Labels>();
