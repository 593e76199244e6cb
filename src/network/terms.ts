import { formatCidr } from "../world/addresses/cidr.ts";
import type { Block, BlockSet } from "./address-atoms.ts";
import type { Layer, PeerTerm, Policy, Selector } from "./policy.ts";

/** The distinct selectors and sets of blocks of a view's policies; rules refer to them by `key` and `blockKey`. */
export interface Terms {
  readonly selectors: readonly Selector[];
  readonly blocks: readonly BlockSet[];
  /** The position of a selector or a set of blocks in those lists. */
  readonly selectorIds: ReadonlyMap<string, number>;
  readonly blockIds: ReadonlyMap<string, number>;
}

export function blockKey(set: BlockSet): string {
  const [only, more] = set;
  return only !== undefined && more === undefined ? keyOf(only) : set.map(keyOf).sort().join(" | ");
}

function keyOf({ cidr, except }: Block): string {
  return except.length === 0 ? formatCidr(cidr) : `${formatCidr(cidr)} ${except.map(formatCidr).sort()}`;
}

/** Alternatives, the blocks among them as one set: addresses are cut where a list of blocks ends, not at each block. */
export function splitBlocks(terms: readonly PeerTerm[]): {
  readonly blocks: BlockSet;
  readonly others: readonly PeerTerm[];
} {
  const blocks: Block[] = [];
  const others: PeerTerm[] = [];
  for (const term of terms) {
    if (term.kind === "block") blocks.push(term);
    else others.push(term);
  }
  return { blocks, others };
}

/** Interns every selector and set of blocks of the layers' policies. */
export function termsOf(layers: readonly Layer[]): Terms {
  const selectors: Selector[] = [];
  const blocks: BlockSet[] = [];
  const selectorIds = new Map<string, number>();
  const blockIds = new Map<string, number>();
  const addSelector = (selector: Selector): void => {
    if (selectorIds.has(selector.key)) return;
    selectorIds.set(selector.key, selectors.length);
    selectors.push(selector);
  };
  const addAny = (terms: readonly PeerTerm[]): void => {
    const split = splitBlocks(terms);
    if (split.blocks.length > 0) {
      const key = blockKey(split.blocks);
      if (!blockIds.has(key)) {
        blockIds.set(key, blocks.length);
        blocks.push(split.blocks);
      }
    }
    for (const term of split.others) {
      if (term.kind === "pods" || term.kind === "nodes") addSelector(term.selector);
      else if (term.kind === "any-of") addAny(term.terms);
      else if (term.kind === "all-of") for (const part of term.terms) addAny([part]);
      else if (term.kind === "not" || term.kind === "maybe") addAny([term.term]);
    }
  };
  for (const policy of layers.flatMap((layer) => layer.policies)) {
    addSelector(policy.subjects);
    for (const { peers } of rulesOf(policy)) addAny(peers);
  }
  return { selectors, blocks, selectorIds, blockIds };
}

function rulesOf({ ingress, egress }: Policy) {
  return [...(ingress?.rules ?? []), ...(egress?.rules ?? [])];
}
