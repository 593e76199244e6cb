import { hasPort } from "../../network/port-set.ts";
import type { PolicyTrace } from "../../network/trace-side.ts";
import { parseAddress } from "../../world/addresses/address.ts";
import { contains, parseCidr } from "../../world/addresses/cidr.ts";
import { at, isObject, type Json, listOf, type Path, stringOf } from "../../world/json.ts";
import { selects } from "../../world/selector.ts";
import type { CoreDnsTarget } from "./targets.ts";

/** A peer that was meant for CoreDNS and does not match it. */
export interface NearMiss {
  readonly kind: "own-namespace" | "other-namespace" | "service-address" | "ports";
  /** The peer's (or for ports the rule's) place in the policy. */
  readonly path: Path;
}

/** What of a NetworkPolicy's rules was meant for CoreDNS and misses it. Other kinds of policy are not looked into. */
export function nearMisses(
  { policy, rules }: PolicyTrace,
  target: CoreDnsTarget,
  addresses: readonly string[],
): readonly NearMiss[] {
  const { ref, object } = policy.resource;
  if (ref.kind !== "NetworkPolicy" || !ref.apiVersion.startsWith("networking.k8s.io/")) return [];
  return rules.flatMap(({ rule, ports, peer }): readonly NearMiss[] => {
    const open = target.ports.some(({ protocol, number }) => hasPort(ports, protocol, number));
    if (peer === true) return open || !speaksOfDns(rule.ports) ? [] : [{ kind: "ports", path: rule.path }];
    if (!open) return [];
    return listOf(at(object, ...rule.path, "to")).flatMap((one, index): readonly NearMiss[] => {
      const kind = kindOf(one, ref.namespace ?? "default", target, addresses);
      return kind === undefined ? [] : [{ kind, path: [...rule.path, "to", index] }];
    });
  });
}

function kindOf(
  peer: Json,
  namespace: string,
  target: CoreDnsTarget,
  addresses: readonly string[],
): NearMiss["kind"] | undefined {
  const block = parseCidr(stringOf(at(peer, "ipBlock", "cidr")) ?? "");
  if (block !== undefined) {
    const named = addresses.map(parseAddress).some((one) => one !== undefined && contains(block, one));
    return named && block.bits > 0 ? "service-address" : undefined;
  }
  const { subject } = target.endpoint;
  const pods = at(peer, "podSelector");
  // An empty selector means everybody, not CoreDNS.
  if (subject === undefined || !isObject(pods) || Object.keys(pods).length === 0) return undefined;
  if (selects(pods, subject.labels) !== true) return undefined;
  const namespaces = at(peer, "namespaceSelector");
  if (namespaces === undefined || namespaces === null) {
    return namespace === subject.namespace ? undefined : "own-namespace";
  }
  return selects(namespaces, subject.namespaceLabels) === false ? "other-namespace" : undefined;
}

/** A rule for a handful of ports of which one is 53: somebody thought of names. */
function speaksOfDns(ports: PolicyTrace["rules"][number]["rule"]["ports"]): boolean {
  return (
    ports !== "all" && ports.some((term) => term.kind === "range" && term.first === 53 && term.last === 53)
  );
}
