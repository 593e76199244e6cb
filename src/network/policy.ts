import type { Cidr } from "../world/addresses/cidr.ts";
import type { Path } from "../world/json.ts";
import type { Resource } from "../world/resource.ts";
import type { Labels } from "../world/selector.ts";
import type { Protocol } from "./port-set.ts";

/**
 * What every policy dialect compiles to: layers of policies with ordered rules, whose first verdict counts. Dialects
 * know their kinds, the engine knows only this.
 */

/**
 * Which pods (or nodes) something applies to. `undefined` from a predicate means it cannot be told (an operator
 * nobody knows); `key` is equal for equal selectors, so that each is evaluated once.
 */
export interface Selector {
  readonly key: string;
  /** Only pods of this namespace; undefined: of any. Lets the engine look at a namespace's pods alone. */
  readonly namespace: string | undefined;
  /** One label every match must bear, to find candidates by; undefined where there is none. */
  readonly label: readonly [key: string, value: string] | undefined;
  matches(subject: Subject): boolean | undefined;
}

/** What a selector may look at. */
export interface Subject {
  readonly kind: "pod" | "node";
  readonly namespace: string;
  readonly labels: Labels;
  readonly namespaceLabels: Labels;
  readonly serviceAccount: string;
  /** The node's name, for a node and what is taken for one. */
  readonly node?: string;
}

/** One alternative of a rule's peers. */
export type PeerTerm =
  | { readonly kind: "any" }
  | { readonly kind: "pods"; readonly selector: Selector }
  | { readonly kind: "nodes"; readonly selector: Selector }
  | { readonly kind: "block"; readonly cidr: Cidr; readonly except: readonly Cidr[] }
  /** Addresses that no pod and no node is known to have. */
  | { readonly kind: "outside" }
  /**
   * The node the policy's own pod is on. `counted`: any node may be it where pods are not looked at one by one. Not so
   * for what a pod's node sends it, which is let in whatever policies say (network.md 13) and no part of a relation.
   */
  | { readonly kind: "own-node"; readonly counted: boolean }
  /** What all of the terms stand for; everything where there is none. */
  | { readonly kind: "all-of"; readonly terms: readonly PeerTerm[] }
  /** What any of the terms stands for; nothing where there is none. */
  | { readonly kind: "any-of"; readonly terms: readonly PeerTerm[] }
  | { readonly kind: "not"; readonly term: PeerTerm }
  /** Any part of what the term stands for, and nothing beyond: which part is not known, for this reason. */
  | { readonly kind: "maybe"; readonly term: PeerTerm; readonly reason: string };

/** One alternative of a rule's ports. A name is looked up on the pod the packet goes to. */
export type PortTerm =
  | { readonly kind: "range"; readonly protocol: Protocol; readonly first: number; readonly last: number }
  | { readonly kind: "named"; readonly protocol: Protocol; readonly name: string };

export type Action = "allow" | "deny" | "pass";
export type Direction = "ingress" | "egress";

export interface Rule {
  readonly action: Action;
  /** Alternatives; empty matches nobody. */
  readonly peers: readonly PeerTerm[];
  /** Alternatives; `all` for rules without ports. */
  readonly ports: readonly PortTerm[] | "all";
  /** Set where the rule says more than the engine understands: it may or may not match, for this reason. */
  readonly uncertain?: string;
  /** The rule's place in its policy. */
  readonly path: Path;
}

export interface Policy {
  readonly resource: Resource;
  /** What it selects; undefined where that could not be read: then it may apply to any pod of `namespace`. */
  readonly subjects: Selector;
  /** Set where the policy as a whole is not understood or malformed. */
  readonly uncertain?: string;
  /** Selectors of its rules that are malformed, each with its place: to name them, they are judged pod by pod. */
  readonly malformed?: readonly { readonly path: Path; readonly reason: string }[];
  readonly ingress: DirectionRules | undefined;
  readonly egress: DirectionRules | undefined;
}

export interface DirectionRules {
  readonly rules: readonly Rule[];
  /** Whether selecting a pod alone turns what no rule of the layer decides into the layer's end. */
  readonly isolates: boolean;
}

/**
 * Policies that are looked at together, in order. What none of their rules decides meets `end` when a policy that
 * isolates selected the pod, and otherwise goes on to the next layer. After the last layer everything is allowed.
 */
export interface Layer {
  readonly id: string;
  readonly title: string;
  readonly end: "deny" | "next";
  /** Whether its denies hold even for what a pod's own node sends it. */
  readonly deniesOwnNode?: boolean;
  readonly policies: readonly Policy[];
}
