import { overlaps, parseCidr } from "../../../world/addresses/cidr.ts";
import type { PeerTerm, Selector } from "../../policy.ts";
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
const LINK: PeerTerm = {
  kind: "all-of",
  terms: [
    OUTSIDE,
    { kind: "any-of", terms: LINK_LOCAL.map((cidr) => ({ kind: "block", cidr, except: [] })) },
  ],
};
const LINK_REASON =
  "whether Cilium takes a link-local address for the host or the world depends on its version";

/** Part of it, nobody knows which. */
export function maybe(term: PeerTerm, reason: string): PeerTerm {
  return { kind: "maybe", term, reason };
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

/** The entities of one rule together (pkg/policy/api/entity.go); undefined for a name that is none. */
export function entitiesTerm(names: readonly string[]): PeerTerm | undefined {
  const terms = names.map((name) => ENTITIES.get(name));
  if (terms.includes(undefined)) return undefined;
  // One of both is every node, whichever it is for a pod.
  if (names.includes("host") && names.includes("remote-node")) terms.push(NODES);
  return { kind: "any-of", terms: terms.filter((term) => term !== undefined) };
}

const HOST: PeerTerm = {
  kind: "any-of",
  terms: [maybe(NODES, "which node is the pod's own differs from pod to pod"), maybe(LINK, LINK_REASON)],
};
const ENTITIES: ReadonlyMap<string, PeerTerm> = new Map([
  ["all", EVERYBODY],
  ["world", WORLD],
  ["world-ipv4", worldOf("0.0.0.0/0")],
  ["world-ipv6", worldOf("::/0")],
  ["cluster", { kind: "any-of", terms: [PODS, NODES, maybe(LINK, LINK_REASON)] }],
  ["host", HOST],
  ["remote-node", maybe(NODES, "which nodes are not the pod's own differs from pod to pod")],
  [
    "kube-apiserver",
    maybe({ kind: "any-of", terms: [NODES, OUTSIDE] }, "which addresses the API server has is not followed"),
  ],
  ["health", maybe(OUTSIDE, "the addresses of Cilium's health checks are not known")],
  ["ingress", maybe(OUTSIDE, "the addresses of Cilium's ingress are not known")],
  ["unmanaged", maybe(PODS, "which pods Cilium does not manage is not known")],
  // Endpoints still starting: none lasts, so none is counted.
  ["init", NOBODY],
  ["none", NOBODY],
]);

function worldOf(text: string): PeerTerm {
  const cidr = parseCidr(text);
  return cidr === undefined
    ? NOBODY
    : { kind: "all-of", terms: [WORLD, { kind: "block", cidr, except: [] }] };
}
