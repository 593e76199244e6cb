import type { AddressRange } from "./address-atoms.ts";
import type { Bitset } from "./bitset.ts";
import { Hosts } from "./outside.ts";
import type { Peer } from "./peers.ts";
import type { Network } from "./relation.ts";

/** Many ends named together. */
export interface PeerSet {
  /** Every workload (ALL_WORKLOADS), whole namespaces, then single names, nodes and addresses. */
  readonly names: readonly string[];
  readonly peers: readonly Peer[];
  readonly ranges: readonly AddressRange[];
  /** Ends that are hosts: nodes, and addresses outside as one. */
  readonly hosts: number;
}

export const ALL_WORKLOADS = "*/*";

/** Names sets of classes as shortly as they can be named. */
export class PeerSets {
  readonly #byClass: readonly (readonly Peer[])[];
  readonly #inNamespace = new Map<string, number>();
  readonly #hosts: Hosts;
  readonly #all: number;

  constructor(network: Network, peers: readonly Peer[], view: number) {
    const byClass: Peer[][] = network.classes.map(() => []);
    for (const peer of peers) {
      byClass[peer.class]?.push(peer);
      this.#inNamespace.set(peer.namespace, (this.#inNamespace.get(peer.namespace) ?? 0) + 1);
    }
    this.#byClass = byClass;
    this.#all = peers.length;
    this.#hosts = new Hosts(network, view);
  }

  of(classes: Bitset): PeerSet {
    const peers = [...classes].flatMap((id) => this.#byClass[id] ?? []).sort((a, b) => a.rank - b.rank);
    const groups = this.#hosts.among(classes);
    return {
      names: [...this.#names(peers), ...groups.map(({ name }) => name)],
      peers,
      ranges: groups.flatMap(({ ranges }) => ranges),
      hosts: groups.reduce((sum, { kind, nodes }) => sum + (kind === "nodes" ? nodes.length : 1), 0),
    };
  }

  /** The same set without a workload. */
  without({ peers, ...rest }: PeerSet, workload: string): PeerSet {
    const kept = peers.filter((peer) => peer.workload !== workload);
    const hosts = rest.names.slice(this.#names(peers).length);
    return { ...rest, peers: kept, names: [...this.#names(kept), ...hosts] };
  }

  #names(peers: readonly Peer[]): readonly string[] {
    if (peers.length === this.#all && peers.length > 1) return [ALL_WORKLOADS];
    const counts = new Map<string, number>();
    for (const { namespace } of peers) counts.set(namespace, (counts.get(namespace) ?? 0) + 1);
    const whole = [...counts].filter(
      ([namespace, count]) => count > 1 && count === this.#inNamespace.get(namespace),
    );
    const named = new Set(whole.map(([namespace]) => namespace));
    return [
      ...whole.map(([namespace]) => `${namespace}/*`),
      ...peers.filter(({ namespace }) => !named.has(namespace)).map(({ name }) => name),
    ];
  }
}
