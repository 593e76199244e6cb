import { Bitset } from "./bitset.ts";
import { type Classes, classify, type PeerClass } from "./classes.ts";
import { type Admitted, type Applying, admitted, type Cover } from "./evaluate.ts";
import { Matcher } from "./matcher.ts";
import { minus, type Part, type Partition, plus, plusAll } from "./partition.ts";
import type { Direction } from "./policy.ts";
import { type PortSet, PortSets } from "./port-set.ts";
import type { View } from "./view.ts";

/** Who may reach whom on which ports in one view, kept by classes. */
export interface Relation {
  readonly egress: readonly Admitted[];
  readonly ingress: readonly Admitted[];
}

/** The relations of several views over one set of classes and one table of port sets, so that they compare. */
export interface Network {
  readonly classes: readonly PeerClass[];
  readonly table: PortSets;
  readonly relations: readonly Relation[];
}

/** Compiles the views to relations. Views are judged over the common refinement of their classes. */
export function buildNetwork(views: readonly View[]): Network {
  const table = new PortSets();
  const classes = classify(views);
  const relations = views.map((view, index) => relationOf(view, classes, index, table));
  return { classes: classes.classes, table, relations };
}

function relationOf(view: View, classes: Classes, index: number, table: PortSets): Relation {
  const matcher = new Matcher(classes, index, table);
  const applying = policiesBySubject(view, classes, matcher);
  const side = (direction: Direction): readonly Admitted[] => {
    const cache = new Map<string, Admitted>();
    const open: Admitted = bothModes([{ peers: matcher.full, ports: table.all }]);
    const nothing: Admitted = bothModes([]);
    return classes.classes.map(({ signatures }, id) => {
      const signature = signatures[index];
      if (signature === undefined) return nothing;
      const own = applying(id, direction);
      if (own.key === "") return open;
      const ports = direction === "ingress" ? signature.namedPorts : undefined;
      const key = `${own.key} ${ports === undefined ? "" : JSON.stringify(ports)}`;
      let result = cache.get(key);
      if (result === undefined) {
        result = admitted(own.applying, direction, matcher, ports);
        cache.set(key, result);
      }
      return result;
    });
  };
  return { egress: side("egress"), ingress: side("ingress") };
}

function bothModes(cover: Cover): Admitted {
  return { certain: cover, possible: cover };
}

/** Which policies select each class, found from the policies' side: most select few. */
function policiesBySubject(view: View, classes: Classes, matcher: Matcher) {
  const byClass: number[][] = classes.classes.map(() => []);
  const all = view.layers.flatMap((layer) => layer.policies.map((policy) => ({ layer, policy })));
  all.forEach(({ policy }, id) => {
    for (const one of matcher.selector(policy.subjects).possible) byClass[one]?.push(id);
  });
  return (one: number, direction: Direction): { key: string; applying: readonly Applying[] } => {
    const ids = (byClass[one] ?? []).filter((id) => all[id]?.policy[direction] !== undefined);
    const marks = ids.map((id) => {
      const entry = all[id] as (typeof all)[number];
      return { ...entry, maybe: !matcher.selector(entry.policy.subjects).certain.has(one) };
    });
    const key = marks.map(({ maybe }, at) => `${ids[at]}${maybe ? "?" : ""}`).join();
    const layers = [...new Set(marks.map(({ layer }) => layer))];
    const applying = layers.map((layer) => ({
      layer,
      policies: marks.filter((mark) => mark.layer === layer),
    }));
    return { key, applying };
  };
}

type Mode = "certain" | "possible";

/** Everything a class may send to, as a partition of peers by ports, for sources in any order. */
export function rows(network: Network, view: number, mode: Mode): (source: number) => Partition {
  const { table, classes } = network;
  const { egress, ingress } = network.relations[view] as Relation;
  const covers = ingress.map((one) => one[mode]);
  const incoming = transpose(covers, classes.length);
  return (source) => {
    const single = new Singles(table);
    let row: Partition = [];
    for (const part of egress[source]?.[mode] ?? []) {
      if (part.peers.count() * WIDE_SHARE < classes.length) {
        // Few destinations: look at each one's own rules.
        for (const destination of part.peers) {
          for (const { peers, ports } of covers[destination] ?? []) {
            if (peers.has(source)) single.add(destination, table.intersect(part.ports, ports));
          }
        }
        continue;
      }
      for (const { ports, from, to } of incoming.wide) {
        if (!from.has(source)) continue;
        const both = table.intersect(part.ports, ports);
        if (both === table.none) continue;
        const peers = part.peers.and(to);
        if (!peers.isEmpty()) row = plus(row, { peers, ports: both }, table);
      }
      for (const [destination, ports] of incoming.narrow[source] ?? []) {
        if (part.peers.has(destination)) single.add(destination, table.intersect(part.ports, ports));
      }
    }
    const singles = single.parts(classes.length);
    // Each destination is in one of them, and each has other ports: alone they are a partition already.
    return row.length === 0 ? singles : plusAll(row, singles, table);
  };
}

/** Ports gathered destination by destination. */
class Singles {
  readonly #ports = new Map<number, PortSet>();

  constructor(readonly table: PortSets) {}

  add(destination: number, ports: PortSet): void {
    const { table } = this;
    if (ports === table.none) return;
    this.#ports.set(destination, table.union(this.#ports.get(destination) ?? table.none, ports));
  }

  parts(size: number): readonly Part[] {
    const byPorts = new Map<PortSet, Bitset>();
    for (const [destination, ports] of this.#ports) {
      let peers = byPorts.get(ports);
      if (peers === undefined) {
        peers = new Bitset(size);
        byPorts.set(ports, peers);
      }
      peers.add(destination);
    }
    return [...byPorts].map(([ports, peers]) => ({ peers, ports }));
  }
}

interface Incoming {
  /** For sources many destinations admit: the destinations, and the sources all of them admit. */
  readonly wide: readonly { readonly ports: PortSet; readonly from: Bitset; readonly to: Bitset }[];
  /** By source: single destinations and their ports. */
  readonly narrow: readonly (readonly (readonly [destination: number, ports: PortSet])[])[];
}

/**
 * Ingress by source. Destinations that share a result (and there are few results) are handled as one set; results
 * that admit few sources are listed source by source. Both together cost the size of what is listed.
 */
function transpose(ingress: readonly Cover[], size: number): Incoming {
  const shared = new Map<Bitset, Map<PortSet, Bitset>>();
  const narrow: [number, PortSet][][] = Array.from({ length: size }, () => []);
  const counts = new Map<Bitset, number>();
  ingress.forEach((cover, destination) => {
    for (const { peers, ports } of cover) {
      let members = counts.get(peers);
      if (members === undefined) {
        members = peers.count();
        counts.set(peers, members);
      }
      if (members * WIDE_SHARE < size) {
        for (const source of peers) narrow[source]?.push([destination, ports]);
        continue;
      }
      const byPorts = shared.get(peers) ?? new Map<PortSet, Bitset>();
      shared.set(peers, byPorts);
      const to = byPorts.get(ports) ?? new Bitset(size);
      byPorts.set(ports, to);
      to.add(destination);
    }
  });
  const wide = [...shared].flatMap(([from, byPorts]) =>
    [...byPorts].map(([ports, to]) => ({ ports, from, to })),
  );
  return { wide: mergeEqual(wide), narrow };
}

/** Results with at least one source in this many are kept as sets. */
const WIDE_SHARE = 8;

/** Equal sets of sources that different computations made are one. */
function mergeEqual(wide: Incoming["wide"]): Incoming["wide"] {
  const byKey = new Map<string, { ports: PortSet; from: Bitset; to: Bitset }>();
  for (const one of wide) {
    const key = `${one.ports.id} ${one.from.words.join()}`;
    const there = byKey.get(key);
    byKey.set(key, there === undefined ? one : { ...there, to: there.to.or(one.to) });
  }
  return [...byKey.values()];
}

/** What a row has that another has not. */
export function difference(row: Partition, other: Partition, table: PortSets): Partition {
  return other.reduce((rest, part) => minus(rest, part, table), row);
}
