import type { Address } from "../../../world/addresses/address.ts";
import { cidrOf, overlaps, parseCidr } from "../../../world/addresses/cidr.ts";
import type { Direction, PeerTerm, Selector } from "../../policy.ts";
import type { CiliumContext } from "./context.ts";

/** Peers as Cilium has them: every address is a pod's, a node's, or the world's, and only CIDRs look at it. */

const ANY_POD: Selector = {
  key: "cilium every pod",
  namespace: undefined,
  label: undefined,
  matches: ({ kind }) => kind === "pod",
};
const ANY_NODE: Selector = {
  key: "cilium every node",
  namespace: undefined,
  label: undefined,
  matches: ({ kind }) => kind === "node",
};

export const EVERYBODY: PeerTerm = { kind: "any" };
export const NOBODY: PeerTerm = { kind: "any-of", terms: [] };
export const PODS: PeerTerm = { kind: "pods", selector: ANY_POD };
export const NODES: PeerTerm = { kind: "nodes", selector: ANY_NODE };
export const OUTSIDE: PeerTerm = { kind: "outside" };

/** Addresses of the link alone: NodeLocal DNS has one. Whether they are the host's or the world's is not known. */
const LINK_LOCAL = ["169.254.0.0/16", "fe80::/10"].flatMap((text) => parseCidr(text) ?? []);
export const LINK: PeerTerm = {
  kind: "all-of",
  terms: [
    OUTSIDE,
    { kind: "any-of", terms: LINK_LOCAL.map((cidr) => ({ kind: "block", cidr, except: [] })) },
  ],
};
export const LINK_REASON =
  "whether Cilium takes a link-local address for the host or the world depends on its version";

/** Part of it, nobody knows which. */
export function maybe(term: PeerTerm, reason: string): PeerTerm {
  return { kind: "maybe", term, reason };
}

/** The node a pod is on. What it sends the pod is let in anyway, so for ingress no other node is it. */
export function ownNode(direction: Direction): PeerTerm {
  return { kind: "own-node", counted: direction === "egress" };
}

/** A node's address, or one outside: no pod's. */
export function hostTerm(address: Address): PeerTerm {
  const cidr = cidrOf(address);
  if (cidr === undefined) return NOBODY;
  const block: PeerTerm = { kind: "block", cidr, except: [] };
  return { kind: "all-of", terms: [{ kind: "any-of", terms: [NODES, OUTSIDE] }, block] };
}

/** Addresses that are no pod's and no node's. */
export const WORLD: PeerTerm = {
  kind: "any-of",
  terms: [{ kind: "all-of", terms: [OUTSIDE, { kind: "not", term: LINK }] }, maybe(LINK, LINK_REASON)],
};

/** A CIDR names the world's addresses and, where the agent is set so, nodes' (policy-cidr-match-mode). */
export function cidrTerm(
  block: PeerTerm & { readonly kind: "block" },
  { settings }: CiliumContext,
): PeerTerm {
  const terms: PeerTerm[] = [{ kind: "all-of", terms: [touchesLink(block) ? WORLD : OUTSIDE, block] }];
  if (settings.cidrsMatchNodes) terms.push({ kind: "all-of", terms: [NODES, block] });
  return terms.length === 1 ? (terms[0] as PeerTerm) : { kind: "any-of", terms };
}

function touchesLink({ cidr }: PeerTerm & { readonly kind: "block" }): boolean {
  return LINK_LOCAL.some((link) => overlaps(link, cidr));
}
