import type { NodeModel } from "../world/node.ts";
import type { BalancerMode } from "../world/traffic.ts";
import type { Workload } from "../world/workload.ts";
import type { Shown } from "./controller.ts";

export type EntryProtocol = "TCP" | "UDP" | "SCTP";

/** How a packet that arrived at an address gets to a pod. */
export type Through = "host-network" | "host-port" | "node-port" | "external-ip" | "balancer" | "api-server";

/**
 * Addresses and a port that users outside may arrive at, all of which lead to the same place in the same way: the 300
 * nodes of a hostPort DaemonSet are one entry with 300 addresses.
 */
export interface Entry {
  /** Equal in every state for what is the same to users: "node port 80/TCP of DaemonSet ingress-nginx/ingress-nginx-controller". */
  readonly id: string;
  /**
   * `node`: addresses of machines. `balancer`: a load balancer's. `external-ip`: addresses a Service claims.
   * `api-server`: where the Kubernetes API itself is reached.
   */
  readonly kind: "node" | "balancer" | "external-ip" | "api-server";
  readonly through: Through;
  readonly protocol: EntryProtocol;
  /** The port users connect to. */
  readonly port: number;
  /** What the Service it is of calls that port, and Gateways their listeners by; undefined for ports that pods take of their nodes. */
  readonly servicePort: number | undefined;
  readonly addresses: readonly EntryAddress[];
  /** False where there are addresses that nobody knows yet: those of new nodes, of a load balancer to come. */
  readonly addressesKnown: boolean;
  readonly balancer: Balancer | undefined;
  /** The machines a packet may be handed to: those with the addresses, or the balancer's members. */
  readonly nodes: readonly NodeModel[];
  /** Where it leads: pods of these workloads, at their own port (a name is looked up on each pod). */
  readonly targets: readonly EntryTarget[];
  /** Whether the way from the address to the pod keeps the packet's source address; undefined where that cannot be told. */
  readonly keepsSource: boolean | undefined;
  /** The Service it belongs to, or the workload that takes the port. */
  readonly evidence: readonly Shown[];
}

export interface EntryAddress {
  /** Canonical address, or the host name a load balancer is published as. */
  readonly value: string;
  readonly node: NodeModel | undefined;
  /** What it is on the node: a floating IP (ExternalIP), or the node's own. */
  readonly scope: "external" | "internal" | "balancer" | "other";
}

export interface EntryTarget {
  readonly workload: Workload;
  readonly port: number;
}

/** A load balancer before the nodes: a Service's, or one the platform attached. */
export interface Balancer {
  readonly mode: BalancerMode;
  /** True where the mode follows from objects or the profile; false where it is what such clouds do by default. */
  readonly modeKnown: boolean;
  /** Blocks it admits; undefined: all. */
  readonly sourceRanges: readonly string[] | undefined;
  readonly owner: "service" | "platform";
}
