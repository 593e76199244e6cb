import type { ResourceAmounts } from "./quantity.ts";
import type { Resource } from "./resource.ts";
import type { Minor } from "./version.ts";

export interface NodeAddress {
  readonly type: "InternalIP" | "ExternalIP" | "Hostname" | "InternalDNS" | "ExternalDNS";
  readonly address: string;
}

export interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
}

/** A machine of the cluster, read from a Node object or predicted by a stage that replaces machines. */
export interface NodeModel {
  /** The Node's name. Replacements get a name of their own: nothing may rely on it. */
  readonly name: string;
  /** 0: as it was read; n: made by the n-th replacement of all nodes. */
  readonly generation: number;
  readonly role: "control-plane" | "worker";
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  readonly unschedulable: boolean;
  readonly zone: string | undefined;
  /** What pods may request; undefined when the Node's status was not read. */
  readonly allocatable: ResourceAmounts | undefined;
  /** Empty for predicted nodes: their addresses are not known before they exist. */
  readonly addresses: readonly NodeAddress[];
  readonly minor: Minor | undefined;
  /** What its kubelet gives pods to resolve names with, where a stage says so; absent: as on the nodes read. */
  readonly resolver?: "node-local" | "cluster-dns";
  /** The Node read for it; predicted nodes keep the one they replace, to cite. */
  readonly resource: Resource;
}
