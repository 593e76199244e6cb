import type { Bitset } from "./bitset.ts";
import type { Admitted } from "./evaluate.ts";
import { type HostGroup, Hosts, nodeGroup } from "./outside.ts";
import { minusAll, type Partition, plus } from "./partition.ts";
import { type Granularity, type Peer, peersOf } from "./peers.ts";
import type { PortSet } from "./port-set.ts";
import { type Network, type Relation, rows } from "./relation.ts";

/** One line of the relation. */
export interface Connection {
  readonly from: End;
  readonly to: End;
  readonly ports: PortSet;
}

export type End = { readonly kind: "pods"; readonly name: string; readonly peer: Peer } | HostGroup;

export interface Listing {
  readonly peers: readonly Peer[];
  /** What is surely allowed, by source; made as it is read. */
  allowed(): Iterable<Connection>;
  /** What is neither surely allowed nor surely denied. */
  unknown(): Iterable<Connection>;
}

export interface ListOptions {
  readonly granularity: Granularity;
  /** Which connections are wanted; default: all. */
  readonly wanted?: Wanted;
}

export interface Wanted {
  /** Whether a peer may stand at an end at all, so that the others' lines are never made. */
  peer(peer: Peer, end: "from" | "to"): boolean;
  /** The part of a group of hosts that may stand there. */
  hosts(group: HostGroup, end: "from" | "to"): HostGroup | undefined;
  /** Whether the two may stand in one line. */
  line(from: End, to: End): boolean;
}

/**
 * The relation of one view by workloads (or pods), nodes and addresses. Traffic within a workload and between hosts
 * is left out. Costs what is listed: nothing is held but the classes.
 */
export function listNetwork(network: Network, view: number, options: ListOptions): Listing {
  const peers = peersOf(network, options.granularity, [view]).filter(
    (peer) => network.classes[peer.class]?.signatures[view] !== undefined,
  );
  const lister = new Lister(network, view, peers, options);
  return {
    peers,
    allowed: () => lister.lines("certain"),
    unknown: () => lister.lines("unknown"),
  };
}

type Mode = "certain" | "possible" | "unknown";

class Lister {
  readonly #hosts: Hosts;
  readonly #anyHost: Bitset;
  readonly #byClass: readonly (readonly Peer[])[];
  /** By node, for single pods: those that admit whatever their node sends (network.md 13). */
  readonly #byNode = new Map<string, Peer[]>();

  constructor(
    readonly network: Network,
    readonly view: number,
    readonly peers: readonly Peer[],
    readonly options: ListOptions,
  ) {
    const byClass: Peer[][] = network.classes.map(() => []);
    for (const peer of peers) byClass[peer.class]?.push(peer);
    this.#byClass = byClass;
    this.#hosts = new Hosts(network, view);
    if (options.granularity === "pod") this.#indexNodes();
    this.#anyHost = this.#hosts.nodes.or(this.#hosts.outside);
  }

  #indexNodes(): void {
    const known = new Set(this.network.classes.flatMap(({ nodes }) => nodes.map(({ node }) => node.name)));
    for (const peer of this.peers) {
      const [one] = peer.pods;
      const node = one?.pod.nodeName;
      if (one === undefined || one.asNode || node === undefined || !known.has(node)) continue;
      const there = this.#byNode.get(node);
      if (there === undefined) this.#byNode.set(node, [peer]);
      else there.push(peer);
    }
  }

  *lines(mode: Mode): Generator<Connection> {
    if (mode === "unknown" && isCertain(this.network.relations[this.view] as Relation)) return;
    const { wanted } = this.options;
    for (const peer of this.peers) {
      if (wanted === undefined || wanted.peer(peer, "to")) yield* this.#intoPeer(peer, mode);
    }
    const row = this.#rows(mode);
    for (const peer of this.peers) {
      if (wanted !== undefined && !wanted.peer(peer, "from")) continue;
      yield* this.#fromPeer(peer, row(peer.class), mode);
    }
  }

  #rows(mode: Mode): (source: number) => Partition {
    const { network, view } = this;
    if (mode !== "unknown") return rows(network, view, mode);
    const certain = rows(network, view, "certain");
    const possible = rows(network, view, "possible");
    return (source) => minusAll(possible(source), certain(source), network.table);
  }

  *#fromPeer(peer: Peer, row: Partition, mode: Mode): Generator<Connection> {
    const { wanted } = this.options;
    const [one] = peer.pods;
    const neighbours = new Set(one?.asNode ? this.#byNode.get(one.pod.nodeName ?? "") : []);
    const from: End = { kind: "pods", name: peer.name, peer };
    const found: { readonly peer: Peer; readonly ports: PortSet }[] = [];
    for (const { peers, ports } of row) {
      for (const group of this.#hosts.among(peers)) {
        const to = wanted === undefined ? group : wanted.hosts(group, "to");
        if (to !== undefined && (wanted?.line(from, to) ?? true)) yield { from, to, ports };
      }
      for (const id of peers) {
        for (const other of this.#byClass[id] ?? []) {
          if (!neighbours.has(other)) found.push({ peer: other, ports });
        }
      }
    }
    if (mode !== "unknown") {
      for (const other of neighbours) found.push({ peer: other, ports: this.network.table.all });
    }
    found.sort((a, b) => a.peer.rank - b.peer.rank);
    for (const { peer: other, ports } of found) {
      if (other.workload === peer.workload) continue;
      if (wanted !== undefined && !wanted.peer(other, "to")) continue;
      const to: End = { kind: "pods", name: other.name, peer: other };
      if (wanted?.line(from, to) ?? true) yield { from, to, ports };
    }
  }

  /** What hosts may send it: their own side is open, so that its ingress alone decides. */
  *#intoPeer(peer: Peer, mode: Mode): Generator<Connection> {
    const { wanted } = this.options;
    const to: End = { kind: "pods", name: peer.name, peer };
    const { found, own } = this.#hostLines(peer, mode);
    const node = own === undefined || mode === "unknown" ? undefined : nodeGroup([own], []);
    const itself = node === undefined || wanted === undefined ? node : wanted.hosts(node, "from");
    if (itself !== undefined && (wanted?.line(itself, to) ?? true)) {
      yield { from: itself, to, ports: this.network.table.all };
    }
    for (const { group, ports } of found) {
      const rest = own === undefined ? group : this.#hosts.without(group, own);
      const from = wanted === undefined || rest === undefined ? rest : wanted.hosts(rest, "from");
      if (from !== undefined && (wanted?.line(from, to) ?? true)) yield { from, to, ports };
    }
  }

  #hostLines(peer: Peer, mode: Mode) {
    const found: { group: HostGroup; ports: PortSet }[] = [];
    for (const { peers, ports } of this.#fromHosts(peer.class, mode)) {
      for (const group of this.#hosts.among(peers)) found.push({ group, ports });
    }
    const node = peer.pods[0]?.pod.nodeName ?? "";
    if (!this.#byNode.get(node)?.includes(peer)) return { found, own: undefined };
    // A node that may send everything anyway needs no line of its own.
    const { all } = this.network.table;
    if (found.some(({ group, ports }) => ports === all && group.nodes.includes(node))) {
      return { found, own: undefined };
    }
    return { found, own: node };
  }

  #fromHosts(id: number, mode: Mode): Partition {
    const { table, relations } = this.network;
    const ingress = (relations[this.view] as Relation).ingress[id] as Admitted;
    const sum = (one: "certain" | "possible"): Partition => {
      let partition: Partition = [];
      for (const { peers, ports } of ingress[one]) {
        const hosts = peers.and(this.#anyHost);
        if (!hosts.isEmpty()) partition = plus(partition, { peers: hosts, ports }, table);
      }
      return partition;
    };
    return mode === "unknown" ? minusAll(sum("possible"), sum("certain"), table) : sum(mode);
  }
}

/** Whether a relation leaves nothing open. */
export function isCertain({ egress, ingress }: Relation): boolean {
  const certain = (one: Admitted): boolean => one.certain === one.possible;
  return egress.every(certain) && ingress.every(certain);
}
