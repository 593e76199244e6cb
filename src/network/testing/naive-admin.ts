import { parseAddress } from "../../world/addresses/address.ts";
import { contains, parseCidr } from "../../world/addresses/cidr.ts";
import { at, listOf, stringOf } from "../../world/json.ts";
import type { KubeObject } from "../../world/resource.ts";
import type { Labels } from "../../world/selector.ts";
import type { Protocol } from "../port-set.ts";
import type { Peer } from "./compare.ts";
import { labelsMatch, type NaivePeer, naiveIsolates, naiveRule } from "./naive-v1.ts";

/**
 * policy.networking.k8s.io read straight from its types' comments: the admin tier by priority, NetworkPolicy, the
 * baseline tier, packet by packet. What domain names resolve to is asked of an oracle.
 */
export interface NaiveAdmin {
  readonly objects: readonly KubeObject[];
  readonly namespaces: Readonly<Record<string, Labels>>;
  readonly oracle: (question: string) => boolean;
  /** Orders policies of equal priority: any order is an implementation's right. */
  readonly ties: (a: string, b: string) => number;
}

interface Packet {
  readonly from: Peer;
  readonly to: Peer;
  readonly protocol: Protocol;
  readonly port: number;
}

type Direction = "ingress" | "egress";
type Pod = Extract<Peer, { kind: "pod" }>;

export function naiveAdmin(
  world: NaiveAdmin,
  from: Peer,
  to: Peer,
  protocol: Protocol,
  port: number,
): boolean {
  const packet = { from, to, protocol, port };
  return side(world, from, to, "egress", packet) && side(world, to, from, "ingress", packet);
}

function side(world: NaiveAdmin, subject: Peer, peer: Peer, direction: Direction, packet: Packet): boolean {
  if (subject.kind !== "pod" || subject.hostNetwork) return true;
  const admin = tierVerdict(world, "admin", subject, peer, direction, packet);
  if (admin !== undefined && admin !== "Pass") return admin;
  const selecting = world.objects.filter(
    (policy) => policy.kind === "NetworkPolicy" && naiveIsolates(policy, subject, direction),
  );
  if (selecting.length > 0) {
    const v1 = { policies: [], namespaces: world.namespaces, ipBlockMatchesPods: true };
    return selecting.some((policy) =>
      listOf(at(policy, "spec", direction)).some((rule) =>
        naiveRule(v1, policy, rule, direction, plain(peer), plain(packet.to), packet.protocol, packet.port),
      ),
    );
  }
  const baseline = tierVerdict(world, "baseline", subject, peer, direction, packet);
  return baseline === undefined || baseline === "Pass" ? true : baseline;
}

function plain(peer: Peer): NaivePeer {
  return peer.kind === "pod" ? peer : { kind: "host", ip: peer.ip };
}

function tierVerdict(
  world: NaiveAdmin,
  tier: "admin" | "baseline",
  subject: Pod,
  peer: Peer,
  direction: Direction,
  packet: Packet,
): boolean | "Pass" | undefined {
  const policies = world.objects
    .filter((policy) => policy.apiVersion.startsWith("policy.networking.k8s.io/") && tierOf(policy) === tier)
    .sort((a, b) => priority(a) - priority(b) || world.ties(a.metadata.name, b.metadata.name));
  for (const policy of policies) {
    if (!podMatches(world, at(policy, "spec", "subject"), subject)) continue;
    for (const rule of listOf(at(policy, "spec", direction))) {
      const peers = listOf(at(rule, direction === "ingress" ? "from" : "to"));
      if (!peers.some((one) => peerMatches(world, one, peer)) || !portsMatch(rule, packet)) continue;
      const action = stringOf(at(rule, "action"));
      return action === "Pass" ? "Pass" : action !== "Deny";
    }
  }
  return undefined;
}

function tierOf({ kind, spec }: KubeObject): "admin" | "baseline" {
  if (kind === "ClusterNetworkPolicy") return at(spec, "tier") === "Admin" ? "admin" : "baseline";
  return kind === "AdminNetworkPolicy" ? "admin" : "baseline";
}

function priority({ spec }: KubeObject): number {
  return Number(at(spec, "priority") ?? 0);
}

function podMatches(world: NaiveAdmin, selection: unknown, pod: Pod): boolean {
  const namespace = { ...world.namespaces[pod.namespace], "kubernetes.io/metadata.name": pod.namespace };
  const namespaces = at(selection, "namespaces");
  if (namespaces !== undefined) return labelsMatch(namespaces, namespace);
  const pods = at(selection, "pods");
  return (
    pods !== undefined &&
    labelsMatch(at(pods, "namespaceSelector"), namespace) &&
    labelsMatch(at(pods, "podSelector"), pod.labels)
  );
}

function peerMatches(world: NaiveAdmin, entry: unknown, peer: Peer): boolean {
  const isPod = peer.kind === "pod" && !peer.hostNetwork;
  if (at(entry, "namespaces") !== undefined || at(entry, "pods") !== undefined) {
    return isPod && podMatches(world, entry, peer);
  }
  const nodes = at(entry, "nodes");
  // The node a pod on the host's network is on has no labels in these worlds.
  if (nodes !== undefined) return !isPod && peer.kind !== "outside" && labelsMatch(nodes, {});
  if (at(entry, "domainNames") !== undefined) {
    return peer.kind === "outside" && world.oracle(`domain ${JSON.stringify([entry, peer])}`);
  }
  const address = parseAddress(peer.ip);
  return listOf(at(entry, "networks")).some((net) => {
    const cidr = parseCidr(String(net));
    return cidr !== undefined && address !== undefined && contains(cidr, address);
  });
}

function portsMatch(rule: unknown, packet: Packet): boolean {
  const ports = at(rule, "ports");
  const protocols = at(rule, "protocols");
  if (ports === undefined && protocols === undefined) return true;
  return (
    listOf(ports).some((entry) => {
      const [field] = ["portNumber", "portRange"].filter((key) => at(entry, key) !== undefined);
      if (field === undefined) return nameMatches(at(entry, "namedPort"), packet);
      const one = at(entry, field);
      if ((at(one, "protocol") ?? "TCP") !== packet.protocol) return false;
      const first = Number(at(one, "port") ?? at(one, "start"));
      return packet.port >= first && packet.port <= Number(at(one, "port") ?? at(one, "end"));
    }) ||
    listOf(protocols).some((entry) => {
      const name = at(entry, "destinationNamedPort");
      if (name !== undefined) return nameMatches(name, packet);
      const attributes = at(entry, packet.protocol.toLowerCase());
      if (attributes === undefined) return false;
      const port = at(attributes, "destinationPort");
      if (port === undefined) return true;
      const first = Number(at(port, "number") ?? at(port, "range", "start"));
      return packet.port >= first && packet.port <= Number(at(port, "number") ?? at(port, "range", "end"));
    })
  );
}

function nameMatches(name: unknown, { to, protocol, port }: Packet): boolean {
  if (to.kind !== "pod" || to.hostNetwork) return false;
  return to.ports.some((own) => own.name === name && own.protocol === protocol && own.port === port);
}
