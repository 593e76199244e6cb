import type { Address } from "../world/addresses/address.ts";
import { contains } from "../world/addresses/cidr.ts";
import { holdsAll, mayHoldHost } from "./classes.ts";
import { both } from "./label-selector.ts";
import type { PeerTerm, Subject } from "./policy.ts";
import type { NamedPort, NodeSubject, PodSubject } from "./subjects.ts";
import type { NetworkOptions } from "./view.ts";

/** One pod, node or address as policies see it: what a class is for many. */
export interface Endpoint {
  readonly kind: "pod" | "node" | "address";
  /** Undefined for an address outside. */
  readonly subject: Subject | undefined;
  /** A node, a pod taken for one or an address: no policy of pods applies to it. */
  readonly host: boolean;
  readonly addresses: readonly Address[];
  /** What its address would be of, where none is known. */
  readonly family?: Address["family"];
  readonly namedPorts: readonly NamedPort[];
  /** The node it is or runs on. */
  readonly nodeName: string | undefined;
}

export function podEndpoint({ pod, subject, asNode, addresses, family, namedPorts }: PodSubject): Endpoint {
  return {
    kind: "pod",
    subject,
    host: asNode,
    addresses,
    family,
    namedPorts: asNode ? [] : namedPorts,
    nodeName: pod.nodeName,
  };
}

export function nodeEndpoint({ node, subject, addresses, family }: NodeSubject): Endpoint {
  return { kind: "node", subject, host: true, addresses, family, namedPorts: [], nodeName: node.name };
}

export function addressEndpoint(address: Address): Endpoint {
  return {
    kind: "address",
    subject: undefined,
    host: true,
    addresses: [address],
    namedPorts: [],
    nodeName: undefined,
  };
}

/** Whether a peer term of `own`'s policies stands for the endpoint; undefined where that cannot be told. */
export function isPeer(
  term: PeerTerm,
  one: Endpoint,
  own: Endpoint,
  options: NetworkOptions,
): boolean | undefined {
  switch (term.kind) {
    case "any":
      return true;
    case "pods":
    case "nodes":
      return one.subject === undefined ? false : term.selector.matches(one.subject);
    case "block":
      return isInside(term, one, options);
    case "outside":
      return one.kind === "address";
    case "own-node":
      return isOwnNode(term, one, own);
    case "any-of":
      return isAny(term.terms, one, own, options);
    case "all-of":
      return term.terms.map((part) => isPeer(part, one, own, options)).reduce(both, true);
    case "not":
      return not(isPeer(term.term, one, own, options));
    case "maybe":
      return isPeer(term.term, one, own, options) === false ? false : undefined;
  }
}

/** Three-valued or over alternatives. */
export function isAny(
  terms: readonly PeerTerm[],
  one: Endpoint,
  own: Endpoint,
  options: NetworkOptions,
): boolean | undefined {
  let result: boolean | undefined = false;
  for (const term of terms) {
    const here = isPeer(term, one, own, options);
    if (here === true) return true;
    if (here === undefined) result = undefined;
  }
  return result;
}

/** A pod that has no node yet may come to be on any. */
function isOwnNode(
  { counted }: PeerTerm & { kind: "own-node" },
  one: Endpoint,
  own: Endpoint,
): boolean | undefined {
  if (!one.host || one.kind === "address") return false;
  if (own.nodeName === undefined || one.nodeName === undefined) return counted ? undefined : false;
  return own.nodeName === one.nodeName;
}

function not(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

function isInside(
  block: PeerTerm & { kind: "block" },
  one: Endpoint,
  options: NetworkOptions,
): boolean | undefined {
  if (!one.host && !options.ipBlockMatchesPods) return false;
  if (one.addresses.length === 0) {
    const { family = 4 } = one;
    return holdsAll([block], family) || (one.host && mayHoldHost([block], family) ? undefined : false);
  }
  return one.addresses.some(
    (address) => contains(block.cidr, address) && !block.except.some((hole) => contains(hole, address)),
  );
}
