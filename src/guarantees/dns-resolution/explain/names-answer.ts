import type { ExplainedPair, ExplainedVerdict } from "../../../network/explain.ts";
import type { PortSets } from "../../../network/port-set.ts";
import type { NameServer } from "../../../world/dns-resolver.ts";
import type { NodeGroup } from "./node-groups.ts";

/** One packet of a lookup, with what policies alone do not tell of it. */
export interface NamesPair extends ExplainedPair {
  /** Why it is unknown although the rules read have an answer: what the network plugin makes of them. */
  readonly doubt: string | undefined;
}

/** One step of a lookup. */
export interface NamesHop {
  readonly hop: "pod-to-cache" | "cache-to-coredns" | "pod-to-coredns" | "pod-to-resolver";
  readonly pairs: readonly NamesPair[];
  readonly verdict: ExplainedVerdict;
}

/** The way of some pods' lookups by one of their name servers, on some nodes. */
export interface NamesWay {
  readonly group: NodeGroup;
  readonly pods: readonly string[];
  /** `node`: the node's own resolv.conf, which no source tells of. */
  readonly server: NameServer | "node";
  readonly hops: readonly NamesHop[];
  readonly verdict: ExplainedVerdict;
}

export interface NamesExplanation {
  readonly verdict: ExplainedVerdict;
  readonly ways: readonly NamesWay[];
  readonly table: PortSets;
  /** Why there is nothing to tell. */
  readonly problem: string | undefined;
}

const RANK = { denied: 0, unknown: 1, differs: 2, allowed: 3 } as const;

/** Steps one after the other: each has to be taken. */
export function inTurn(verdicts: readonly ExplainedVerdict[]): ExplainedVerdict {
  return verdicts.reduce<ExplainedVerdict>((sum, one) => (RANK[one] < RANK[sum] ? one : sum), "allowed");
}

/** Answers side by side. */
export function together(verdicts: readonly ExplainedVerdict[]): ExplainedVerdict {
  const [first = "unknown", ...more] = verdicts;
  return more.every((one) => one === first) ? first : "differs";
}
