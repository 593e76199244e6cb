import { at, entriesOf, type Json, listOf, objectsOf, stringMapOf } from "../../world/json.ts";
import type { KubeObject } from "../../world/resource.ts";
import { liesIn } from "./naive-addresses.ts";
import {
  addressesOf,
  agentMinor,
  apiServerAddresses,
  byAddress,
  ciliumConfig,
} from "./naive-cilium-cluster.ts";
import { ciliumLabels, isEndpoint, type NaiveCilium, plainKey } from "./naive-cilium-labels.ts";
import { labelSelector, type NaivePeer, type NaivePod } from "./naive-peers.ts";
import type { Side } from "./naive-v1.ts";

type PeerMatch = (subject: NaivePod, peer: NaivePeer) => boolean;

/** Whom a Cilium rule names (security/policy/language, layer 3); undefined where it names nobody at all. */
export function readCiliumPeers(
  rule: Json,
  policy: KubeObject,
  direction: Side,
  id: string,
  world: NaiveCilium,
  denies: boolean,
): PeerMatch | undefined {
  const word = direction === "ingress" ? "from" : "to";
  const field = (name: string) => listOf(at(rule, `${word}${name}`));
  const { oracle } = world;
  const asked =
    (what: string): PeerMatch =>
    (subject, peer) =>
      oracle.ask(`${what} ${id} ${subject.name} ${peer.name}`);
  const outside =
    (matches: PeerMatch): PeerMatch =>
    (subject, peer) =>
      peer.kind === "outside" && matches(subject, peer);
  const cidrs: PeerMatch[] = [
    ...field("CIDR").map(
      (cidr): PeerMatch =>
        (_, peer) =>
          inBlock(String(cidr), peer),
    ),
    ...field("CIDRSet").map(readCidrSet),
  ];
  const terms: PeerMatch[] = [
    ...field("Endpoints").map((selector) => readEndpoints(selector, policy, world)),
    // Of the two together one is every node, so that nothing has to be asked.
    ...(["host", "remote-node"].every((one) => field("Entities").includes(one)) ? [isNode] : []),
    ...field("Entities").map((entity) => readEntity(String(entity), direction, world)),
    ...cidrs.map(
      (matches): PeerMatch =>
        (subject, peer) =>
          byAddress(world, peer) && matches(subject, peer),
    ),
    ...field("FQDNs").map(() => outside(asked("fqdn"))),
    ...field("Services").map((service) =>
      denies
        ? asked("service")
        : readService(
            service,
            world,
            (subject, peer) =>
              (isEndpoint(peer) || byAddress(world, peer)) && asked("unread service")(subject, peer),
          ),
    ),
    ...field("Nodes").map((selector) => readNodes(selector, direction, world)),
  ];
  return terms.length === 0 ? undefined : (subject, peer) => terms.some((term) => term(subject, peer));
}

function readCidrSet(set: Json): PeerMatch {
  const cidr = String(at(set, "cidr"));
  const except = listOf(at(set, "except")).map(String);
  return (_, peer) => inBlock(cidr, peer) && !except.some((hole) => inBlock(hole, peer));
}

function inBlock(block: string, { ips }: NaivePeer): boolean {
  return ips.some((ip) => liesIn(block, ip));
}

function readEndpoints(selector: Json, policy: KubeObject, world: NaiveCilium): PeerMatch {
  const keys = [
    ...entriesOf(at(selector, "matchLabels")).map(([key]) => key),
    ...objectsOf(at(selector, "matchExpressions")).map(({ key }) => String(key)),
  ].map(plainKey);
  const free =
    policy.kind !== "CiliumNetworkPolicy" ||
    keys.some(
      (key) => key === "io.kubernetes.pod.namespace" || key.startsWith("io.cilium.k8s.namespace.labels."),
    );
  const matches = labelSelector(selector, plainKey);
  return (_, peer) =>
    isEndpoint(peer) &&
    (free || peer.namespace === policy.metadata.namespace) &&
    matches(ciliumLabels(world, peer));
}

/** A node, or a pod taken for the one it is on. */
function isNode(_: NaivePod, peer: NaivePeer): boolean {
  return peer.kind === "node" || (peer.kind === "pod" && peer.hostNetwork);
}

function readEntity(entity: string, direction: Side, world: NaiveCilium): PeerMatch {
  const server = apiServerAddresses(world);
  return (subject, peer) => {
    switch (entity) {
      case "all":
        return true;
      case "world":
        return peer.kind === "outside";
      case "world-ipv4":
        return peer.kind === "outside" && peer.ips.every((ip) => !ip.includes(":"));
      case "cluster":
        return peer.kind !== "outside" || server.some((ip) => peer.ips.includes(ip));
      case "host":
        return isNode(subject, peer) && isOwn(subject, peer, direction, world);
      case "remote-node":
        return isNode(subject, peer) && !isOwn(subject, peer, direction, world);
      case "kube-apiserver":
        if (isEndpoint(peer)) return false;
        return server.length === 0
          ? world.oracle.ask(`apiserver ${peer.name}`)
          : server.some((ip) => peer.ips.includes(ip));
      default:
        return false;
    }
  };
}

/** What a pod's own node sends it is let in before any policy: of what policies are asked, nothing is from there. */
function isOwn(subject: NaivePod, peer: NaivePeer, direction: Side, { oracle }: NaiveCilium): boolean {
  return direction === "egress" && oracle.ask(`own ${subject.name} ${peer.name}`);
}

function readNodes(selector: Json, direction: Side, world: NaiveCilium): PeerMatch {
  if (ciliumConfig(world, "enable-node-selector-labels") !== "true") return () => false;
  const matches = labelSelector(selector);
  return (subject, peer) => {
    if (!isNode(subject, peer)) return false;
    const labels = peer.kind === "pod" ? (peer.nodeLabels ?? {}) : peer.labels;
    return matches(labels) && !isOwn(subject, peer, direction, world);
  };
}

/** Its pods where it has a selector, and the version follows that; else the addresses of its endpoints. */
function readService(value: Json, world: NaiveCilium, unread: PeerMatch): PeerMatch {
  const named = at(value, "k8sService");
  const selection = at(value, "k8sServiceSelector");
  const chosen = world.objects.filter(({ kind, metadata }) => {
    if (kind !== "Service") return false;
    const wanted = at(selection ?? named, "namespace");
    if (wanted !== undefined && wanted !== metadata.namespace) return false;
    if (selection === undefined) return metadata.name === at(named, "serviceName");
    return labelSelector(at(selection, "selector"))(stringMapOf(metadata.labels));
  });
  if (chosen.length === 0) return selection === undefined ? unread : () => false;
  const minor = agentMinor(world);
  const terms = chosen.map(({ metadata, spec }): PeerMatch => {
    const selector = at(spec, "selector");
    const addresses = addressesOf(world, metadata.name);
    if (selector === undefined) {
      return (_, peer) => byAddress(world, peer) && addresses.some((ip) => peer.ips.includes(ip));
    }
    const matches = labelSelector({ matchLabels: selector });
    return (subject, peer) => {
      if (!isEndpoint(peer) || peer.namespace !== metadata.namespace || !matches(peer.labels)) return false;
      return minor === undefined ? unread(subject, peer) : minor >= 17;
    };
  });
  return (subject, peer) => terms.some((term) => term(subject, peer));
}
