import { at, entriesOf, type Json, listOf, objectsOf } from "../../world/json.ts";
import type { KubeObject } from "../../world/resource.ts";
import { liesIn } from "./naive-addresses.ts";
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
  const terms: PeerMatch[] = [
    ...field("Endpoints").map((selector) => readEndpoints(selector, policy, world)),
    ...(["host", "remote-node"].every((one) => field("Entities").includes(one)) ? [isNode] : []),
    ...field("Entities").map((entity) => readEntity(String(entity), world)),
    ...field("CIDR").map((cidr) => outside((_, peer) => inBlock(String(cidr), peer))),
    ...field("CIDRSet").map((set) => outside(readCidrSet(set))),
    ...field("FQDNs").map(() => outside(asked("fqdn"))),
    ...field("Services").map(() => asked("service")),
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

function readEntity(entity: string, { oracle }: NaiveCilium): PeerMatch {
  return (subject, peer) => {
    const isOwn = (): boolean => oracle.ask(`own ${subject.name} ${peer.name}`);
    switch (entity) {
      case "all":
        return true;
      case "world":
        return peer.kind === "outside";
      case "world-ipv4":
        return peer.kind === "outside" && peer.ips.every((ip) => !ip.includes(":"));
      case "cluster":
        return peer.kind !== "outside";
      case "host":
        return isNode(subject, peer) && isOwn();
      case "remote-node":
        return isNode(subject, peer) && !isOwn();
      case "kube-apiserver":
        return !isEndpoint(peer) && oracle.ask(`apiserver ${peer.name}`);
      default:
        return false;
    }
  };
}
