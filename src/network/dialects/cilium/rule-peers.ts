import { at, isObject, type Json, listOf, stringOf } from "../../../world/json.ts";
import { nodeSelector } from "../../label-selector.ts";
import type { Action, Direction, PeerTerm } from "../../policy.ts";
import { blockOf } from "../cidr-term.ts";
import { cidrSetTerm } from "./cidr-sets.ts";
import type { CiliumContext } from "./context.ts";
import { type Condition, conditionsOf, endpoints, namesNamespaces } from "./endpoint-selector.ts";
import { entitiesTerm } from "./entities.ts";
import { cidrTerm, EVERYBODY, maybe, NOBODY, NODES, OUTSIDE, ownNode } from "./peers.ts";
import { refusesPorts, serviceTerm } from "./services.ts";

/** Where a policy's rules are read. */
export interface CiliumScope {
  /** Undefined for a clusterwide policy. */
  readonly namespace: string | undefined;
  readonly context: CiliumContext;
}

/** The peers of a rule; `undefined` where it names none, which is everybody or nobody as its ports say. */
export interface CiliumPeers {
  readonly terms: readonly PeerTerm[] | undefined;
  /** Reasons for which the agent would refuse the whole policy, or not read it this way. */
  readonly problems: readonly string[];
}

interface RuleScope extends CiliumScope {
  readonly direction: Direction;
  readonly action: Action;
  readonly onPorts: boolean;
}

type Reader = (values: readonly Json[], scope: RuleScope, problems: string[]) => readonly PeerTerm[];

/** The fields that name peers (pkg/policy/api/ingress.go and egress.go), after `from` or `to`. */
const READERS: Readonly<Record<string, Reader>> = {
  Endpoints: (values, scope, problems) => values.map((value) => endpointsTerm(value, scope, problems)),
  Entities: (values, { direction, context }, problems) => {
    const term = entitiesTerm(values.map(String), direction, context);
    if (term === undefined) problems.push(`an entity of ${values.join(", ")} is none`);
    return [term ?? EVERYBODY];
  },
  CIDR: (values, { context }, problems) =>
    values.map((value) => {
      const block = blockOf(stringOf(value) ?? "");
      if (block === undefined) problems.push(`${JSON.stringify(value)} is no CIDR`);
      return block === undefined ? EVERYBODY : cidrTerm(block, context);
    }),
  CIDRSet: (values, { context }, problems) => values.map((value) => cidrSetTerm(value, context, problems)),
  Services: (values, { action, onPorts, context }, problems) => {
    if (action === "deny") return [maybe(EVERYBODY, "toServices of a denying rule is not followed")];
    const refused = onPorts ? refusesPorts(context) : undefined;
    if (refused !== undefined) problems.push(refused);
    return values.map((value) => serviceTerm(value, context, problems));
  },
  FQDNs: () => [maybe(OUTSIDE, "which addresses a DNS name has is not known")],
  Groups: () => [maybe(OUTSIDE, "which addresses a cloud provider's group has is not known")],
  Nodes: (values, { direction, context }, problems) =>
    values.map((value) => nodesTerm(value, direction, context, problems)),
};

export function peersOf(
  rule: Json,
  direction: Direction,
  action: Action,
  { namespace, context }: CiliumScope,
): CiliumPeers {
  const onPorts = listOf(at(rule, "toPorts")).length > 0;
  const scope: RuleScope = { namespace, context, direction, action, onPorts };
  const prefix = direction === "ingress" ? "from" : "to";
  const problems: string[] = [];
  const given = Object.entries(READERS).flatMap(([name, read]) => {
    const value = at(rule, `${prefix}${name}`);
    return Array.isArray(value) ? [{ name: `${prefix}${name}`, values: listOf(value), read }] : [];
  });
  const named = given.filter(({ values }) => values.length > 0);
  if (named.length > 1) problems.push(`${named.map(({ name }) => name).join(" and ")} in one rule`);
  if (given.length > 0 && named.length === 0) {
    // An empty list was everybody in older versions and is nobody in newer ones, where ports follow.
    return { terms: [maybe(EVERYBODY, "an empty list of peers means all or none by version")], problems };
  }
  if (named.length === 0) return { terms: undefined, problems };
  return { terms: named.flatMap(({ values, read }) => read(values, scope, problems)), problems };
}

/**
 * A peer's selector keeps to the policy's namespace unless it names namespaces itself; in a clusterwide policy it
 * selects pods of any (pkg/k8s/apis/cilium.io/utils, getEndpointSelector).
 */
function endpointsTerm(value: Json, scope: RuleScope, problems: string[]): PeerTerm {
  const { namespace, context } = scope;
  const conditions = conditionsOf(value);
  if (conditions === undefined) {
    problems.push("a peer's selector is none");
    return EVERYBODY;
  }
  const reserved = conditions.filter(({ source }) => source === "reserved");
  if (reserved.length > 0) return reservedTerm(conditions, reserved, scope);
  const foreign = conditions.find(({ source }) => source !== "k8s" && source !== "any");
  const names = namesNamespaces(conditions);
  const inside = names.name || names.labels ? undefined : namespace;
  if (foreign !== undefined) return maybe(EVERYBODY, `labels of ${foreign.source}: are not followed`);
  return { kind: "pods", selector: endpoints(conditions, inside, context) };
}

/** `reserved:host` is the entity host; anything more than one such label is left open. */
function reservedTerm(
  conditions: readonly Condition[],
  reserved: readonly Condition[],
  { direction, context }: RuleScope,
): PeerTerm {
  const [only] = reserved;
  const one = conditions.length === 1 && (only?.operator === "In" || only?.operator === "Exists");
  const term = one && only !== undefined ? entitiesTerm([only.key], direction, context) : undefined;
  return term ?? maybe(EVERYBODY, "reserved labels together with others are not followed");
}

/** Nodes other than the pod's own, by their labels, where the agent gives these an identity (layer3.rst, Node based). */
function nodesTerm(
  value: Json,
  direction: Direction,
  { settings }: CiliumContext,
  problems: string[],
): PeerTerm {
  if (!settings.nodeSelectors) return NOBODY;
  if (!isObject(value)) {
    problems.push("a selector of nodes is none");
    return EVERYBODY;
  }
  const remote: PeerTerm = { kind: "not", term: ownNode(direction) };
  const chosen: PeerTerm = { kind: "nodes", selector: nodeSelector(value) };
  const term: PeerTerm = { kind: "all-of", terms: [chosen, remote] };
  return settings.nodeLabelsLimited
    ? maybe(NODES, "which labels of nodes count is limited (node-labels)")
    : term;
}
