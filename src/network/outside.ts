import type { AddressRange } from "./address-atoms.ts";
import { Bitset } from "./bitset.ts";
import { ALL_NODES, compareText, mergeRanges, nodesName, rangesText } from "./names.ts";
import type { Network } from "./relation.ts";

/** Nodes, or outside addresses, that are named together: one end of a line. */
export interface HostGroup {
  readonly kind: "nodes" | "addresses";
  readonly name: string;
  readonly ranges: readonly AddressRange[];
  readonly nodes: readonly string[];
  /** The classes it is made of. */
  readonly classes: readonly number[];
}

/** Names sets of classes that are no pods. Equal sets are one group. */
export class Hosts {
  readonly nodes: Bitset;
  readonly outside: Bitset;
  readonly #network: Network;
  readonly #families: ReadonlySet<4 | 6>;
  readonly #groups = new Map<string, HostGroup | undefined>();
  readonly #everyNode: number;

  constructor(network: Network, view: number) {
    this.#network = network;
    this.nodes = new Bitset(network.classes.length);
    this.outside = new Bitset(network.classes.length);
    let count = 0;
    network.classes.forEach(({ kind, nodes, signatures }, id) => {
      if (signatures[view] === undefined) return;
      if (kind === "outside") this.outside.add(id);
      if (kind === "nodes") this.nodes.add(id);
      count += nodes.length;
    });
    this.#everyNode = count;
    this.#families = familiesOf(network);
  }

  /** The groups among some classes: all nodes of them together, and all addresses. */
  among(peers: Bitset): readonly HostGroup[] {
    const groups = [
      this.#group("nodes", peers.and(this.nodes)),
      this.#group("addresses", peers.and(this.outside)),
    ];
    return groups.filter((group) => group !== undefined);
  }

  #group(kind: HostGroup["kind"], peers: Bitset): HostGroup | undefined {
    if (peers.isEmpty()) return undefined;
    const key = `${kind} ${peers.words.join()}`;
    if (!this.#groups.has(key))
      this.#groups.set(key, kind === "nodes" ? this.#nodes(peers) : this.#addresses(peers));
    return this.#groups.get(key);
  }

  /** The group without one node, for which something else holds. */
  without(group: HostGroup, node: string): HostGroup | undefined {
    return group.nodes.includes(node)
      ? nodeGroup(
          group.nodes.filter((name) => name !== node),
          group.classes,
        )
      : group;
  }

  #nodes(peers: Bitset): HostGroup {
    const nodes = [...peers]
      .flatMap((id) => this.#network.classes[id]?.nodes ?? [])
      .map(({ node }) => node.name)
      .sort(compareText);
    const group = { kind: "nodes", name: nodesName(nodes), ranges: [], nodes, classes: [...peers] } as const;
    return nodes.length === this.#everyNode ? { ...group, name: ALL_NODES } : group;
  }

  #addresses(peers: Bitset): HostGroup | undefined {
    const all = [...peers].flatMap((id) => this.#network.classes[id]?.ranges ?? []);
    const ranges = mergeRanges(all.filter(({ first }) => this.#families.has(first.family)));
    return ranges.length === 0
      ? undefined
      : { kind: "addresses", name: rangesText(ranges), ranges, nodes: [], classes: [...peers] };
  }
}

export function nodeGroup(nodes: readonly string[], classes: readonly number[]): HostGroup | undefined {
  return nodes.length === 0
    ? undefined
    : { kind: "nodes", name: nodesName(nodes), ranges: [], nodes, classes };
}

/** The address families the cluster uses at all: those of its pods, nodes and blocks; IPv4 where there is nothing to tell. */
function familiesOf({ classes }: Network): ReadonlySet<4 | 6> {
  const families = new Set<4 | 6>();
  for (const { pods, nodes, ranges, kind } of classes) {
    for (const { addresses } of [...pods, ...nodes]) for (const { family } of addresses) families.add(family);
    // A range that does not fill its family was cut by a block.
    if (kind === "outside")
      for (const range of ranges) if (!fillsFamily(range)) families.add(range.first.family);
  }
  return families.size === 0 ? new Set([4]) : families;
}

function fillsFamily({ first, last }: AddressRange): boolean {
  const size = first.family === 4 ? 1n << 32n : 1n << 128n;
  return BigInt(last.value) - BigInt(first.value) + 1n === size;
}
