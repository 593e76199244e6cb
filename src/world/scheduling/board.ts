import type { NodeModel } from "../node.ts";
import type { Labels } from "../selector.ts";
import type { Minor } from "../version.ts";
import { fitTable } from "./fit.ts";
import type { PodClass } from "./pod-class.ts";
import { type Relation, type Relations, relate } from "./relations.ts";
import { dimensionsOf, offerOf, take, timesIn } from "./room.ts";
import { type DomainIndex, domainIndex, SpreadTable } from "./spread-table.ts";

/** Why a pod may not be put on a node. */
export type Refusal = "closed" | "never" | "room" | "rules";

/**
 * Which pods are on which nodes, and whether one more may go there: the scheduler's filters over classes of
 * pods. The one mutable thing here; it lives no longer than one simulated replacement of nodes.
 */
export class Board {
  readonly classes: readonly PodClass[];
  readonly nodes: readonly NodeModel[];
  readonly resources: readonly string[];
  readonly needs: readonly Float64Array[];
  readonly room: readonly Float64Array[];
  /** What a node offers besides its DaemonSet and static pods. */
  readonly offers: readonly Float64Array[];
  readonly #fit: readonly Uint8Array[];
  readonly daemons: readonly PodClass[];
  readonly #open: Uint8Array;
  /** Nodes that are not there yet. */
  readonly #coming: Uint8Array;
  /** Counts nodes closed, so that what was found out of the open ones is known to be old. */
  #closings = 0;
  readonly #anyNode = new Map<Uint8Array, { readonly closings: number; readonly any: boolean }>();
  readonly #onNode: readonly Map<number, number>[];
  readonly #ofClass: readonly Map<number, number>[];
  readonly #relations: readonly Relations[];
  readonly #tables = new Map<number, readonly SpreadTable[]>();
  readonly #countedBy = new Map<number, SpreadTable[]>();
  readonly #ports: readonly Map<string, number>[];

  constructor(
    classes: readonly PodClass[],
    nodes: readonly NodeModel[],
    minor: Minor,
    namespaceLabels: (namespace: string) => Labels,
  ) {
    const { names, needs } = dimensionsOf(classes);
    this.classes = classes;
    this.nodes = nodes;
    this.resources = names;
    this.needs = needs;
    this.room = nodes.map((node) => offerOf(node, names));
    this.offers = nodes.map((node) => offerOf(node, names));
    this.#fit = classes.map(fitTable(nodes, minor));
    this.daemons = classes.filter((pods) => pods.role === "daemon");
    this.#open = new Uint8Array(nodes.length);
    this.#coming = new Uint8Array(nodes.length).fill(1);
    this.#onNode = nodes.map(() => new Map());
    this.#ofClass = classes.map(() => new Map());
    this.#ports = nodes.map(() => new Map());
    this.#relations = relate(classes, namespaceLabels);
    const domainsOf = domainIndex(nodes);
    for (const pods of classes) this.#addTables(pods, domainsOf, minor);
  }

  #addTables(pods: PodClass, domainsOf: DomainIndex, minor: Minor): void {
    const relations = this.#relations[pods.index]?.spread ?? [];
    const tables = pods.spreads.flatMap((spread, position) => {
      const relation = relations[position];
      return relation === undefined ? [] : [new SpreadTable(pods, spread, relation, domainsOf, minor)];
    });
    if (tables.length === 0) return;
    this.#tables.set(pods.index, tables);
    for (const table of tables) {
      for (const index of table.counted) {
        const list = this.#countedBy.get(index) ?? [];
        list.push(table);
        this.#countedBy.set(index, list);
      }
    }
  }

  /** Flags of the nodes a class may ever run on; one array for all classes that fit the same ones. */
  fit(pods: PodClass): Uint8Array {
    return this.#fit[pods.index] ?? NO_NODE;
  }

  /** A node is there (its pods and zone count) and takes pods. */
  join(node: number, open = true): void {
    this.#open[node] = open ? 1 : 0;
    this.#coming[node] = 0;
    for (const tables of this.#tables.values()) for (const table of tables) table.nodeChanged(node, 1);
  }

  /** A node takes no more pods, and still counts. */
  cordon(node: number): void {
    this.#open[node] = 0;
    this.#closings++;
    const here = this.podsOn(node);
    for (const tables of this.#tables.values()) {
      for (const table of tables) {
        table.cordoned(
          node,
          table.counted.reduce((sum, index) => sum + (here.get(index) ?? 0), 0),
        );
      }
    }
  }

  /** A node is gone; its pods must have been removed. */
  leave(node: number): void {
    this.#open[node] = 0;
    for (const tables of this.#tables.values()) for (const table of tables) table.nodeChanged(node, -1);
  }

  isOpen(node: number): boolean {
    return this.#open[node] === 1;
  }

  /** Whether an open node may take a class's pods, or one that is to come, room not asked for. */
  hasNode(pods: PodClass): boolean {
    const flags = this.fit(pods);
    const known = this.#anyNode.get(flags);
    // Nodes only turn from coming to open in between, so a yes or no stays what it was until one is closed.
    if (known?.closings === this.#closings) return known.any;
    const any = flags.some(
      (flag, node) => flag === 1 && (this.#open[node] === 1 || this.#coming[node] === 1),
    );
    this.#anyNode.set(flags, { closings: this.#closings, any });
    return any;
  }

  podsOn(node: number): ReadonlyMap<number, number> {
    return this.#onNode[node] ?? new Map();
  }

  nodesOf(pods: PodClass): ReadonlyMap<number, number> {
    return this.#ofClass[pods.index] ?? new Map();
  }

  /** Puts pods on a node, or takes them off where `by` is negative, without asking whether they may. */
  change(pods: PodClass, node: number, by: number): void {
    const need = this.needs[pods.index];
    const room = this.room[node];
    const here = this.#onNode[node];
    const there = this.#ofClass[pods.index];
    if (by === 0 || need === undefined || room === undefined || !here || !there) return;
    add(here, pods.index, by);
    add(there, node, by);
    take(room, need, by);
    const offer = this.offers[node];
    if ((pods.role === "daemon" || pods.role === "static") && offer !== undefined) take(offer, need, by);
    const ports = this.#ports[node];
    for (const port of pods.ports) ports?.set(port, (ports.get(port) ?? 0) + by);
    for (const table of this.#countedBy.get(pods.index) ?? []) table.podsChanged(node, by);
  }

  /** Whether a pod may go to a node now; why not, where it may not. */
  refusal(pods: PodClass, node: number): Refusal | undefined {
    if (this.#open[node] !== 1) return "closed";
    if (this.fit(pods)[node] !== 1) return "never";
    if (!this.#rulesAllow(pods, node)) return "rules";
    return this.roomFor(pods, node, 1) > 0 ? undefined : "room";
  }

  /** Pods of a class a node has room for, up to `wanted`. */
  roomFor(pods: PodClass, node: number, wanted: number): number {
    const room = this.room[node];
    const need = this.needs[pods.index];
    return room === undefined || need === undefined ? 0 : timesIn(room, need, wanted);
  }

  /** Puts as many of the wanted pods as may go there on a node; how many that were. */
  place(pods: PodClass, node: number, wanted: number): number {
    if (this.#open[node] !== 1 || this.fit(pods)[node] !== 1) return 0;
    const fitting = this.roomFor(pods, node, wanted);
    if (fitting === 0) return 0;
    if (this.isFree(pods)) {
      this.change(pods, node, fitting);
      return fitting;
    }
    let placed = 0;
    while (placed < fitting && this.#rulesAllow(pods, node)) {
      this.change(pods, node, 1);
      placed++;
    }
    return placed;
  }

  /** Whether no rule between pods binds the class: any number may go where there is room. */
  isFree(pods: PodClass): boolean {
    const relations = this.#relations[pods.index];
    return (
      pods.ports.length === 0 &&
      !this.#tables.has(pods.index) &&
      (relations === undefined || relations.apart.length + relations.together.length === 0)
    );
  }

  #rulesAllow(pods: PodClass, node: number): boolean {
    const ports = this.#ports[node];
    if (pods.ports.some((port) => (ports?.get(port) ?? 0) > 0)) return false;
    for (const table of this.#tables.get(pods.index) ?? []) if (!table.allows(node)) return false;
    const relations = this.#relations[pods.index];
    if (relations === undefined) return true;
    for (const relation of relations.apart) if (this.#shares(relation, node)) return false;
    for (const relation of relations.together) if (!this.#joins(relation, node)) return false;
    return true;
  }

  /** Whether a pod the relation speaks of is in the node's place. A node without the label is in no place. */
  #shares({ topologyKey, classes }: Relation, node: number): boolean {
    const value = this.nodes[node]?.labels[topologyKey];
    if (value === undefined) return false;
    return classes.some((index) => {
      for (const other of this.#ofClass[index]?.keys() ?? []) {
        if (this.nodes[other]?.labels[topologyKey] === value) return true;
      }
      return false;
    });
  }

  /** Affinity: a partner is there, or there is none anywhere and the pod would be its own. */
  #joins(relation: Relation, node: number): boolean {
    if (this.nodes[node]?.labels[relation.topologyKey] === undefined) return false;
    if (this.#shares(relation, node)) return true;
    return relation.self && relation.classes.every((index) => (this.#ofClass[index]?.size ?? 0) === 0);
  }
}

const NO_NODE = new Uint8Array(0);

function add(counts: Map<number, number>, key: number, by: number): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}
