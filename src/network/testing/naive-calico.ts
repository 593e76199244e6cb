import { at, type Json, listOf, stringOf } from "../../world/json.ts";
import type { KubeObject } from "../../world/resource.ts";
import {
  calicoFaces,
  isWorkload,
  type NaiveCalico,
  type PodFace,
  readEntity,
} from "./naive-calico-entity.ts";
import { naiveSelector } from "./naive-calico-selector.ts";
import { hasNamedPort, type NaivePeer, type NaivePod } from "./naive-peers.ts";
import { readPolicy, type Side } from "./naive-v1.ts";
import { everyProbe, type Mask, PROBES, probesWhere } from "./probes.ts";

/**
 * Calico's policies read straight from its documentation (reference/resources/networkpolicy, globalnetworkpolicy,
 * tier, networkset): tier by tier, policy by policy, rule by rule. Each bit of a mask is one probe's own way through
 * them: the first rule that matches decides it. Nothing of the compiled path.
 */
export function naiveCalico(world: NaiveCalico): (from: NaivePeer, to: NaivePeer) => Mask {
  const faces = calicoFaces(world);
  const tiers = tiersOf(world).map((tier) => ({
    ...tier,
    policies: policiesOf(world, tier.name).map((policy) => reader(policy, world, faces)),
  }));
  const side = (subject: NaivePeer, peer: NaivePeer, direction: Side): Mask => {
    if (!isWorkload(subject)) return ALL;
    const face = faces.ofPod(subject);
    let open = ALL;
    let allowed = 0;
    for (const { policies, defaultAction } of tiers) {
      const applying = policies.filter((policy) => policy.applies(subject, face, direction));
      if (applying.length === 0) continue;
      let passed = 0;
      for (const { rules } of applying) {
        for (const { action, matches } of rules[direction]) {
          const hit = open & matches(subject, peer);
          open &= ~hit;
          if (action === "Allow") allowed |= hit;
          else if (action === "Pass") passed |= hit;
        }
      }
      open = defaultAction === "Pass" ? open | passed : passed;
    }
    return allowed | open;
  };
  return (from, to) => side(from, to, "egress") & side(to, from, "ingress");
}

const ALL = everyProbe(PROBES);

interface CalicoRule {
  readonly action: string | undefined;
  matches(subject: NaivePod, peer: NaivePeer): Mask;
}

interface CalicoPolicy {
  applies(pod: NaivePod, face: PodFace, direction: Side): boolean;
  readonly rules: Readonly<Record<Side, readonly CalicoRule[]>>;
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

function isPlain({ apiVersion }: KubeObject): boolean {
  return apiVersion === "networking.k8s.io/v1";
}

function policiesOf({ objects }: NaiveCalico, tier: string): KubeObject[] {
  const orderOf = (policy: KubeObject): number =>
    isPlain(policy) ? 1000 : Number(at(policy, "spec", "order") ?? Infinity);
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
  const tier = `${at(policy, "spec", "tier") ?? "default"}.`;
  const kept = isPlain(policy) ? `knp.default.${name}` : name.startsWith(tier) ? name : `${tier}${name}`;
  return namespace === undefined ? kept : `${namespace}/${kept}`;
}

function reader(policy: KubeObject, world: NaiveCalico, faces: ReturnType<typeof calicoFaces>): CalicoPolicy {
  if (isPlain(policy)) {
    const v1 = {
      policies: [],
      namespaces: world.namespaces,
      ipBlockMatchesPods: true,
      whole: world.whole,
      oracle: world.oracle,
    };
    const plain = readPolicy(policy, v1, PROBES);
    const allow = (side: Side): CalicoRule[] => [
      { action: "Allow", matches: (subject, peer) => plain.allows(side, subject, peer) },
    ];
    return {
      applies: (pod, _, direction) => plain.isolates(pod, direction),
      rules: { ingress: allow("ingress"), egress: allow("egress") },
    };
  }
  const namespaced = policy.kind === "NetworkPolicy";
  const text = (key: string): string => stringOf(at(policy, "spec", key)) ?? "";
  const untracked = at(policy, "spec", "doNotTrack") === true || at(policy, "spec", "preDNAT") === true;
  const [own, namespaces, accounts] = [
    text("selector"),
    text("namespaceSelector"),
    text("serviceAccountSelector"),
  ];
  const rules = (direction: Side): CalicoRule[] =>
    listOf(at(policy, "spec", direction))
      .filter((rule) => at(rule, "action") !== "Log")
      .map((rule, index) => readRule(rule, policy, direction, index, world, faces));
  return {
    applies: (pod, face, direction) =>
      governs(policy, direction) &&
      !untracked &&
      (!namespaced || policy.metadata.namespace === pod.namespace) &&
      naiveSelector(own, face.own) &&
      (namespaced || naiveSelector(namespaces, face.namespace)) &&
      naiveSelector(accounts, face.account),
    rules: { ingress: rules("ingress"), egress: rules("egress") },
  };
}

function governs(policy: KubeObject, direction: Side): boolean {
  const given = listOf(at(policy, "spec", "types"));
  if (given.length > 0) return given.includes(direction === "ingress" ? "Ingress" : "Egress");
  if (policy.apiVersion === "crd.projectcalico.org/v1") return true;
  const egress = listOf(at(policy, "spec", "egress")).length > 0;
  const ingress = listOf(at(policy, "spec", "ingress")).length > 0;
  if (direction === "egress") return egress;
  return ingress || !egress;
}

/** Parts of a rule that only the packet or the running cluster knows. */
const OPEN = [["http"], ["source", "ports"], ["source", "services"], ["destination", "services"]];

function readRule(
  rule: Json,
  policy: KubeObject,
  direction: Side,
  index: number,
  world: NaiveCalico,
  faces: ReturnType<typeof calicoFaces>,
): CalicoRule {
  const source = readEntity(at(rule, "source"), policy, faces);
  const destination = readEntity(at(rule, "destination"), policy, faces);
  const ports = readPorts(rule);
  const questions = OPEN.filter((path) => at(rule, ...path) !== undefined);
  const id = `${policy.metadata.name} ${direction} ${index}`;
  const near = at(rule, direction === "ingress" ? "destination" : "source");
  const openNear = NEAR.some((key) => at(near, key) !== undefined) && isOpenNear(near, world);
  return {
    action: stringOf(at(rule, "action")),
    matches(subject, peer) {
      const [from, to] = direction === "ingress" ? [peer, subject] : [subject, peer];
      // Decided all the same; asked so that an answer left open for it counts as one that may be.
      if (openNear) world.oracle.ask(id);
      if (!source(from) || !destination(to)) return 0;
      return questions.reduce(
        (mask, path) => mask & world.oracle.coins(`${id} ${path} ${from.name} ${to.name}`),
        ports(to),
      );
    },
  };
}

const NEAR = ["nets", "notNets", "selector", "notSelector", "namespaceSelector"];

/** The engine leaves the near end open where it names networks, and where a set of addresses may stand for it. */
function isOpenNear(near: unknown, { objects }: NaiveCalico): boolean {
  return (
    at(near, "nets") !== undefined ||
    at(near, "notNets") !== undefined ||
    objects.some(({ kind }) => kind === "NetworkSet" || kind === "GlobalNetworkSet")
  );
}

/** By protocol, then by the destination's ports, then without its notPorts. */
function readPorts(rule: Json): (to: NaivePeer) => Mask {
  const [protocol, not] = [at(rule, "protocol"), at(rule, "notProtocol")];
  const mask = probesWhere(
    PROBES,
    (probe) =>
      (protocol === undefined || isProtocol(protocol, probe.protocol)) &&
      (not === undefined || !isProtocol(not, probe.protocol)),
  );
  const wanted = listOf(at(rule, "destination", "ports")).map(readPort);
  const unwanted = listOf(at(rule, "destination", "notPorts")).map(readPort);
  const any = (list: readonly ((to: NaivePeer) => Mask)[], to: NaivePeer): Mask =>
    list.reduce((sum, port) => sum | port(to), 0);
  return (to) => mask & (wanted.length === 0 ? ALL : any(wanted, to)) & ~any(unwanted, to);
}

function isProtocol(value: unknown, protocol: "TCP" | "UDP" | "SCTP"): boolean {
  const numbers = { TCP: 6, UDP: 17, SCTP: 132 };
  return value === protocol || value === numbers[protocol];
}

/** A number, a range `first:last`, or a port's name. */
function readPort(port: Json): (to: NaivePeer) => Mask {
  const match = /^(\d+)(?::(\d+))?$/.exec(String(port));
  if (match === null) {
    return (to) => (isWorkload(to) ? probesWhere(PROBES, (probe) => hasNamedPort(to, port, probe)) : 0);
  }
  const [first, last] = [Number(match[1]), Number(match[2] ?? match[1])];
  const mask = probesWhere(PROBES, (probe) => probe.port >= first && probe.port <= last);
  return () => mask;
}
