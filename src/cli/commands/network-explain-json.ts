import type { ExplainedPair, Explanation } from "../../network/explain.ts";
import { portsJson } from "../../network/names.ts";
import { doubts } from "../../network/trace.ts";
import type { SideTrace } from "../../network/trace-side.ts";
import { formatPath } from "../../world/json.ts";
import type { Asked, Cite } from "./network-explain-text.ts";

/** The whole explanation for machines, rule by rule. */
export function explainJson(
  { verdict, problem, note, pairs }: Explanation,
  asked: Asked,
  cite: Cite,
): string {
  const out = {
    ...asked,
    verdict,
    ...(problem === undefined ? {} : { problem }),
    ...(note === undefined ? {} : { note }),
    pairs: pairs.map((pair) => pairJson(pair, cite)),
  };
  return `${JSON.stringify(out, undefined, 2)}\n`;
}

export function pairJson({ from, to, trace, port, via, verdict }: ExplainedPair, cite: Cite): object {
  return {
    from,
    to,
    ...(port === undefined ? {} : { port }),
    ...(via === undefined ? {} : { servicePort: via }),
    verdict,
    allowed: portsJson(trace.allowed),
    unknown: portsJson(trace.unknown),
    ...(trace.exemption === undefined ? {} : { exemption: trace.exemption }),
    reasons: doubts(trace),
    egress: sideJson(trace.egress, cite),
    ingress: sideJson(trace.ingress, cite),
  };
}

function sideJson({ certain, possible, policies }: SideTrace, cite: Cite): object {
  return {
    allowed: portsJson(certain),
    notDenied: portsJson(possible),
    policies: policies.map(({ layer, policy, selects, rules }) => {
      const { origin, ref } = policy.resource;
      return {
        layer: layer.title,
        policy: ref,
        place: cite({ origin, path: [] }),
        selects: selects ? "certainly" : "perhaps",
        ...(policy.uncertain === undefined ? {} : { uncertain: policy.uncertain }),
        rules: rules.map(({ rule, peer, ports, decides }) => ({
          path: formatPath(rule.path),
          place: cite({ origin, path: rule.path }),
          action: rule.action,
          matches: peer === undefined ? "perhaps" : peer ? "yes" : "no",
          ports: portsJson(ports),
          decides: portsJson(decides),
          ...(rule.uncertain === undefined ? {} : { uncertain: rule.uncertain }),
        })),
      };
    }),
  };
}
