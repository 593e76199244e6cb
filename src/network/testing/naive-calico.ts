import { parseAddress } from "../../world/addresses/address.ts";
import { contains, parseCidr } from "../../world/addresses/cidr.ts";
import { at, listOf, stringMapOf, stringOf } from "../../world/json.ts";
import type { KubeObject } from "../../world/resource.ts";
import type { Labels } from "../../world/selector.ts";
import type { Protocol } from "../port-set.ts";
import type { Peer } from "./compare.ts";
import { naiveSelector } from "./naive-calico-selector.ts";
import { type NaivePeer, naiveIsolates, naiveRule } from "./naive-v1.ts";

/**
 * Calico's policies read straight from its documentation (reference/resources/networkpolicy, globalnetworkpolicy,
 * tier, networkset): packet by packet, tier by tier, policy by policy, rule by rule. Nothing of the compiled path.
 */
export interface NaiveCalico {
  readonly objects: readonly KubeObject[];
  readonly namespaces: Readonly<Record<string, Labels>>;
  /** Decides what only the packet or the running cluster knows: its HTTP request, its source port, a Service's ends. */
  readonly oracle: (question: string) => boolean;
}

export function naiveCalico(
  world: NaiveCalico,
  from: Peer,
  to: Peer,
  protocol: Protocol,
  port: number,
): boolean {
  const packet = { from, to, protocol, port };
  return side(world, from, "egress", packet) && side(world, to, "ingress", packet);
}

interface Packet {
  readonly from: Peer;
  readonly to: Peer;
  readonly protocol: Protocol;
  readonly port: number;
}

type Pod = Extract<Peer, { kind: "pod" }>;

function side(world: NaiveCalico, subject: Peer, direction: "ingress" | "egress", packet: Packet): boolean {
  if (!isWorkload(subject)) return true;
  for (const tier of sortedTiers(world)) {
    const policies = tier.policies.filter(
      (policy) => governs(policy, direction) && applies(world, policy, subject, direction),
    );
    if (policies.length === 0) continue;
    let verdict: string | undefined;
    for (const policy of policies) {
      verdict = verdictOf(world, policy, direction, packet);
      if (verdict !== undefined) break;
    }
    if (verdict === "Allow") return true;
    if (verdict === "Deny") return false;
    if (verdict === "Pass") continue;
    if (tier.defaultAction !== "Pass") return false;
  }
  return true;
}

/** Sorted once for all packets of a world. */
const sorted = new WeakMap<NaiveCalico, ReturnType<typeof sortTiers>>();

function sortedTiers(world: NaiveCalico): ReturnType<typeof sortTiers> {
  const known = sorted.get(world) ?? sortTiers(world);
  sorted.set(world, known);
  return known;
}

function sortTiers(world: NaiveCalico) {
  return tiersOf(world).map((tier) => ({ ...tier, policies: policiesOf(world, tier.name) }));
}

function tiersOf({ objects }: NaiveCalico) {
  const given = objects
    .filter(({ kind }) => kind === "Tier")
    .map((tier) => ({
      name: tier.metadata.name,
      order: Number(at(tier, "spec", "order") ?? Infinity),
      defaultAction: stringOf(at(tier, "spec", "defaultAction")) ?? "Deny",
    }));
  const all = given.some(({ name }) => name === "default")
    ? given
    : [...given, { name: "default", order: 1_000_000, defaultAction: "Deny" }];
  return all.sort((a, b) => (a.order === b.order ? (a.name < b.name ? -1 : 1) : a.order - b.order));
}

const CALICO = ["projectcalico.org/v3", "crd.projectcalico.org/v1"];

function policiesOf({ objects }: NaiveCalico, tier: string): KubeObject[] {
  const orderOf = (policy: KubeObject): number =>
    policy.apiVersion === "networking.k8s.io/v1" ? 1000 : Number(at(policy, "spec", "order") ?? Infinity);
  return objects
    .filter(({ kind }) => kind === "NetworkPolicy" || kind === "GlobalNetworkPolicy")
    .filter((policy) =>
      CALICO.includes(policy.apiVersion)
        ? (at(policy, "spec", "tier") ?? "default") === tier
        : tier === "default",
    )
    .sort((a, b) =>
      orderOf(a) === orderOf(b) ? (fullName(a) < fullName(b) ? -1 : 1) : orderOf(a) - orderOf(b),
    );
}

function fullName(policy: KubeObject): string {
  const { namespace, name } = policy.metadata;
  const kept =
    policy.apiVersion === "networking.k8s.io/v1"
      ? `knp.default.${name}`
      : `${at(policy, "spec", "tier") ?? "default"}.${name}`;
  return namespace === undefined ? kept : `${namespace}/${kept}`;
}

function governs(policy: KubeObject, direction: "ingress" | "egress"): boolean {
  // Whether it selects the pod is asked apart.
  if (policy.apiVersion === "networking.k8s.io/v1") return true;
  const name = direction === "ingress" ? "Ingress" : "Egress";
  const given = listOf(at(policy, "spec", "types"));
  if (given.length > 0) return given.includes(name);
  if (policy.apiVersion === "crd.projectcalico.org/v1") return true;
  const egress = listOf(at(policy, "spec", "egress")).length > 0;
  const ingress = listOf(at(policy, "spec", "ingress")).length > 0;
  if (direction === "egress") return egress;
  return ingress || !egress;
}

function applies(world: NaiveCalico, policy: KubeObject, pod: Pod, direction: "ingress" | "egress"): boolean {
  if (policy.apiVersion === "networking.k8s.io/v1") return naiveIsolates(policy, pod, direction);
  if (at(policy, "spec", "doNotTrack") === true || at(policy, "spec", "preDNAT") === true) return false;
  if (policy.kind === "NetworkPolicy" && policy.metadata.namespace !== pod.namespace) return false;
  const { own, namespace, account } = labelsOf(world, pod);
  const spec = (key: string): string => stringOf(at(policy, "spec", key)) ?? "";
  return (
    naiveSelector(spec("selector"), own) &&
    (policy.kind === "NetworkPolicy" || naiveSelector(spec("namespaceSelector"), namespace)) &&
    naiveSelector(spec("serviceAccountSelector"), account)
  );
}

function verdictOf(
  world: NaiveCalico,
  policy: KubeObject,
  direction: "ingress" | "egress",
  packet: Packet,
): string | undefined {
  if (policy.apiVersion === "networking.k8s.io/v1") {
    const v1 = { policies: [], namespaces: world.namespaces, ipBlockMatchesPods: true };
    const peer = plainPeer(direction === "ingress" ? packet.from : packet.to);
    const matched = listOf(at(policy, "spec", direction)).some((rule) =>
      naiveRule(v1, policy, rule, direction, peer, plainPeer(packet.to), packet.protocol, packet.port),
    );
    return matched ? "Allow" : undefined;
  }
  for (const rule of listOf(at(policy, "spec", direction))) {
    const action = stringOf(at(rule, "action"));
    if (action === "Log") continue;
    if (ruleMatches(world, policy, rule, packet)) return action;
  }
  return undefined;
}

function plainPeer(peer: Peer): NaivePeer {
  return peer.kind === "pod" ? peer : { kind: "host", ip: peer.ip };
}

function ruleMatches(world: NaiveCalico, policy: KubeObject, rule: unknown, packet: Packet): boolean {
  const protocol = at(rule, "protocol");
  const notProtocol = at(rule, "notProtocol");
  if (protocol !== undefined && !isProtocol(protocol, packet.protocol)) return false;
  if (notProtocol !== undefined && isProtocol(notProtocol, packet.protocol)) return false;
  const destination = at(rule, "destination");
  for (const path of [["http"], ["source", "ports"], ["source", "services"], ["destination", "services"]]) {
    const open = at(rule, ...path);
    if (open !== undefined && !world.oracle(`${path} ${JSON.stringify([open, packet])}`)) return false;
  }
  const ports = listOf(at(destination, "ports"));
  const notPorts = listOf(at(destination, "notPorts"));
  if (ports.length > 0 && !ports.some((port) => portMatches(port, packet))) return false;
  if (notPorts.some((port) => portMatches(port, packet))) return false;
  return (
    entityMatches(world, policy, at(rule, "source"), packet.from) &&
    entityMatches(world, policy, destination, packet.to)
  );
}

function isProtocol(value: unknown, protocol: Protocol): boolean {
  const numbers = { TCP: 6, UDP: 17, SCTP: 132 };
  return value === protocol || value === numbers[protocol];
}

function portMatches(port: unknown, { to, protocol, port: wanted }: Packet): boolean {
  if (typeof port === "number" || /^\d+$/.test(String(port))) return Number(port) === wanted;
  const [first, last] = String(port).split(":").map(Number);
  if (last !== undefined) return wanted >= Number(first) && wanted <= last;
  return (
    isWorkload(to) &&
    to.ports.some((own) => own.name === port && own.protocol === protocol && own.port === wanted)
  );
}

function entityMatches(world: NaiveCalico, policy: KubeObject, entity: unknown, peer: Peer): boolean {
  const text = (key: string): string | undefined => stringOf(at(entity, key));
  const nets = listOf(at(entity, "nets"));
  if (nets.length > 0 && !nets.some((net) => within(String(net), peer.ip))) return false;
  if (listOf(at(entity, "notNets")).some((net) => within(String(net), peer.ip))) return false;
  const names = listOf(at(entity, "serviceAccounts", "names"));
  const accountSelector = stringOf(at(entity, "serviceAccounts", "selector"));
  const not = text("notSelector");
  const limited =
    text("selector") !== undefined ||
    text("namespaceSelector") !== undefined ||
    names.length > 0 ||
    accountSelector !== undefined;
  const faces = facesOf(world, peer);
  if (not !== undefined && faces.some((face) => naiveSelector(not, face.own))) return false;
  if (!limited && !(not !== undefined && policy.kind === "NetworkPolicy")) return true;
  return faces.some((face) => {
    const namespaceSelector = text("namespaceSelector");
    if (namespaceSelector !== undefined) {
      if (!naiveSelector(namespaceSelector, face.namespace)) return false;
    } else if (policy.kind === "NetworkPolicy" && face.inNamespace !== policy.metadata.namespace) {
      return false;
    }
    if (!naiveSelector(text("selector") ?? "", face.own)) return false;
    if (!naiveSelector(accountSelector ?? "", face.account)) return false;
    return names.length === 0 || names.includes(face.accountName ?? "");
  });
}

interface Face {
  readonly own: Labels;
  readonly namespace: Labels | undefined;
  readonly inNamespace: string | undefined;
  readonly account: Labels;
  readonly accountName: string | undefined;
}

/** Everything with labels that stands behind an address: the pod, and each set that lists it. */
function facesOf(world: NaiveCalico, peer: Peer): Face[] {
  const faces: Face[] = isWorkload(peer) ? [labelsOf(world, peer)] : [];
  for (const set of world.objects) {
    const nets = { NetworkSet: "nets", GlobalNetworkSet: "nets", HostEndpoint: "expectedIPs" }[set.kind];
    if (nets === undefined || !listOf(at(set, "spec", nets)).some((net) => within(String(net), peer.ip)))
      continue;
    const inNamespace = set.kind === "NetworkSet" ? set.metadata.namespace : undefined;
    const own = { ...stringMapOf(at(set, "metadata", "labels")) };
    if (inNamespace !== undefined) own["projectcalico.org/namespace"] = inNamespace;
    const namespace = inNamespace === undefined ? undefined : namespaceLabels(world, inNamespace);
    faces.push({ own, namespace, inNamespace, account: {}, accountName: undefined });
  }
  return faces;
}

function labelsOf(world: NaiveCalico, pod: Pod): Face & { readonly namespace: Labels } {
  const accountName = pod.serviceAccount ?? "default";
  const account = world.objects.find(
    ({ kind, metadata }) =>
      kind === "ServiceAccount" && metadata.name === accountName && metadata.namespace === pod.namespace,
  );
  return {
    own: {
      ...pod.labels,
      "projectcalico.org/namespace": pod.namespace,
      "projectcalico.org/serviceaccount": accountName,
      "projectcalico.org/orchestrator": "k8s",
    },
    namespace: namespaceLabels(world, pod.namespace),
    inNamespace: pod.namespace,
    account: { ...stringMapOf(at(account, "metadata", "labels")), "projectcalico.org/name": accountName },
    accountName,
  };
}

function namespaceLabels(world: NaiveCalico, name: string): Labels {
  return {
    ...world.namespaces[name],
    "kubernetes.io/metadata.name": name,
    "projectcalico.org/name": name,
  };
}

function isWorkload(peer: Peer): peer is Pod {
  return peer.kind === "pod" && !peer.hostNetwork;
}

function within(net: string, ip: string): boolean {
  const address = parseAddress(ip);
  const cidr = parseCidr(net.includes("/") ? net : `${net}/${net.includes(":") ? 128 : 32}`);
  return address !== undefined && cidr !== undefined && contains(cidr, address);
}
