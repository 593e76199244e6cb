import { type Cidr, contains, firstOf, lastOf, parseCidr } from "../../world/addresses/cidr.ts";
import {
  at,
  isObject,
  type Json,
  type JsonObject,
  listOf,
  numberOf,
  type Path,
  stringOf,
} from "../../world/json.ts";
import type { Resource } from "../../world/resource.ts";
import { podSelector } from "../label-selector.ts";
import type { DirectionRules, Layer, PeerTerm, Policy, PortTerm, Rule } from "../policy.ts";
import { PROTOCOLS, type Protocol } from "../port-set.ts";
import { faulty } from "./faulty.ts";
import { faultsOf, type Shape } from "./shape.ts";

/**
 * networking.k8s.io/v1 NetworkPolicy, as k8s.io/api/networking/v1/types.go and its defaults.go have it. What the
 * API server would refuse makes the rule uncertain instead of being read some way or other.
 */
export function networkingV1(resources: readonly Resource[]): Layer {
  return { id: "networking-v1", title: "NetworkPolicy", end: "deny", policies: resources.map(policyOf) };
}

const DIRECTIONS = [
  { direction: "ingress", type: "Ingress", peers: "from" },
  { direction: "egress", type: "Egress", peers: "to" },
] as const;
type Side = (typeof DIRECTIONS)[number];

export function policyOf(resource: Resource): Policy {
  const spec = at(resource.object, "spec");
  const [policy] = faulty([readPolicy(resource, spec)], faultsOf(spec, SPEC, ["spec"]), ["spec"]);
  return policy as Policy;
}

const PEER: Shape = {
  fields: {
    podSelector: "selector",
    namespaceSelector: "selector",
    ipBlock: { fields: { cidr: "any", except: { list: "any" } } },
  },
};
const PORT: Shape = { fields: { protocol: "any", port: "any", endPort: "any" } };
const rulesWith = (peers: string): Shape => ({
  list: { fields: { [peers]: { list: PEER }, ports: { list: PORT } } },
});
const SPEC: Shape = {
  fields: {
    podSelector: "selector",
    policyTypes: { list: { oneOf: ["Ingress", "Egress"] } },
    ingress: rulesWith("from"),
    egress: rulesWith("to"),
  },
};

function readPolicy(resource: Resource, spec: Json | undefined): Policy {
  const namespace = resource.ref.namespace ?? "default";
  const problem =
    isObject(spec) && isObject(spec.podSelector ?? {}) ? undefined : "spec.podSelector is no selector";
  const types = policyTypes(spec);
  const rules = (side: Side): DirectionRules | undefined =>
    types.includes(side.type)
      ? {
          isolates: true,
          rules: listOf(at(spec, side.direction)).map((rule, index) => ruleOf(rule, index, side, namespace)),
        }
      : undefined;
  return {
    resource,
    subjects: podSelector({ namespace, pods: problem === undefined ? (at(spec, "podSelector") ?? {}) : {} }),
    ...(problem === undefined ? {} : { uncertain: problem }),
    ingress: rules(DIRECTIONS[0]),
    egress: rules(DIRECTIONS[1]),
  };
}

/** Ingress always where nothing is said; Egress only when there is an egress rule (defaults.go). */
function policyTypes(spec: Json | undefined): readonly unknown[] {
  const given = listOf(at(spec, "policyTypes"));
  if (given.length > 0) return given;
  return listOf(at(spec, "egress")).length > 0 ? ["Ingress", "Egress"] : ["Ingress"];
}

function ruleOf(rule: Json, index: number, side: Side, namespace: string): Rule {
  const problems: string[] = [];
  const peers = listOf(at(rule, side.peers));
  const ports = listOf(at(rule, "ports"));
  const terms = peers.map((peer) => peerOf(peer, namespace, problems));
  const portTerms = ports.flatMap((port) => portOf(port, problems) ?? []);
  const path: Path = ["spec", side.direction, index];
  return {
    action: "allow",
    peers: peers.length === 0 ? [{ kind: "any" }] : terms.filter((term) => term !== undefined),
    ports: ports.length === 0 ? "all" : portTerms,
    path,
    // A malformed alternative may stand for anything: the rule is taken for what it could allow at most.
    ...(problems.length === 0 ? {} : widest(problems.join("; "))),
  };
}

function widest(problem: string): Pick<Rule, "uncertain" | "peers" | "ports"> {
  return { uncertain: problem, peers: [{ kind: "any" }], ports: "all" };
}

function peerOf(peer: Json, namespace: string, problems: string[]): PeerTerm | undefined {
  const block = at(peer, "ipBlock");
  const pods = at(peer, "podSelector") ?? undefined;
  const namespaces = at(peer, "namespaceSelector") ?? undefined;
  if (block !== undefined && block !== null) {
    if (pods !== undefined || namespaces !== undefined) problems.push("a peer has ipBlock and a selector");
    return isObject(block) ? blockOf(block, problems) : undefined;
  }
  if (pods === undefined && namespaces === undefined) {
    problems.push("a peer selects nothing");
    return undefined;
  }
  return {
    kind: "pods",
    selector: namespaces === undefined ? podSelector({ namespace, pods }) : podSelector({ pods, namespaces }),
  };
}

function blockOf(block: JsonObject, problems: string[]): PeerTerm | undefined {
  const cidr = parseCidr(stringOf(block.cidr) ?? "");
  if (cidr === undefined) {
    problems.push(`cidr ${JSON.stringify(block.cidr)} is none`);
    return undefined;
  }
  const except: Cidr[] = [];
  for (const text of listOf(block.except)) {
    const hole = parseCidr(stringOf(text) ?? "");
    if (hole === undefined) problems.push(`except ${JSON.stringify(text)} is no CIDR`);
    else if (!contains(cidr, firstOf(hole)) || !contains(cidr, lastOf(hole)) || hole.bits <= cidr.bits) {
      problems.push(`except ${String(text)} does not lie inside cidr ${String(block.cidr)}`);
    } else except.push(hole);
  }
  return { kind: "block", cidr, except };
}

function portOf(entry: Json, problems: string[]): readonly PortTerm[] | undefined {
  const protocol = at(entry, "protocol") ?? "TCP";
  const port = at(entry, "port");
  const endPort = at(entry, "endPort") ?? undefined;
  if (!isProtocol(protocol)) {
    problems.push(`protocol ${JSON.stringify(protocol)} is none of ${PROTOCOLS.join(", ")}`);
    return undefined;
  }
  if (typeof port === "string") {
    if (endPort !== undefined) problems.push(`endPort with the named port ${port}`);
    if (!isPortName(port)) problems.push(`port ${JSON.stringify(port)} is neither a number nor a name`);
    return [{ kind: "named", protocol, name: port }];
  }
  if (port === undefined || port === null) {
    if (endPort !== undefined) problems.push("endPort without port");
    return [{ kind: "range", protocol, first: 1, last: 65535 }];
  }
  const first = numberOf(port);
  const last = endPort === undefined ? first : numberOf(endPort);
  if (first === undefined || last === undefined || !isPort(first) || !isPort(last) || last < first) {
    problems.push(`ports ${JSON.stringify(port)} to ${JSON.stringify(endPort ?? port)} are no range`);
    return undefined;
  }
  return [{ kind: "range", protocol, first, last }];
}

/** A name has a letter (IANA service name, apimachinery's IsValidPortName): "80" is none. */
function isPortName(text: string): boolean {
  return /^(?=.*[a-z])(?!.*--)[a-z0-9](?:[a-z0-9-]{0,13}[a-z0-9])?$/.test(text);
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65535;
}

function isProtocol(value: unknown): value is Protocol {
  return (PROTOCOLS as readonly unknown[]).includes(value);
}
