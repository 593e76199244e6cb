import type { Endpoint } from "./endpoint.ts";
import type { PortSet, PortSets } from "./port-set.ts";
import { type SideTrace, type TraceTools, traceSide } from "./trace-side.ts";

/** What is let through whatever policies say. */
export type Exemption =
  /** A pod is not cut off from itself (network.md 12). */
  | "itself"
  /** A pod admits its own node (network.md 13). */
  | "own-node";

/** Why packets go, or do not go, from one endpoint to another. */
export interface PairTrace {
  readonly egress: SideTrace;
  readonly ingress: SideTrace;
  readonly exemption: Exemption | undefined;
  readonly allowed: PortSet;
  /** Neither surely allowed nor surely denied. */
  readonly unknown: PortSet;
}

export function tracePair(from: Endpoint, to: Endpoint, tools: TraceTools, same = false): PairTrace {
  const { table } = tools;
  const egress = traceSide("egress", from, to, tools);
  const ingress = traceSide("ingress", to, from, tools);
  const exemption = same ? "itself" : isOwnNode(from, to) ? "own-node" : undefined;
  if (exemption === "itself") return { egress, ingress, exemption, allowed: table.all, unknown: table.none };
  if (exemption === "own-node") return { egress, ingress, exemption, ...fromOwnNode(ingress, table) };
  const allowed = table.intersect(egress.certain, ingress.certain);
  const possible = table.intersect(egress.possible, ingress.possible);
  return { egress, ingress, exemption, allowed, unknown: table.subtract(possible, allowed) };
}

/** Everything, but for what a layer denies that means its denies for the own node too. */
function fromOwnNode({ policies }: SideTrace, table: PortSets): Pick<PairTrace, "allowed" | "unknown"> {
  let denied = table.none;
  let open = table.none;
  for (const { layer, policy, selects, rules } of policies) {
    if (layer.deniesOwnNode !== true) continue;
    for (const { rule, peer, ports } of rules) {
      if (rule.action !== "deny" || peer === false) continue;
      const sure = selects && peer === true && rule.uncertain === undefined && policy.uncertain === undefined;
      if (sure) denied = table.union(denied, ports);
      else open = table.union(open, ports);
    }
  }
  return {
    allowed: table.subtract(table.all, table.union(denied, open)),
    unknown: table.subtract(open, denied),
  };
}

/** Traffic a pod's own host sends it: the kubelet's probes, and whatever else uses the host's network. */
export function isOwnNode(from: Endpoint, to: Endpoint): boolean {
  return from.host && to.kind === "pod" && from.nodeName !== undefined && from.nodeName === to.nodeName;
}

/** Why something is not known, from both ends' policies. */
export function doubts({ egress, ingress }: PairTrace): readonly string[] {
  const found = new Set<string>();
  for (const side of [egress, ingress]) {
    if (side.certain === side.possible) continue;
    for (const { policy, selects, rules } of side.policies) {
      const { namespace, name, kind } = policy.resource.ref;
      const label = `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
      if (policy.uncertain !== undefined) found.add(`${label}: ${policy.uncertain}`);
      if (!selects) found.add(`${label}: whether it selects the pod cannot be told`);
      for (const { rule, peer } of rules) {
        if (rule.uncertain !== undefined && peer !== false) found.add(`${label}: ${rule.uncertain}`);
        if (peer !== undefined || rule.uncertain !== undefined) continue;
        for (const reason of peerDoubts(rule.peers)) found.add(`${label}: ${reason}`);
      }
    }
  }
  return [...found];
}

type Terms = SideTrace["policies"][number]["rules"][number]["rule"]["peers"];

/** The reasons terms give themselves; otherwise a selector is malformed, or a host's address is not known. */
function peerDoubts(terms: Terms): readonly string[] {
  const given = terms.flatMap(reasonsOf);
  if (given.length > 0) return given;
  return terms.some(({ kind }) => kind === "block")
    ? ["it names addresses, and the host's address is not known"]
    : ["a peer's selector cannot be read"];
}

function reasonsOf(term: Terms[number]): readonly string[] {
  switch (term.kind) {
    case "own-node":
      return term.counted ? ["which node is the pod's own differs from pod to pod"] : [];
    case "maybe":
      return [term.reason, ...reasonsOf(term.term)];
    case "not":
      return reasonsOf(term.term);
    case "all-of":
    case "any-of":
      return term.terms.flatMap(reasonsOf);
    default:
      return [];
  }
}
