import type { Coverage } from "./coverage.ts";
import type { DnsView } from "./dns-records.ts";
import type { NodeModel } from "./node.ts";
import type { UnboundManifest } from "./resource.ts";
import type { ObjectStore } from "./store.ts";
import type { Traffic } from "./traffic.ts";
import type { Minor } from "./version.ts";
import type { Workload } from "./workload.ts";

/** The stable name of a moment of the move: `v1`, `cluster-api-rolling`, `upgraded`. */
export type StateId = string;

/**
 * The whole cluster as plain data at one moment: its objects and what the API does not hold. Immutable;
 * worlds along a route share whatever a stage did not change, so `===` on a part tells that it is the same.
 */
export interface World {
  readonly state: StateId;
  readonly objects: ObjectStore;
  /** What Helm releases say should exist but no source holds: evidence, never objects of the cluster. */
  readonly manifests: readonly UnboundManifest[];
  readonly workloads: readonly Workload[];
  readonly nodes: readonly NodeModel[];
  readonly api: ApiServer;
  /** Names of StorageClasses the platform takes away in this state. */
  readonly storageClassesRemoved: readonly string[];
  /** Set while nodes are being replaced one by one. */
  readonly roll: Roll | undefined;
  readonly traffic: Traffic;
  /** What names led to when the cluster was read; empty where nobody looked. */
  readonly names: DnsView;
  /** Set where the workloads run in a new cluster: beside the old one, or alone. */
  readonly copy: "beside" | "alone" | undefined;
  readonly coverage: Coverage;
}

export interface ApiServer {
  /** The version it serves; undefined when no source tells. */
  readonly minor: Minor | undefined;
  /** Every name and address clients reach it by in this state. Those of a later load balancer are not known before. */
  readonly endpoints: readonly ApiEndpoint[];
  /** True for the moments in which it does not answer. */
  readonly interrupted: boolean;
}

export interface ApiEndpoint {
  /** A DNS name or an address without brackets. */
  readonly host: string;
  readonly via: "control-plane-node" | "load-balancer" | "name";
  /** Where it was learnt: `Node master-1 InternalIP`, `ConfigMap kube-system/kubeadm-config`. */
  readonly learntFrom: string;
}

/** All nodes being replaced, one by one: a new one joins, an old one is drained, the old one goes. */
export interface Roll {
  readonly from: readonly NodeModel[];
  readonly to: readonly NodeModel[];
  /** Nodes made before the first is drained (Cluster API's maxSurge; its default is 1). */
  readonly surge: number;
  /** False for in-place upgrades, which drain and keep each node. */
  readonly replaced: boolean;
}
