import type { NamesExplanation } from "../../guarantees/dns-resolution/explain/names-answer.ts";
import { pairJson } from "./network-explain-json.ts";
import type { Cite } from "./network-explain-text.ts";
import type { NamesAsked } from "./network-names-text.ts";

/** The ways of a pod's lookups for machines, step by step. */
export function namesJson(
  { verdict, problem, ways }: NamesExplanation,
  { from, state }: NamesAsked,
  cite: Cite,
): string {
  const out = {
    from,
    to: "dns",
    state,
    verdict,
    ...(problem === undefined ? {} : { problem }),
    ways: ways.map(({ group, pods, server, verdict: own, hops }) => ({
      nodes: { which: group.which, names: group.nodes.map(({ name }) => name) },
      pods,
      resolver: server === "node" ? { kind: "node" } : server,
      verdict: own,
      hops: hops.map((hop) => ({
        hop: hop.hop,
        verdict: hop.verdict,
        pairs: hop.pairs.map((pair) => ({
          ...pairJson(pair, cite),
          ...(pair.doubt === undefined ? {} : { doubt: pair.doubt }),
        })),
      })),
    })),
  };
  return `${JSON.stringify(out, undefined, 2)}\n`;
}
