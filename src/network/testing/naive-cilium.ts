import { at, type Json, listOf, stringOf } from "../../world/json.ts";
import type { KubeObject } from "../../world/resource.ts";
import { agentMinor, byAddress, ciliumConfig } from "./naive-cilium-cluster.ts";
import { ciliumLabels, isEndpoint, type NaiveCilium, plainKey } from "./naive-cilium-labels.ts";
import { readCiliumPeers } from "./naive-cilium-peers.ts";
import { hasNamedPort, labelSelector, type NaivePeer, type NaivePod } from "./naive-peers.ts";
import { type PlainPolicy, readPolicy, type Side } from "./naive-v1.ts";
import { everyProbe, type Mask, PROBES, probesWhere } from "./probes.ts";

/**
 * Cilium's policies read straight from its documentation (security/policy: intro, layer3, layer4, deny, kubernetes),
 * pod by pod and rule by rule; each bit of a mask is one probe's own answer. What the objects do not tell is asked of
 * an oracle.
 */
export function naiveCilium(world: NaiveCilium): (from: NaivePeer, to: NaivePeer) => Mask {
  const specs = world.objects.flatMap((policy) =>
    specsOf(policy).map((spec) => readSpec(spec, policy, world)),
  );
  const v1 = { policies: [], namespaces: world.namespaces, ipBlockMatchesPods: false, oracle: world.oracle };
  const plain = world.objects
    .filter(({ kind }) => kind === "NetworkPolicy")
    .map((policy) => readPolicy(policy, v1, PROBES));
  const always = ciliumConfig(world, "enable-policy") === "always";
  const side = (subject: NaivePeer, peer: NaivePeer, direction: Side): Mask => {
    if (!isEndpoint(subject)) return ALL;
    const own = specs.filter(({ selects }) => selects(subject));
    const isolating = plain.filter((policy) => policy.isolates(subject, direction));
    const sum = (rules: "allows" | "denies"): Mask =>
      own.reduce(
        (all, spec) => spec[rules][direction].reduce((mask, rule) => mask | rule(subject, peer), all),
        0,
      );
    const denied = sum("denies");
    if (!always && isolating.length === 0 && own.every((spec) => !spec.denyByDefault[direction]))
      return ALL & ~denied;
    const plainAllowed = isolating.reduce(
      (all, policy) => all | plainAllows(policy, subject, peer, direction, world),
      0,
    );
    return (sum("allows") | plainAllowed) & ~denied;
  };
  return (from, to) => side(from, to, "egress") & side(to, from, "ingress");
}

const ALL = everyProbe(PROBES);

/** Nodes have an identity of their own, so that a CIDR names them only where the agent is set so. */
function plainAllows(
  policy: PlainPolicy,
  subject: NaivePod,
  peer: NaivePeer,
  direction: Side,
  world: NaiveCilium,
): Mask {
  if (isEndpoint(peer) || byAddress(world, peer)) return policy.allows(direction, subject, peer);
  return policy.allows(direction, subject, { ...peer, kind: "node", ips: ["none"], labels: {} });
}

type CiliumRule = (subject: NaivePod, peer: NaivePeer) => Mask;

interface CiliumSpec {
  selects(pod: NaivePod): boolean;
  readonly denyByDefault: Readonly<Record<Side, boolean>>;
  readonly allows: Readonly<Record<Side, readonly CiliumRule[]>>;
  readonly denies: Readonly<Record<Side, readonly CiliumRule[]>>;
}

function specsOf(policy: KubeObject): readonly Json[] {
  if (policy.apiVersion !== "cilium.io/v2") return [];
  const one = at(policy, "spec");
  return [...(one === undefined ? [] : [one]), ...listOf(at(policy, "specs"))];
}

function readSpec(spec: Json, policy: KubeObject, world: NaiveCilium): CiliumSpec {
  const selector = at(spec, "endpointSelector");
  const matches = labelSelector(selector, plainKey);
  const { name, namespace } = policy.metadata;
  const refused = isRefused(spec, world);
  const clusterwide = policy.kind !== "CiliumNetworkPolicy";
  const rules = (key: string, direction: Side): CiliumRule[] =>
    listOf(at(spec, key)).map((rule, index) =>
      readRule(rule, policy, direction, `${name} ${key} ${index}`, world),
    );
  const denyByDefault = (direction: Side): boolean => {
    const asked = at(spec, "enableDefaultDeny", direction);
    if (typeof asked === "boolean") return asked;
    return listOf(at(spec, direction)).length + listOf(at(spec, `${direction}Deny`)).length > 0;
  };
  return {
    selects: (pod) =>
      selector !== undefined &&
      (clusterwide || namespace === pod.namespace) &&
      matches(ciliumLabels(world, pod)) &&
      !(refused && world.oracle.ask(`refuses ${name} ${JSON.stringify(spec)}`)),
    denyByDefault: { ingress: denyByDefault("ingress"), egress: denyByDefault("egress") },
    allows: { ingress: rules("ingress", "ingress"), egress: rules("egress", "egress") },
    denies: { ingress: rules("ingressDeny", "ingress"), egress: rules("egressDeny", "egress") },
  };
}

/** Before 1.17 the agent refuses ports beside toServices; which version runs may not be known. */
function isRefused(spec: Json, world: NaiveCilium): boolean {
  const both = listOf(at(spec, "egress")).some(
    (rule) => listOf(at(rule, "toServices")).length > 0 && listOf(at(rule, "toPorts")).length > 0,
  );
  return both && (agentMinor(world) ?? 0) < 17;
}

function readRule(
  rule: Json,
  policy: KubeObject,
  direction: Side,
  id: string,
  world: NaiveCilium,
): CiliumRule {
  const peers = readCiliumPeers(rule, policy, direction, id, world, id.includes("Deny"));
  const required = stringOf(at(rule, "authentication", "mode")) === "required";
  const entries = listOf(at(rule, "toPorts"));
  const ports = entries.map((entry, index) => readEntry(entry, `${id} ${index}`, world));
  const icmpOnly = entries.length === 0 && listOf(at(rule, "icmps")).length > 0;
  const saysPorts = entries.length > 0 || icmpOnly;
  return (subject, peer) => {
    // Ports alone are for everybody; a rule that says nothing at all admits nobody.
    if (!(peers === undefined ? saysPorts : peers(subject, peer)) || icmpOnly) return 0;
    const destination = direction === "ingress" ? subject : peer;
    const who = `${subject.name} ${peer.name}`;
    const mask = entries.length === 0 ? ALL : ports.reduce((sum, entry) => sum | entry(destination, who), 0);
    return required ? mask & world.oracle.coins(`authenticates ${id} ${who}`) : mask;
  };
}

/** One item of `toPorts`; what looks into the traffic is asked packet by packet. */
function readEntry(entry: Json, id: string, world: NaiveCilium): (to: NaivePeer, who: string) => Mask {
  const ports = listOf(at(entry, "ports")).map(readPort);
  const inspected = at(entry, "rules") !== undefined || at(entry, "serverNames") !== undefined;
  return (to, who) => {
    const mask = ports.reduce((sum, port) => sum | port(to), 0);
    return inspected ? mask & world.oracle.coins(`passes ${id} ${who}`) : mask;
  };
}

function readPort(entry: Json): (to: NaivePeer) => Mask {
  const wanted = stringOf(at(entry, "protocol")) ?? "ANY";
  const text = String(at(entry, "port"));
  const ofProtocol = probesWhere(PROBES, ({ protocol }) => wanted === "ANY" || wanted === protocol);
  if (/^\d+$/.test(text)) {
    const first = Number(text);
    const last = Number(at(entry, "endPort") ?? text);
    const mask = first === 0 ? ALL : probesWhere(PROBES, ({ port }) => port >= first && port <= last);
    return () => mask & ofProtocol;
  }
  return (to) =>
    isEndpoint(to) ? ofProtocol & probesWhere(PROBES, (probe) => hasNamedPort(to, text, probe)) : 0;
}
