import { at, isObject, type Json, listOf, stringOf } from "../../../world/json.ts";
import type { PortTerm } from "../../policy.ts";
import { PROTOCOLS, type Protocol } from "../../port-set.ts";

/** The ports of a rule: those that need no more than the port, and those that look into the traffic, with why. */
export interface CiliumPorts {
  readonly plain: readonly PortTerm[] | "all";
  readonly inspected: readonly { readonly ports: readonly PortTerm[]; readonly reason: string }[];
}

const LAST = 65535;

/** Reads `toPorts` (pkg/policy/api/l4.go). Ports that cannot be read stand for every port, with the reason. */
export function portsOf(rule: Json): CiliumPorts {
  const entries = listOf(at(rule, "toPorts"));
  const icmps = listOf(at(rule, "icmps"));
  // ICMP rules admit no connection on a port; without either list all of L4 is admitted.
  if (entries.length === 0) return { plain: icmps.length > 0 ? [] : "all", inspected: [] };
  const plain: PortTerm[] = [];
  const inspected: { ports: readonly PortTerm[]; reason: string }[] = [];
  for (const entry of entries) {
    const problems: string[] = [];
    const ports = listOf(at(entry, "ports"));
    const terms = ports.flatMap((port) => portOf(port, problems));
    if (ports.length === 0) problems.push("toPorts without ports");
    const reason = inspection(entry);
    if (problems.length > 0) inspected.push({ ports: EVERY_PORT, reason: problems.join("; ") });
    else if (reason !== undefined) inspected.push({ ports: terms, reason });
    else plain.push(...terms);
  }
  return { plain, inspected };
}

const EVERY_PORT: readonly PortTerm[] = PROTOCOLS.map((protocol) => range(protocol, 1, LAST));

function portOf(entry: Json, problems: string[]): readonly PortTerm[] {
  const text = String(at(entry, "port") ?? "");
  const wanted = stringOf(at(entry, "protocol"))?.toUpperCase() ?? "ANY";
  const protocols = wanted === "ANY" || wanted === "" ? PROTOCOLS : PROTOCOLS.filter((one) => one === wanted);
  if (protocols.length === 0) {
    // ICMP and the like have no ports.
    if (/^(ICMP|ICMPV6|IGMP|VRRP)$/.test(wanted)) return [];
    problems.push(`protocol ${wanted} is none`);
    return [];
  }
  if (!/^\d+$/.test(text)) {
    if (/[a-zA-Z]/.test(text))
      return protocols.map((protocol) => ({ kind: "named", protocol, name: text.toLowerCase() }));
    problems.push(`${JSON.stringify(text)} is no port`);
    return [];
  }
  const first = Number(text);
  const end = Number(at(entry, "endPort") ?? 0);
  if (first === 0) return protocols.map((protocol) => range(protocol, 1, LAST));
  const last = end === 0 ? first : end;
  if (first > LAST || !Number.isInteger(last) || last < first || last > LAST) {
    problems.push(`ports ${text} to ${String(end)} are no range`);
    return [];
  }
  return protocols.map((protocol) => range(protocol, first, last));
}

/** What an entry asks beyond the port; undefined where that is nothing, or where it lets everything through. */
function inspection(entry: Json): string | undefined {
  if (listOf(at(entry, "serverNames")).length > 0) return "it depends on the TLS server name";
  for (const key of ["listener", "terminatingTLS", "originatingTLS"]) {
    if (isObject(at(entry, key))) return `it goes through a proxy (${key})`;
  }
  const rules = at(entry, "rules");
  if (!isObject(rules)) return undefined;
  const dns = listOf(rules.dns);
  if (dns.length > 0 && !dns.some((one) => at(one, "matchPattern") === "*"))
    return "it depends on the DNS name";
  const http = listOf(rules.http);
  if (http.length > 0 && !http.some((one) => isObject(one) && Object.keys(one).length === 0)) {
    return "it depends on the HTTP request";
  }
  if (listOf(rules.kafka).length > 0) return "it depends on the Kafka request";
  return rules.l7proto !== undefined || listOf(rules.l7).length > 0
    ? "it depends on the L7 protocol"
    : undefined;
}

function range(protocol: Protocol, first: number, last: number): PortTerm {
  return { kind: "range", protocol, first, last };
}
