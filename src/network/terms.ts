import { formatCidr } from "../world/address-cidr.ts";
import type { Block } from "./address-atoms.ts";
import type { Layer, PeerTerm, Policy, Selector } from "./policy.ts";

/** The distinct selectors and blocks of a view's policies; rules refer to them by `key` and `blockKey`. */
export interface Terms {
  readonly selectors: readonly Selector[];
  readonly blocks: readonly Block[];
  /** The position of a selector or a block in those lists. */
  readonly selectorIds: ReadonlyMap<string, number>;
  readonly blockIds: ReadonlyMap<string, number>;
}

export function blockKey({ cidr, except }: Block): string {
  return except.length === 0 ? formatCidr(cidr) : `${formatCidr(cidr)} ${except.map(formatCidr).sort()}`;
}

/** Interns every selector and block of the layers' policies. */
export function termsOf(layers: readonly Layer[]): Terms {
  const selectors: Selector[] = [];
  const blocks: Block[] = [];
  const selectorIds = new Map<string, number>();
  const blockIds = new Map<string, number>();
  const addSelector = (selector: Selector): void => {
    if (selectorIds.has(selector.key)) return;
    selectorIds.set(selector.key, selectors.length);
    selectors.push(selector);
  };
  for (const policy of layers.flatMap((layer) => layer.policies)) {
    addSelector(policy.subjects);
    for (const peer of peersOf(policy)) {
      if (peer.kind === "pods" || peer.kind === "nodes") addSelector(peer.selector);
      if (peer.kind !== "block") continue;
      const key = blockKey(peer);
      if (blockIds.has(key)) continue;
      blockIds.set(key, blocks.length);
      blocks.push(peer);
    }
  }
  return { selectors, blocks, selectorIds, blockIds };
}

function peersOf({ ingress, egress }: Policy): readonly PeerTerm[] {
  const rules = [...(ingress?.rules ?? []), ...(egress?.rules ?? [])];
  return rules.flatMap((rule) => rule.peers.flatMap(leavesOf));
}

/** The terms that name something, whatever they are combined to. */
function leavesOf(term: PeerTerm): readonly PeerTerm[] {
  if (term.kind === "all-of" || term.kind === "any-of") return term.terms.flatMap(leavesOf);
  return term.kind === "not" || term.kind === "maybe" ? leavesOf(term.term) : [term];
}
