import { type Cidr, covers, parseCidr } from "../world/addresses/cidr.ts";
import { type AddressRange, type Atom, addressAtoms, atomIndex, type BlockSet } from "./address-atoms.ts";
import { SelectorIndex } from "./selector-index.ts";
import { type NamedPort, type NodeSubject, type PodSubject, subjectsOf } from "./subjects.ts";
import { type Terms, termsOf } from "./terms.ts";
import type { View } from "./view.ts";

/** What one view's policies see of a class: ids of matching selectors and of sets of blocks its addresses lie in. */
export interface Signature {
  readonly selectors: readonly number[];
  readonly maybe: readonly number[];
  readonly blocks: readonly number[];
  /** Blocks its addresses may lie in: those of a host whose addresses nobody knows yet. */
  readonly maybeBlocks: readonly number[];
  readonly namedPorts: readonly NamedPort[];
  /** A node, or a pod taken for one: no policy of pods applies to it. */
  readonly host: boolean;
}

/** Pods, nodes or outside addresses that no policy of any view tells apart. */
export interface PeerClass {
  readonly kind: "pods" | "nodes" | "outside";
  readonly pods: readonly PodSubject[];
  readonly nodes: readonly NodeSubject[];
  readonly ranges: readonly AddressRange[];
  /** By view; undefined in a view that does not have it. */
  readonly signatures: readonly (Signature | undefined)[];
}

export interface Classes {
  readonly classes: readonly PeerClass[];
  readonly terms: readonly Terms[];
}

/**
 * Sorts everything that can send or receive into classes of equal signature in every view. Leaving out named ports,
 * addresses or the host's network would merge what policies tell apart.
 */
export function classify(views: readonly View[]): Classes {
  const byLayers = new Map(
    [...new Set(views.map(({ layers }) => layers))].map((layers) => [layers, termsOf(layers)]),
  );
  const terms = views.map(({ layers }) => byLayers.get(layers) ?? termsOf(layers));
  const outside = outsideAtoms(terms);
  const members = new Map<string, { pods: Map<number, PodSubject>; nodes: Map<number, NodeSubject> }>();
  views.forEach((view, index) => {
    const { pods, nodes } = subjectsOf(view);
    for (const pod of pods) at(members, `${pod.pod.namespace}/${pod.pod.name}`).pods.set(index, pod);
    for (const [key, node] of nodeKeys(nodes)) at(members, key).nodes.set(index, node);
  });
  const signers = views.map((view, index) => signer(view, terms[index] as Terms));
  const classes = new Map<
    string,
    { -readonly [K in "pods" | "nodes"]: PeerClass[K][number][] } & { signatures: PeerClass["signatures"] }
  >();
  for (const { pods, nodes } of members.values()) {
    const isPod = pods.size > 0;
    const signed = views.map((_, index) => {
      const one = isPod ? pods.get(index) : nodes.get(index);
      return one === undefined ? undefined : (signers[index] as Signer)(one);
    });
    const key = `${isPod} ${signed.map((one) => one?.key ?? "-").join(" | ")}`;
    const there = classes.get(key) ?? {
      pods: [],
      nodes: [],
      signatures: signed.map((one) => one?.signature),
    };
    classes.set(key, there);
    const [pod] = pods.values();
    const [node] = nodes.values();
    if (pod !== undefined) there.pods.push(pod);
    else if (node !== undefined) there.nodes.push(node);
  }
  const inside = [...classes.values()].map(
    (one): PeerClass => ({ ...one, kind: one.pods.length > 0 ? "pods" : "nodes", ranges: [] }),
  );
  return { classes: [...inside, ...outside], terms };
}

/**
 * What a node is recognised by in other views: the machine that replaces one keeps the Node read for it, not its
 * name. While a roll is under way both stand side by side; then the later one is known by its own name.
 */
function nodeKeys(nodes: readonly NodeSubject[]): Map<string, NodeSubject> {
  const byKey = new Map<string, NodeSubject>();
  for (const one of nodes) {
    const key = ` ${one.node.resource.ref.name}`;
    byKey.set(byKey.has(key) ? `${key} ${one.node.name}` : key, one);
  }
  return byKey;
}

interface Signed {
  readonly key: string;
  readonly signature: Signature;
}
type Signer = (subject: PodSubject | NodeSubject) => Signed;

function at<T extends { pods: Map<number, PodSubject>; nodes: Map<number, NodeSubject> }>(
  members: Map<string, T>,
  key: string,
): { pods: Map<number, PodSubject>; nodes: Map<number, NodeSubject> } {
  const there = members.get(key) ?? ({ pods: new Map(), nodes: new Map() } as T);
  members.set(key, there);
  return there;
}

/** Signs subjects; pods of one workload share labels, named ports and so all of the work but their addresses'. */
function signer({ options }: View, terms: Terms): Signer {
  const index = new SelectorIndex(terms.selectors);
  const atoms = addressAtoms(terms.blocks);
  const atomOf = atomIndex(atoms);
  const everywhere = byFamily((family) =>
    terms.blocks.flatMap((set, id) => (holdsAll(set, family) ? [id] : [])),
  );
  const partial = byFamily((family) =>
    terms.blocks.flatMap((set, id) => (mayHoldHost(set, family) ? [id] : [])),
  );
  const cache = new Map<string, { selectors: readonly number[]; maybe: readonly number[]; key: string }>();
  const namedKeys = new WeakMap<readonly NamedPort[], string>();
  const labelKeys = new WeakMap<object, string>();
  return (one) => {
    const host = one.kind === "node" || one.asNode;
    const { subject } = one;
    const labels = memo(labelKeys, subject.labels, () => JSON.stringify(subject.labels));
    const cacheKey = `${subject.kind} ${subject.namespace} ${subject.serviceAccount} ${subject.node ?? ""} ${labels}`;
    let matched = cache.get(cacheKey);
    if (matched === undefined) {
      const { certain, possible } = index.matching(subject);
      matched = { selectors: certain, maybe: possible, key: `${certain}?${possible}` };
      cache.set(cacheKey, matched);
    }
    const namedPorts = one.kind === "pod" && !host ? one.namedPorts : NO_PORTS;
    const seen = host || options.ipBlockMatchesPods;
    const located = one.addresses.length > 0;
    const blocks = !seen
      ? NO_BLOCKS
      : located
        ? blocksOf(one.addresses.map(atomOf), atoms)
        : everywhere[one.family];
    // A pod that does not run yet gets an address of the pods' range, which partial blocks are taken not to name.
    const maybeBlocks = host && !located ? partial[one.family] : NO_BLOCKS;
    const named = memo(namedKeys, namedPorts, () =>
      namedPorts
        .map(({ name, protocol, port }) => `${name}:${port}/${protocol}`)
        .sort()
        .join(),
    );
    return {
      key: `${host} ${matched.key} ${named} ${blocks}?${maybeBlocks}`,
      signature: {
        selectors: matched.selectors,
        maybe: matched.maybe,
        blocks,
        maybeBlocks,
        namedPorts,
        host,
      },
    };
  };
}

const NO_PORTS: readonly NamedPort[] = [];
const NO_BLOCKS: readonly number[] = [];

function memo<K extends object>(map: WeakMap<K, string>, key: K, make: () => string): string {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

/** The blocks any of the addresses lies in. */
function blocksOf(found: readonly number[], atoms: readonly Atom[]): readonly number[] {
  if (found.length === 0) return NO_BLOCKS;
  if (found.length === 1) return atoms[found[0] as number]?.blocks ?? NO_BLOCKS;
  const all = new Set(found.flatMap((atom) => atoms[atom]?.blocks ?? NO_BLOCKS));
  return [...all].sort((a, b) => a - b);
}

type Family = Cidr["family"];

function byFamily<T>(make: (family: Family) => T): Readonly<Record<Family, T>> {
  return { 4: make(4), 6: make(6) };
}

/** Whether every address of a family lies in the set. */
export function holdsAll(set: BlockSet, family: Family): boolean {
  return set.some(({ cidr, except }) => cidr.family === family && cidr.bits === 0 && except.length === 0);
}

/** Whether a host whose address nobody knows may be in the set: its address is routed, so never link-local. */
export function mayHoldHost(set: BlockSet, family: Family): boolean {
  return !holdsAll(set, family) && set.some(isRouted);
}

/** Whether the set can hold one host and not another, both of one family. */
export function tellsHostsApart(set: BlockSet, family: Family): boolean {
  return !holdsAll(set, family) && set.some((block) => block.cidr.family === family && isRouted(block));
}

function isRouted({ cidr }: BlockSet[number]): boolean {
  return !NOT_ROUTED.some((local) => covers(local, cidr));
}

const NOT_ROUTED = [
  "169.254.0.0/16",
  "127.0.0.0/8",
  "224.0.0.0/3",
  "fe80::/10",
  "::1/128",
  "ff00::/8",
].flatMap((text) => parseCidr(text) ?? []);

/** Outside addresses, cut at the boundaries of every view's blocks together. */
function outsideAtoms(terms: readonly Terms[]): readonly PeerClass[] {
  const all: BlockSet[] = terms.flatMap(({ blocks }) => blocks);
  const starts: number[] = [];
  let start = 0;
  for (const { blocks } of terms) {
    starts.push(start);
    start += blocks.length;
  }
  return addressAtoms(all).map(
    ({ ranges, blocks }): PeerClass => ({
      kind: "outside",
      pods: [],
      nodes: [],
      ranges,
      signatures: terms.map((own, view): Signature => {
        const first = starts[view] as number;
        const mine = blocks
          .filter((id) => id >= first && id < first + own.blocks.length)
          .map((id) => id - first);
        return {
          selectors: [],
          maybe: [],
          blocks: mine,
          maybeBlocks: NO_BLOCKS,
          namedPorts: NO_PORTS,
          host: true,
        };
      }),
    }),
  );
}
