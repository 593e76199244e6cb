import { at, entriesOf, type Json, listOf, stringOf } from "../../world/json.ts";
import type { KubeObject } from "../../world/resource.ts";
import type { Labels } from "../../world/selector.ts";
import { liesIn } from "./naive-addresses.ts";
import { hasNamedPort, labelSelector, type NaivePeer, type NaivePod } from "./naive-peers.ts";
import { namespaceLabels, type PlainPolicy, readPolicy, type Side, type WholeBlocks } from "./naive-v1.ts";
import type { Oracle } from "./oracle.ts";
import { everyProbe, type Mask, PROBES, type Probe, probesWhere } from "./probes.ts";

/**
 * policy.networking.k8s.io read straight from its types' comments: the admin tier by priority, NetworkPolicy, the
 * baseline tier. Each bit of a mask is one probe's own way through the rules: the first that matches decides it.
 */
export interface NaiveAdmin {
  readonly objects: readonly KubeObject[];
  readonly namespaces: Readonly<Record<string, Labels>>;
  readonly whole: WholeBlocks;
  /** Decides what domain names resolve to, what malformed rules come to, and the order of equal priorities. */
  readonly oracle: Oracle;
}

type PodMatch = (pod: NaivePod) => boolean;

interface AdminRule {
  /** The probes it matches between a subject and a peer. */
  matches(subject: NaivePod, peer: NaivePeer): Mask;
  readonly action: string | undefined;
  readonly id: string;
}

interface AdminPolicy {
  readonly selects: PodMatch;
  readonly rules: Readonly<Record<Side, readonly AdminRule[]>>;
}

const ALL = everyProbe(PROBES);

export function naiveAdmin(world: NaiveAdmin): (from: NaivePeer, to: NaivePeer) => Mask {
  const [admin, baseline] = [tierOf(world, "Admin"), tierOf(world, "Baseline")];
  const v1 = {
    policies: [],
    namespaces: world.namespaces,
    ipBlockMatchesPods: true,
    whole: world.whole,
    oracle: world.oracle,
  };
  const plain = world.objects
    .filter(({ kind }) => kind === "NetworkPolicy")
    .map((policy) => readPolicy(policy, v1, PROBES));
  const side = (subject: NaivePeer, peer: NaivePeer, direction: Side): Mask => {
    if (!isPod(subject)) return ALL;
    const first = decided(admin, subject, peer, direction, world.oracle);
    const second = plainVerdict(plain, subject, peer, direction);
    if (second !== undefined) return first.allowed | (first.rest & second);
    const third = decided(baseline, subject, peer, direction, world.oracle);
    return first.allowed | (first.rest & (third.allowed | third.rest));
  };
  return (from, to) => side(from, to, "egress") & side(to, from, "ingress");
}

function isPod(peer: NaivePeer): peer is NaivePod {
  return peer.kind === "pod" && !peer.hostNetwork;
}

/** What NetworkPolicies let through; undefined where none isolates the pod. */
function plainVerdict(policies: readonly PlainPolicy[], pod: NaivePod, peer: NaivePeer, side: Side) {
  const isolating = policies.filter((policy) => policy.isolates(pod, side));
  if (isolating.length === 0) return undefined;
  return isolating.reduce((sum, policy) => sum | policy.allows(side, pod, peer), 0);
}

/** `rest`: what the tier leaves to those after it, passed or never matched. */
function decided(
  tier: readonly AdminPolicy[],
  subject: NaivePod,
  peer: NaivePeer,
  direction: Side,
  oracle: Oracle,
): { allowed: Mask; rest: Mask } {
  let open = ALL;
  let allowed = 0;
  let passed = 0;
  for (const { selects, rules } of tier) {
    if (!selects(subject)) continue;
    for (const { matches, action, id } of rules[direction]) {
      const hit = open & matches(subject, peer);
      open &= ~hit;
      if (action === "Allow" || action === "Accept") allowed |= hit;
      else if (action === "Pass") passed |= hit;
      else if (action !== "Deny") {
        // An action nobody knows may be any.
        const question = `${id} ${subject.name} ${peer.name}`;
        allowed |= hit & oracle.coins(`allows ${question}`);
        passed |= hit & ~allowed & oracle.coins(`passes ${question}`);
      }
    }
  }
  return { allowed, rest: open | passed };
}

function tierOf(world: NaiveAdmin, tier: "Admin" | "Baseline"): readonly AdminPolicy[] {
  const place = ({ kind, spec }: KubeObject): unknown => {
    if (kind === "ClusterNetworkPolicy") return at(spec, "tier");
    return kind === "AdminNetworkPolicy" ? "Admin" : "Baseline";
  };
  const priority = ({ spec }: KubeObject): number => Number(at(spec, "priority") ?? 0);
  const tie = (a: string, b: string): number =>
    world.oracle.ask(`first ${[a, b].sort()}`) === a < b ? -1 : 1;
  return world.objects
    .filter((policy) => policy.apiVersion.startsWith("policy.networking.k8s.io/") && place(policy) === tier)
    .sort((a, b) => priority(a) - priority(b) || tie(a.metadata.name, b.metadata.name))
    .map((policy) => ({
      selects: readPods(at(policy, "spec", "subject"), world) ?? (() => false),
      rules: { ingress: readRules(policy, "ingress", world), egress: readRules(policy, "egress", world) },
    }));
}

function readRules(policy: KubeObject, direction: Side, world: NaiveAdmin): readonly AdminRule[] {
  return listOf(at(policy, "spec", direction)).map((rule, index) => {
    const id = `${policy.metadata.name} ${direction} ${index}`;
    const action = stringOf(at(rule, "action"));
    const entries = listOf(at(rule, direction === "ingress" ? "from" : "to"));
    const peers = entries.map((entry) => readPeer(entry, world));
    const ports = readPorts(rule);
    if (ports === undefined || peers.includes(undefined)) {
      return {
        id,
        action,
        matches: (subject, peer) => world.oracle.coins(`${id} ${subject.name} ${peer.name}`),
      };
    }
    const known = peers.filter((peer) => peer !== undefined);
    return {
      id,
      action,
      matches(subject, peer) {
        if (!known.some((matches) => matches(peer))) return 0;
        const destination = direction === "ingress" ? subject : peer;
        return ports.reduce((sum, entry) => sum | entry(destination), 0);
      },
    };
  });
}

/** `namespaces` or `pods`; undefined where it is neither. */
function readPods(selection: unknown, world: NaiveAdmin): PodMatch | undefined {
  const pods = at(selection, "pods");
  const namespaces = at(selection, "namespaces") ?? at(pods, "namespaceSelector");
  if (pods === undefined && namespaces === undefined) return undefined;
  const inNamespace = labelSelector(namespaces);
  const matches = labelSelector(at(pods, "podSelector"));
  return (pod) => inNamespace(namespaceLabels(world, pod.namespace)) && matches(pod.labels);
}

/** Undefined for a peer of a kind nobody knows. */
function readPeer(entry: Json, world: NaiveAdmin): ((peer: NaivePeer) => boolean) | undefined {
  const pods = readPods(entry, world);
  if (pods !== undefined) return (peer) => isPod(peer) && pods(peer);
  const nodes = at(entry, "nodes");
  if (nodes !== undefined) {
    const matches = labelSelector(nodes);
    return (peer) => {
      if (peer.kind === "pod") return peer.hostNetwork && matches(peer.nodeLabels ?? {});
      return peer.kind === "node" && matches(peer.labels);
    };
  }
  if (at(entry, "domainNames") !== undefined) {
    const names = JSON.stringify(entry);
    return (peer) => peer.kind === "outside" && world.oracle.ask(`domain ${names} ${peer.name}`);
  }
  const networks = listOf(at(entry, "networks")).map(String);
  if (networks.length === 0) return undefined;
  return (peer) =>
    networks.some((net) =>
      peer.ips.length === 0 ? net === world.whole.pods : peer.ips.some((ip) => liesIn(net, ip)),
    );
}

type PortMatch = (to: NaivePeer) => Mask;

/** Undefined where an entry makes no sense. */
function readPorts(rule: Json): readonly PortMatch[] | undefined {
  const ports = at(rule, "ports");
  const protocols = at(rule, "protocols");
  if (ports === undefined && protocols === undefined) return [() => ALL];
  const all = [...listOf(ports).map(oldPort), ...listOf(protocols).map(newPort)];
  return all.includes(undefined) ? undefined : all.filter((one) => one !== undefined);
}

function oldPort(entry: Json): PortMatch | undefined {
  const name = at(entry, "namedPort");
  if (name !== undefined) return named(name);
  const one = at(entry, "portNumber") ?? at(entry, "portRange");
  const protocol = at(one, "protocol") ?? "TCP";
  return range(protocol, at(one, "port") ?? at(one, "start"), at(one, "port") ?? at(one, "end"));
}

function newPort(entry: Json): PortMatch | undefined {
  const name = at(entry, "destinationNamedPort");
  if (name !== undefined) return named(name);
  const [protocol, attributes] = entriesOf(entry)[0] ?? ["", {}];
  const port = at(attributes, "destinationPort");
  if (port === undefined) return range(protocol.toUpperCase(), 1, 65535);
  const [first, last] = [at(port, "number") ?? at(port, "range", "start"), at(port, "range", "end")];
  return range(protocol.toUpperCase(), first, last ?? first);
}

function range(protocol: unknown, from: unknown, to: unknown): PortMatch | undefined {
  const [first, last] = [Number(from), Number(to)];
  if (!(first <= last)) return undefined;
  const mask = probesWhere(
    PROBES,
    (one) => one.protocol === protocol && one.port >= first && one.port <= last,
  );
  return () => mask;
}

/** A name says nothing of the protocol: the container's port does. */
function named(name: unknown): PortMatch {
  return (to) => (isPod(to) ? probesWhere(PROBES, (probe: Probe) => hasNamedPort(to, name, probe)) : 0);
}
