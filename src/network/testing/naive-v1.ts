import { at, isObject, type Json, listOf } from "../../world/json.ts";
import type { KubeObject } from "../../world/resource.ts";
import type { Labels } from "../../world/selector.ts";
import { liesIn } from "./naive-addresses.ts";
import { hasNamedPort, labelSelector, type NaivePeer, type NaivePod } from "./naive-peers.ts";
import { NO_ORACLE, type Oracle } from "./oracle.ts";
import { everyProbe, type Mask, PROBES, type Probe, probesWhere } from "./probes.ts";

/**
 * NetworkPolicy v1 read straight from the statements (network.md 1 to 15), pod by pod, rule by rule, port by port.
 * Obvious on purpose: the engine is held against it. Each policy's JSON is read once; nothing else is prepared.
 */
export interface NaiveWorld {
  readonly policies: readonly KubeObject[];
  readonly namespaces: Readonly<Record<string, Labels>>;
  readonly ipBlockMatchesPods: boolean;
  readonly hostNetwork?: "as-node" | "as-pod";
  /** The block of all addresses that unknown ones lie in. */
  readonly whole?: WholeBlocks;
  /** Decides what a malformed rule comes to. */
  readonly oracle?: Oracle;
}

/** For pods, and for nodes and pods taken for them. */
export interface WholeBlocks {
  readonly pods: string;
  readonly hosts: string;
}

export type Side = "ingress" | "egress";

/** A policy, read. */
export interface PlainPolicy {
  isolates(pod: NaivePod, side: Side): boolean;
  /** What its rules of a side let through between a pod it selects and a peer. */
  allows(side: Side, pod: NaivePod, peer: NaivePeer): Mask;
}

/** The probes a world's policies let through, for one pair after another. */
export function naiveV1(
  world: NaiveWorld,
  probes: readonly Probe[] = PROBES,
): (from: NaivePeer, to: NaivePeer) => Mask {
  const policies = world.policies.map((policy) => readPolicy(policy, world, probes));
  const all = everyProbe(probes);
  const side = (subject: NaivePeer, peer: NaivePeer, name: Side): Mask => {
    if (!isPod(subject, world)) return all;
    const isolating = policies.filter((policy) => policy.isolates(subject, name));
    if (isolating.length === 0) return all;
    return isolating.reduce((sum, policy) => sum | policy.allows(name, subject, peer), 0);
  };
  return (from, to) => side(from, to, "egress") & side(to, from, "ingress");
}

/** On the host's network a pod is its node, unless it is told to be a pod (14). */
function isPod(peer: NaivePeer, { hostNetwork = "as-node" }: NaiveWorld): peer is NaivePod {
  return peer.kind === "pod" && (!peer.hostNetwork || hostNetwork === "as-pod");
}

export function readPolicy(policy: KubeObject, world: NaiveWorld, probes: readonly Probe[]): PlainPolicy {
  const { name, namespace } = policy.metadata;
  const oracle = world.oracle ?? NO_ORACLE;
  const selector = at(policy, "spec", "podSelector");
  const given = listOf(at(policy, "spec", "policyTypes"));
  const types = given.length > 0 ? given : listOf(at(policy, "spec", "egress")).length > 0 ? BOTH : INGRESS;
  const malformed = selector !== undefined && !isObject(selector);
  const selects = selectorOf(malformed ? {} : selector, oracle);
  const rules = { ingress: rulesOf("ingress"), egress: rulesOf("egress") };
  function rulesOf(side: Side): ReturnType<typeof readRule>[] {
    return listOf(at(policy, "spec", side)).map((rule, index) =>
      readRule(rule, side, namespace, `${name} ${side} ${index}`, world, probes),
    );
  }
  return {
    isolates: (pod, side) =>
      namespace === pod.namespace &&
      types.includes(side === "ingress" ? "Ingress" : "Egress") &&
      selects(pod.labels) &&
      (!malformed || oracle.ask(`selects ${name} ${pod.name}`)),
    allows: (side, pod, peer) => rules[side].reduce((sum, rule) => sum | rule(pod, peer), 0),
  };
}

const INGRESS: readonly Json[] = ["Ingress"];
const BOTH: readonly Json[] = ["Ingress", "Egress"];

function readRule(
  rule: Json,
  side: Side,
  namespace: string | undefined,
  id: string,
  world: NaiveWorld,
  probes: readonly Probe[],
): (pod: NaivePod, peer: NaivePeer) => Mask {
  const peers = listOf(at(rule, side === "ingress" ? "from" : "to"));
  const ports = listOf(at(rule, "ports"));
  if (peers.some(isBadPeer) || ports.some(isBadPort)) {
    const oracle = world.oracle ?? NO_ORACLE;
    return (pod, peer) => oracle.coins(`${id} ${pod.name} ${peer.name}`);
  }
  const terms = peers.map((entry) => readPeer(entry, namespace, world));
  const entries = ports.map((entry) => readPort(entry, world, probes));
  const all = everyProbe(probes);
  return (pod, peer) => {
    if (terms.length > 0 && !terms.some((matches) => matches(peer))) return 0;
    const destination = side === "ingress" ? pod : peer;
    return entries.length === 0 ? all : entries.reduce((sum, entry) => sum | entry(destination), 0);
  };
}

/** What the API server would refuse (6, 7). */
function isBadPeer(entry: Json): boolean {
  const block = at(entry, "ipBlock");
  const selectors = [at(entry, "podSelector"), at(entry, "namespaceSelector")];
  if (block === undefined) return selectors.every((one) => one === undefined);
  if (selectors.some((one) => one !== undefined)) return true;
  const cidr = String(at(block, "cidr"));
  if (!isBlock(cidr)) return true;
  return listOf(at(block, "except")).some((hole) => {
    const [network = "", length] = String(hole).split("/");
    return !isBlock(String(hole)) || !liesIn(cidr, network) || Number(length) <= Number(cidr.split("/")[1]);
  });
}

function isBlock(text: string): boolean {
  const [network = "", length = ""] = text.split("/");
  return (
    liesIn(network, network) && /^\d+$/.test(length) && Number(length) <= (network.includes(":") ? 128 : 32)
  );
}

/** What the API server would refuse (9). */
function isBadPort(entry: Json): boolean {
  const port = at(entry, "port");
  const end = at(entry, "endPort");
  if (end === undefined) return false;
  return typeof port !== "number" || Number(end) < port;
}

function readPeer(
  entry: Json,
  namespace: string | undefined,
  world: NaiveWorld,
): (peer: NaivePeer) => boolean {
  const block = at(entry, "ipBlock");
  const oracle = world.oracle ?? NO_ORACLE;
  if (block !== undefined) {
    const cidr = String(at(block, "cidr"));
    const except = listOf(at(block, "except")).map(String);
    return (peer) => {
      if (isPod(peer, world) && !world.ipBlockMatchesPods) return false;
      if (peer.ips.length === 0) {
        // An address nobody knows lies in the block of all; a pod's then in no other, a host's in any.
        const { pods = "0.0.0.0/0", hosts = "0.0.0.0/0" } = world.whole ?? {};
        const host = !isPod(peer, world);
        if (cidr === (host ? hosts : pods) && except.length === 0) return true;
        return host && oracle.ask(`${JSON.stringify(block)} has ${peer.name}`);
      }
      return peer.ips.some((ip) => liesIn(cidr, ip) && !except.some((hole) => liesIn(hole, ip)));
    };
  }
  const namespaceSelector = at(entry, "namespaceSelector");
  const inNamespace = selectorOf(namespaceSelector, oracle);
  const matches = selectorOf(at(entry, "podSelector"), oracle);
  return (peer) => {
    if (!isPod(peer, world)) return false;
    const here =
      namespaceSelector === undefined
        ? peer.namespace === namespace
        : inNamespace(namespaceLabels(world, peer.namespace));
    return here && matches(peer.labels);
  };
}

function selectorOf(selector: unknown, oracle: Oracle): (labels: Labels) => boolean {
  const text = JSON.stringify(selector);
  return labelSelector(selector, undefined, (labels) => oracle.ask(`${text} ${JSON.stringify(labels)}`));
}

export function namespaceLabels({ namespaces }: Pick<NaiveWorld, "namespaces">, name: string): Labels {
  return { ...namespaces[name], "kubernetes.io/metadata.name": name };
}

function readPort(entry: Json, world: NaiveWorld, probes: readonly Probe[]): (to: NaivePeer) => Mask {
  const wanted = at(entry, "protocol") ?? "TCP";
  const port = at(entry, "port");
  if (typeof port === "string") {
    return (to) =>
      isPod(to, world)
        ? probesWhere(probes, (probe) => probe.protocol === wanted && hasNamedPort(to, port, probe))
        : 0;
  }
  const first = Number(port ?? 1);
  const last = Number(at(entry, "endPort") ?? port ?? 65535);
  const mask = probesWhere(
    probes,
    (probe) => probe.protocol === wanted && probe.port >= first && probe.port <= last,
  );
  return () => mask;
}
