import { at, type Json, listOf, numberOf, stringOf } from "../../../world/json.ts";
import type { PortTerm, Rule } from "../../policy.ts";
import { PROTOCOLS, type Protocol } from "../../port-set.ts";

const LAST = 65535;

/** A rule's `ports` (v1alpha1) or `protocols` (v1alpha2); undefined where one of them cannot be read. */
export function portsOf(rule: Json): Rule["ports"] | undefined {
  const ports = at(rule, "ports");
  const protocols = at(rule, "protocols");
  const entries = ports ?? protocols ?? undefined;
  if (entries === undefined) return "all";
  const read = ports === undefined || ports === null ? protocolTerm : portTerm;
  const terms = listOf(entries).map(read);
  // The API asks for at least one; what none would mean it does not say.
  if (terms.length === 0 || terms.includes(undefined)) return undefined;
  return terms.flatMap((term) => term ?? []);
}

function portTerm(entry: Json): readonly PortTerm[] | undefined {
  const name = stringOf(at(entry, "namedPort"));
  if (name !== undefined) return named(name);
  const one = at(entry, "portNumber");
  if (one !== undefined) return ranges(at(one, "protocol"), at(one, "port"), at(one, "port"));
  const range = at(entry, "portRange");
  return ranges(at(range, "protocol"), at(range, "start"), at(range, "end"));
}

function protocolTerm(entry: Json): readonly PortTerm[] | undefined {
  const name = stringOf(at(entry, "destinationNamedPort"));
  if (name !== undefined && name !== "") return named(name);
  for (const protocol of PROTOCOLS) {
    const attributes = at(entry, protocol.toLowerCase());
    if (attributes === undefined || attributes === null) continue;
    const port = at(attributes, "destinationPort");
    if (port === undefined || port === null) return [{ kind: "range", protocol, first: 1, last: LAST }];
    const number = at(port, "number");
    if (number !== undefined) return ranges(protocol, number, number);
    return ranges(protocol, at(port, "range", "start"), at(port, "range", "end"));
  }
  return undefined;
}

/** A name says nothing of the protocol: the container's port does. */
function named(name: string): readonly PortTerm[] {
  return PROTOCOLS.map((protocol): PortTerm => ({ kind: "named", protocol, name }));
}

function ranges(
  protocol: Json | undefined,
  from: Json | undefined,
  to: Json | undefined,
): readonly PortTerm[] | undefined {
  const wanted = (protocol ?? "TCP") as Protocol;
  const first = numberOf(from);
  const last = numberOf(to);
  if (!PROTOCOLS.includes(wanted) || first === undefined || last === undefined) return undefined;
  if (first < 1 || last > LAST || last < first) return undefined;
  return [{ kind: "range", protocol: wanted, first, last }];
}
