import { type Address, parseAddress } from "../../world/addresses/address.ts";
import { contains, parseCidr } from "../../world/addresses/cidr.ts";
import { at, listOf, objectsOf, stringMapOf } from "../../world/json.ts";
import type { KubeObject } from "../../world/resource.ts";
import type { Labels } from "../../world/selector.ts";
import type { Protocol } from "../port-set.ts";

/**
 * NetworkPolicy v1 read straight from the statements (network.md 1 to 15), pod by pod, rule by rule, port by port.
 * Slow and obvious on purpose: the engine is held against it.
 */

export interface NaivePod {
  readonly kind: "pod";
  readonly namespace: string;
  readonly labels: Labels;
  readonly ip: string;
  readonly hostNetwork: boolean;
  readonly ports: readonly { readonly name: string; readonly protocol: string; readonly port: number }[];
}

/** A node or an address outside. */
export interface NaiveHost {
  readonly kind: "host";
  readonly ip: string;
}

export type NaivePeer = NaivePod | NaiveHost;

export interface NaiveWorld {
  readonly policies: readonly KubeObject[];
  readonly namespaces: Readonly<Record<string, Labels>>;
  readonly ipBlockMatchesPods: boolean;
}

export function naiveAllows(
  world: NaiveWorld,
  from: NaivePeer,
  to: NaivePeer,
  protocol: Protocol,
  port: number,
): boolean {
  return (
    direction(world, from, to, to, "egress", protocol, port) &&
    direction(world, to, from, to, "ingress", protocol, port)
  );
}

function direction(
  world: NaiveWorld,
  subject: NaivePeer,
  peer: NaivePeer,
  destination: NaivePeer,
  side: "ingress" | "egress",
  protocol: Protocol,
  port: number,
): boolean {
  if (subject.kind === "host" || subject.hostNetwork) return true;
  const isolating = world.policies.filter((policy) => naiveIsolates(policy, subject, side));
  if (isolating.length === 0) return true;
  return isolating.some((policy) =>
    listOf(at(policy, "spec", side)).some((rule) =>
      naiveRule(world, policy, rule, side, peer, destination, protocol, port),
    ),
  );
}

/** Whether one rule of a policy allows it, whoever the policy is for. */
export function naiveRule(
  world: NaiveWorld,
  policy: KubeObject,
  rule: unknown,
  side: "ingress" | "egress",
  peer: NaivePeer,
  destination: NaivePeer,
  protocol: Protocol,
  port: number,
): boolean {
  const peers = listOf(at(rule, side === "ingress" ? "from" : "to"));
  const ports = listOf(at(rule, "ports"));
  const peerMatches = peers.length === 0 || peers.some((entry) => matchesPeer(world, policy, entry, peer));
  return (
    peerMatches &&
    (ports.length === 0 || ports.some((entry) => matchesPort(entry, destination, protocol, port)))
  );
}

export function naiveIsolates(policy: KubeObject, pod: NaivePod, side: "ingress" | "egress"): boolean {
  if (policy.metadata.namespace !== pod.namespace) return false;
  if (!labelsMatch(at(policy, "spec", "podSelector"), pod.labels)) return false;
  const types = at(policy, "spec", "policyTypes");
  if (Array.isArray(types) && types.length > 0)
    return types.includes(side === "ingress" ? "Ingress" : "Egress");
  return side === "ingress" || listOf(at(policy, "spec", "egress")).length > 0;
}

function matchesPeer(world: NaiveWorld, policy: KubeObject, entry: unknown, peer: NaivePeer): boolean {
  const block = at(entry, "ipBlock");
  if (block !== undefined) {
    if (peer.kind === "pod" && !peer.hostNetwork && !world.ipBlockMatchesPods) return false;
    const address = parseAddress(peer.ip);
    return (
      address !== undefined &&
      inside(String(at(block, "cidr")), address) &&
      !listOf(at(block, "except")).some((hole) => inside(String(hole), address))
    );
  }
  if (peer.kind === "host" || peer.hostNetwork) return false;
  const namespaces = at(entry, "namespaceSelector");
  const pods = at(entry, "podSelector");
  const inNamespace =
    namespaces === undefined
      ? peer.namespace === policy.metadata.namespace
      : labelsMatch(namespaces, {
          ...world.namespaces[peer.namespace],
          "kubernetes.io/metadata.name": peer.namespace,
        });
  return inNamespace && (pods === undefined || labelsMatch(pods, peer.labels));
}

function inside(cidr: string, address: Address): boolean {
  const block = parseCidr(cidr);
  return block !== undefined && contains(block, address);
}

function matchesPort(entry: unknown, destination: NaivePeer, protocol: Protocol, port: number): boolean {
  if ((at(entry, "protocol") ?? "TCP") !== protocol) return false;
  const wanted = at(entry, "port");
  if (wanted === undefined) return true;
  if (typeof wanted === "string") {
    if (destination.kind === "host" || destination.hostNetwork) return false;
    return destination.ports.some(
      (own) => own.name === wanted && own.protocol === protocol && own.port === port,
    );
  }
  const end = at(entry, "endPort");
  return port >= Number(wanted) && port <= Number(end ?? wanted);
}

export function labelsMatch(selector: unknown, labels: Labels): boolean {
  for (const [key, value] of Object.entries(stringMapOf(at(selector, "matchLabels")))) {
    if (labels[key] !== value) return false;
  }
  return objectsOf(at(selector, "matchExpressions")).every(({ key, operator, values }) => {
    const value = labels[String(key)];
    if (operator === "Exists") return value !== undefined;
    if (operator === "DoesNotExist") return value === undefined;
    const listed = value !== undefined && listOf(values).includes(value);
    return operator === "In" ? listed : !listed;
  });
}
