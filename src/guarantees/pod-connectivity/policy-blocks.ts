import type { Layer, PeerTerm, Policy } from "../../network/policy.ts";
import { type Address, parseAddress } from "../../world/addresses/address.ts";
import { type Cidr, contains, covers, parseCidr } from "../../world/addresses/cidr.ts";
import type { AddressMention } from "../../world/addresses/scan.ts";
import { at } from "../../world/json.ts";
import type { World } from "../../world/world.ts";
import type { Lost } from "../address-lost.ts";
import { podRanges } from "./pod-ranges.ts";

/** Whether a mention keeps its addresses out instead of letting them in. */
function keepsOut({ path, resource: { object } }: Pick<AddressMention, "path" | "resource">): boolean {
  if (path.includes("except") || path.includes("notNets")) return true;
  const rule = path.findIndex((step) => /^(?:in|e)gress(?:Deny)?$/.test(String(step)));
  return String(path[rule]).endsWith("Deny") || at(object, ...path.slice(0, rule + 2), "action") === "Deny";
}

/** The mentions of an object that admit, or those that keep out; undefined where there are none. */
export function part(lost: Lost, wanted: "admitted" | "kept-out"): Lost | undefined {
  const mentions = lost.mentions.filter((mention) => keepsOut(mention) === (wanted === "kept-out"));
  if (mentions.length === 0) return undefined;
  return { ...lost, mentions, exact: mentions.some(({ as }) => as === "address") };
}

/** The block a mention is written as; an address alone is one. */
export function blockOf({ text }: Pick<AddressMention, "text">): Cidr | undefined {
  const address = parseAddress(text);
  return address === undefined ? parseCidr(text) : parseCidr(`${text}/${address.family === 4 ? 32 : 128}`);
}

/** Whether a policy has a peer that is this very block, or keeps it out of one. */
export function hasBlock({ ingress, egress }: Policy, block: Cidr): boolean {
  const terms = [...(ingress?.rules ?? []), ...(egress?.rules ?? [])].flatMap(({ peers }) => peers);
  const same = (one: Cidr): boolean =>
    one.family === block.family && one.first === block.first && one.last === block.last;
  return terms.flatMap(leaves).some((term) => same(term.cidr) || term.except.some(same));
}

type BlockTerm = PeerTerm & { readonly kind: "block" };

function leaves(term: PeerTerm): readonly BlockTerm[] {
  if (term.kind === "block") return [term];
  if (term.kind === "all-of" || term.kind === "any-of") return term.terms.flatMap(leaves);
  return term.kind === "not" || term.kind === "maybe" ? leaves(term.term) : [];
}

/**
 * The layers as they mean the nodes that come: an address that a rule names by itself is an old node's, and no new
 * node is given that one, nor one of the pods' ranges. What another block of several addresses holds stays open.
 */
export function withoutAddressesOf(world: World, layers: readonly Layer[]): readonly Layer[] {
  const ranges = podRanges(world);
  const gone = world.nodes.flatMap(({ addresses }) =>
    addresses.flatMap(({ address }) => parseAddress(address) ?? []),
  );
  const isGone = (cidr: Cidr): boolean =>
    (cidr.first === cidr.last && gone.some((one: Address) => contains(cidr, one))) ||
    ranges.some((range) => covers(range, cidr));
  const term = (one: PeerTerm): PeerTerm => {
    switch (one.kind) {
      case "block":
        return isGone(one.cidr)
          ? { kind: "any-of", terms: [] }
          : { ...one, except: one.except.filter((hole) => !isGone(hole)) };
      case "all-of":
      case "any-of":
        return { ...one, terms: one.terms.map(term) };
      case "not":
      case "maybe":
        return { ...one, term: term(one.term) };
      default:
        return one;
    }
  };
  const side = (rules: Policy["ingress"]): Policy["ingress"] =>
    rules === undefined
      ? undefined
      : { ...rules, rules: rules.rules.map((rule) => ({ ...rule, peers: rule.peers.map(term) })) };
  return layers.map((layer) => ({
    ...layer,
    policies: layer.policies.map((one) => ({ ...one, ingress: side(one.ingress), egress: side(one.egress) })),
  }));
}
