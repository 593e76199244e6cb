import { parseAddress } from "../../world/addresses/address.ts";
import { contains, parseCidr } from "../../world/addresses/cidr.ts";
import { at, entriesOf, listOf, objectsOf, stringOf } from "../../world/json.ts";
import type { KubeObject } from "../../world/resource.ts";
import type { Labels } from "../../world/selector.ts";
import type { Protocol } from "../port-set.ts";
import type { Peer } from "./compare.ts";
import { type NaivePeer, naiveIsolates, naiveRule } from "./naive-v1.ts";

/**
 * Cilium's policies read straight from its documentation (security/policy: intro, layer3, layer4, deny, kubernetes),
 * packet by packet and rule by rule. What the objects do not tell is asked of an oracle.
 */
export interface NaiveCilium {
  readonly objects: readonly KubeObject[];
  readonly namespaces: Readonly<Record<string, Labels>>;
  /** Decides what only the running cluster knows: whether an L7 rule lets a packet through, which host a node is. */
  readonly oracle: (question: string) => boolean;
}

interface Packet {
  readonly from: Peer;
  readonly to: Peer;
  readonly protocol: Protocol;
  readonly port: number;
}

type Direction = "ingress" | "egress";
type Pod = Extract<Peer, { kind: "pod" }>;

export function naiveCilium(
  world: NaiveCilium,
  from: Peer,
  to: Peer,
  protocol: Protocol,
  port: number,
): boolean {
  const packet = { from, to, protocol, port };
  return side(world, from, to, "egress", packet) && side(world, to, from, "ingress", packet);
}

function side(world: NaiveCilium, subject: Peer, peer: Peer, direction: Direction, packet: Packet): boolean {
  if (!isEndpoint(subject)) return true;
  const specs = specsOf(world).filter(({ policy, spec }) => selects(world, policy, spec, subject));
  const rules = (key: string) =>
    specs.flatMap(({ policy, spec }) => listOf(at(spec, key)).map((rule) => ({ policy, rule })));
  const matches = ({ policy, rule }: { policy: KubeObject; rule: unknown }): boolean =>
    peerMatches(world, policy, rule, direction, subject, peer) && portsMatch(world, rule, packet);
  if (rules(`${direction}Deny`).some(matches)) return false;
  const plain = world.objects.filter(
    (policy) => policy.kind === "NetworkPolicy" && naiveIsolates(policy, subject, direction),
  );
  const denies =
    plain.length > 0 ||
    specs.some(({ spec }) => {
      const asked = at(spec, "enableDefaultDeny", direction);
      if (typeof asked === "boolean") return asked;
      return listOf(at(spec, direction)).length + listOf(at(spec, `${direction}Deny`)).length > 0;
    });
  if (!denies) return true;
  return (
    rules(direction).some(matches) ||
    plain.some((policy) => allowedPlain(world, policy, direction, peer, packet))
  );
}

function allowedPlain(
  world: NaiveCilium,
  policy: KubeObject,
  direction: Direction,
  peer: Peer,
  packet: Packet,
): boolean {
  const v1 = { policies: [], namespaces: world.namespaces, ipBlockMatchesPods: false };
  return listOf(at(policy, "spec", direction)).some((rule) =>
    naiveRule(
      v1,
      policy,
      rule,
      direction,
      plainPeer(peer),
      plainPeer(packet.to),
      packet.protocol,
      packet.port,
    ),
  );
}

/** Nodes have an identity of their own, so no CIDR names them. */
function plainPeer(peer: Peer): NaivePeer {
  if (isEndpoint(peer)) return peer;
  return { kind: "host", ip: peer.kind === "outside" ? peer.ip : "" };
}

function specsOf({ objects }: NaiveCilium): { policy: KubeObject; spec: unknown }[] {
  return objects
    .filter(({ apiVersion }) => apiVersion === "cilium.io/v2")
    .flatMap((policy) =>
      [at(policy, "spec"), ...listOf(at(policy, "specs"))]
        .filter((spec) => spec !== undefined)
        .map((spec) => ({ policy, spec })),
    );
}

function selects(world: NaiveCilium, policy: KubeObject, spec: unknown, pod: Pod): boolean {
  const selector = at(spec, "endpointSelector");
  if (selector === undefined) return false;
  if (policy.kind === "CiliumNetworkPolicy" && policy.metadata.namespace !== pod.namespace) return false;
  return labelsMatch(selector, labelsOf(world, pod));
}

function peerMatches(
  world: NaiveCilium,
  policy: KubeObject,
  rule: unknown,
  direction: Direction,
  subject: Pod,
  peer: Peer,
): boolean {
  const word = direction === "ingress" ? "from" : "to";
  const field = (name: string) => listOf(at(rule, `${word}${name}`));
  const fields = ["Endpoints", "Entities", "CIDR", "CIDRSet", "FQDNs", "Services"];
  if (fields.every((name) => field(name).length === 0)) {
    return listOf(at(rule, "toPorts")).length + listOf(at(rule, "icmps")).length > 0;
  }
  if (field("Endpoints").some((selector) => endpointMatches(world, policy, selector, peer))) return true;
  if (field("Entities").some((entity) => entityMatches(world, String(entity), subject, peer))) return true;
  const question = JSON.stringify([rule, subject, peer]);
  if (field("FQDNs").length > 0 && peer.kind === "outside" && world.oracle(`fqdn ${question}`)) return true;
  if (field("Services").length > 0 && world.oracle(`service ${question}`)) return true;
  if (peer.kind !== "outside") return false;
  return (
    field("CIDR").some((cidr) => within(String(cidr), peer.ip)) ||
    field("CIDRSet").some(
      (set) =>
        within(String(at(set, "cidr")), peer.ip) &&
        !listOf(at(set, "except")).some((hole) => within(String(hole), peer.ip)),
    )
  );
}

function entityMatches(world: NaiveCilium, entity: string, subject: Pod, peer: Peer): boolean {
  const isNode = peer.kind === "node" || (peer.kind === "pod" && peer.hostNetwork);
  const isOwn = isNode && world.oracle(`own ${subject.name} ${peer.name}`);
  switch (entity) {
    case "all":
      return true;
    case "world":
      return peer.kind === "outside";
    case "world-ipv4":
      return peer.kind === "outside" && !peer.ip.includes(":");
    case "cluster":
      return peer.kind !== "outside";
    case "host":
      return isNode && isOwn;
    case "remote-node":
      return isNode && !isOwn;
    case "kube-apiserver":
      return !isEndpoint(peer) && world.oracle(`apiserver ${JSON.stringify(peer)}`);
    default:
      return false;
  }
}

function endpointMatches(world: NaiveCilium, policy: KubeObject, selector: unknown, peer: Peer): boolean {
  if (!isEndpoint(peer)) return false;
  const keys = [
    ...entriesOf(at(selector, "matchLabels")).map(([key]) => key),
    ...objectsOf(at(selector, "matchExpressions")).map(({ key }) => String(key)),
  ].map((key) => key.replace(/^(k8s|any):/, ""));
  const free = keys.some(
    (key) => key === "io.kubernetes.pod.namespace" || key.startsWith("io.cilium.k8s.namespace.labels."),
  );
  const here = policy.kind !== "CiliumNetworkPolicy" || free || peer.namespace === policy.metadata.namespace;
  return here && labelsMatch(selector, labelsOf(world, peer));
}

function labelsOf({ namespaces }: NaiveCilium, pod: Pod): Labels {
  const all: Record<string, string> = {
    ...pod.labels,
    "io.kubernetes.pod.namespace": pod.namespace,
    "io.cilium.k8s.policy.serviceaccount": pod.serviceAccount ?? "default",
    "io.cilium.k8s.namespace.labels.kubernetes.io/metadata.name": pod.namespace,
  };
  for (const [key, value] of Object.entries(namespaces[pod.namespace] ?? {})) {
    all[`io.cilium.k8s.namespace.labels.${key}`] = value;
  }
  return all;
}

function labelsMatch(selector: unknown, labels: Labels): boolean {
  const value = (key: string): string | undefined => labels[key.replace(/^(k8s|any):/, "")];
  return (
    entriesOf(at(selector, "matchLabels")).every(([key, wanted]) => value(key) === wanted) &&
    objectsOf(at(selector, "matchExpressions")).every(({ key, operator, values }) => {
      const own = value(String(key));
      if (operator === "Exists") return own !== undefined;
      if (operator === "DoesNotExist") return own === undefined;
      return (own !== undefined && listOf(values).includes(own)) === (operator === "In");
    })
  );
}

function portsMatch(world: NaiveCilium, rule: unknown, packet: Packet): boolean {
  if (stringOf(at(rule, "authentication", "mode")) === "required") {
    if (!world.oracle(`authenticates ${JSON.stringify([rule, packet])}`)) return false;
  }
  const entries = listOf(at(rule, "toPorts"));
  if (entries.length === 0) return listOf(at(rule, "icmps")).length === 0;
  return entries.some((entry) => {
    if (!listOf(at(entry, "ports")).some((port) => portMatches(port, packet))) return false;
    const inspected = at(entry, "rules") !== undefined || at(entry, "serverNames") !== undefined;
    return !inspected || world.oracle(`passes ${JSON.stringify([entry, packet])}`);
  });
}

function portMatches(entry: unknown, { to, protocol, port }: Packet): boolean {
  const wanted = stringOf(at(entry, "protocol")) ?? "ANY";
  if (wanted !== "ANY" && wanted !== protocol) return false;
  const text = String(at(entry, "port"));
  if (text === "0") return true;
  if (/^\d+$/.test(text)) return port >= Number(text) && port <= Number(at(entry, "endPort") ?? text);
  return (
    isEndpoint(to) &&
    to.ports.some((own) => own.name === text && own.protocol === protocol && own.port === port)
  );
}

/** Pods on the host's network are the host to Cilium. */
function isEndpoint(peer: Peer): peer is Pod {
  return peer.kind === "pod" && !peer.hostNetwork;
}

function within(net: string, ip: string): boolean {
  const address = parseAddress(ip);
  const cidr = parseCidr(net.includes("/") ? net : `${net}/${net.includes(":") ? 128 : 32}`);
  return address !== undefined && cidr !== undefined && contains(cidr, address);
}
