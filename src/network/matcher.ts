import type { BlockSet } from "./address-atoms.ts";
import { Bitset } from "./bitset.ts";
import type { Classes, PeerClass } from "./classes.ts";
import type { Part } from "./partition.ts";
import type { PeerTerm, PortTerm, Rule, Selector } from "./policy.ts";
import type { PortSet, PortSets } from "./port-set.ts";
import type { NamedPort } from "./subjects.ts";
import { blockKey, splitBlocks, type Terms } from "./terms.ts";

/** Classes something matches for certain, and those it may match; the same object where all is certain. */
export interface Match {
  readonly certain: Bitset;
  readonly possible: Bitset;
}

/** Turns terms into sets of classes, for one view. Each distinct selector and block is turned once. */
export class Matcher {
  readonly full: Bitset;
  readonly #outside: Bitset;
  readonly #nodes: Bitset;
  readonly #terms: Terms;
  readonly #bySelector: readonly Match[];
  readonly #byBlock: readonly Match[];
  readonly #ruleCache = new Map<Rule, Match>();
  readonly #namedPorts: ReadonlyMap<string, readonly { readonly port: number; readonly peers: Bitset }[]>;

  constructor(
    { classes, terms }: Classes,
    view: number,
    readonly table: PortSets,
  ) {
    const size = classes.length;
    this.#terms = terms[view] as Terms;
    this.full = new Bitset(size);
    this.#outside = new Bitset(size);
    this.#nodes = new Bitset(size);
    const certain = this.#terms.selectors.map(() => new Bitset(size));
    const maybe = this.#terms.selectors.map((): Bitset | undefined => undefined);
    const inside = this.#terms.blocks.map(() => new Bitset(size));
    const maybeInside = this.#terms.blocks.map((): Bitset | undefined => undefined);
    classes.forEach((one, id) => {
      const signature = one.signatures[view];
      if (signature === undefined) return;
      this.full.add(id);
      if (one.kind === "outside") this.#outside.add(id);
      else if (signature.host) this.#nodes.add(id);
      for (const selector of signature.selectors) certain[selector]?.add(id);
      for (const selector of signature.maybe) {
        const peers = maybe[selector] ?? new Bitset(size);
        maybe[selector] = peers;
        peers.add(id);
      }
      for (const block of signature.blocks) inside[block]?.add(id);
      for (const block of signature.maybeBlocks) {
        const peers = maybeInside[block] ?? new Bitset(size);
        maybeInside[block] = peers;
        peers.add(id);
      }
    });
    this.#bySelector = matchesOf(certain, maybe);
    this.#byBlock = matchesOf(inside, maybeInside);
    this.#namedPorts = namedPorts(classes, view);
  }

  /** The classes a rule's peers stand for. */
  peers(rule: Rule): Match {
    let match = this.#ruleCache.get(rule);
    if (match === undefined) {
      match = this.#any(rule.peers);
      this.#ruleCache.set(rule, match);
    }
    return match;
  }

  selector(selector: Selector): Match {
    const id = this.#terms.selectorIds.get(selector.key);
    return (id === undefined ? undefined : this.#bySelector[id]) ?? this.#nothing();
  }

  /**
   * The parts of a rule's peers and ports. For ingress, names are looked up on the subject; for egress on each peer,
   * so one rule may give several parts.
   */
  parts(
    peers: Bitset,
    ports: Rule["ports"],
    subjectPorts: readonly NamedPort[] | undefined,
  ): readonly Part[] {
    if (ports === "all") return [{ peers, ports: this.table.all }];
    let fixed = this.table.none;
    const byPeer: Part[] = [];
    for (const term of ports) {
      if (term.kind === "range")
        fixed = this.table.union(fixed, this.table.of(term.protocol, term.first, term.last));
      else if (subjectPorts !== undefined)
        fixed = this.table.union(fixed, this.#onSubject(term, subjectPorts));
      else byPeer.push(...this.#onPeers(term, peers));
    }
    return fixed === this.table.none ? byPeer : [{ peers, ports: fixed }, ...byPeer];
  }

  #onSubject(term: PortTerm & { kind: "named" }, subjectPorts: readonly NamedPort[]): PortSet {
    return subjectPorts
      .filter(({ name, protocol }) => name === term.name && protocol === term.protocol)
      .reduce(
        (sum, { protocol, port }) => this.table.union(sum, this.table.of(protocol, port, port)),
        this.table.none,
      );
  }

  #onPeers(term: PortTerm & { kind: "named" }, peers: Bitset): readonly Part[] {
    return (this.#namedPorts.get(`${term.name}/${term.protocol}`) ?? []).flatMap(
      ({ port, peers: having }) => {
        const both = peers.and(having);
        return both.isEmpty() ? [] : [{ peers: both, ports: this.table.of(term.protocol, port, port) }];
      },
    );
  }

  #any(terms: readonly PeerTerm[]): Match {
    const { blocks, others } = splitBlocks(terms);
    const parts = others.map((term) => this.#term(term));
    if (blocks.length > 0) parts.push(this.#blocks(blocks));
    const [only, more] = parts;
    return only !== undefined && more === undefined ? only : parts.reduce(either, this.#nothing());
  }

  #blocks(set: BlockSet): Match {
    const id = this.#terms.blockIds.get(blockKey(set));
    return (id === undefined ? undefined : this.#byBlock[id]) ?? this.#nothing();
  }

  #term(term: PeerTerm): Match {
    switch (term.kind) {
      case "any":
        return exactly(this.full);
      case "pods":
      case "nodes":
        return this.selector(term.selector);
      case "block":
        return this.#blocks([term]);
      case "outside":
        return exactly(this.#outside);
      case "own-node":
        return term.counted ? { certain: this.#nobody(), possible: this.#nodes } : this.#nothing();
      case "any-of":
        return this.#any(term.terms);
      case "all-of":
        return term.terms.map((one) => this.#term(one)).reduce(both, exactly(this.full));
      case "not":
        return this.#without(this.#term(term.term));
      case "maybe":
        return { certain: this.#nobody(), possible: this.#term(term.term).possible };
    }
  }

  #without({ certain, possible }: Match): Match {
    const rest = this.full.andNot(possible);
    return certain === possible ? exactly(rest) : { certain: rest, possible: this.full.andNot(certain) };
  }

  #nothing(): Match {
    return exactly(this.#nobody());
  }

  #nobody(): Bitset {
    return new Bitset(this.full.size);
  }
}

function exactly(peers: Bitset): Match {
  return { certain: peers, possible: peers };
}

function both(a: Match, b: Match): Match {
  const certain = a.certain.and(b.certain);
  return a.certain === a.possible && b.certain === b.possible
    ? exactly(certain)
    : { certain, possible: a.possible.and(b.possible) };
}

function matchesOf(certain: readonly Bitset[], maybe: readonly (Bitset | undefined)[]): readonly Match[] {
  return certain.map((match, id) => {
    const more = maybe[id];
    return { certain: match, possible: more === undefined ? match : match.or(more) };
  });
}

function either(a: Match, b: Match): Match {
  const certain = a.certain.or(b.certain);
  return a.certain === a.possible && b.certain === b.possible
    ? exactly(certain)
    : { certain, possible: a.possible.or(b.possible) };
}

function namedPorts(classes: readonly PeerClass[], view: number) {
  const byName = new Map<string, Map<number, Bitset>>();
  classes.forEach((one, id) => {
    for (const { name, protocol, port } of one.signatures[view]?.namedPorts ?? []) {
      const key = `${name}/${protocol}`;
      const ports = byName.get(key) ?? new Map<number, Bitset>();
      byName.set(key, ports);
      const peers = ports.get(port) ?? new Bitset(classes.length);
      ports.set(port, peers);
      peers.add(id);
    }
  });
  return new Map(
    [...byName].map(([key, ports]) => [key, [...ports].map(([port, peers]) => ({ port, peers }))] as const),
  );
}
