import { formatAddress } from "../world/addresses/address.ts";
import { at, stringOf } from "../world/json.ts";
import type { Resource } from "../world/resource.ts";
import { addressEndpoint, type Endpoint, nodeEndpoint, podEndpoint } from "./endpoint.ts";
import { PolicyIndex } from "./policy-index.ts";
import { type PortSet, PortSets, type Protocol } from "./port-set.ts";
import { podName, type Target } from "./resolve.ts";
import { type Backend, servicePorts } from "./service-backends.ts";
import { type NodeSubject, subjectsOf } from "./subjects.ts";
import { isOwnNode, type PairTrace, tracePair } from "./trace.ts";
import type { TraceTools } from "./trace-side.ts";
import type { View } from "./view.ts";

/** `differs`: not the same for all of the pods or endpoints, each of which is then told of. */
export type ExplainedVerdict = "allowed" | "denied" | "unknown" | "differs";

/** One pair of ends, or many that policies do not tell apart. */
export interface ExplainedPair {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly trace: PairTrace;
  /** The port the packet has when policies see it; undefined where all ports were asked about. */
  readonly port: { readonly protocol: Protocol; readonly port: number } | undefined;
  /** The Service's port it was sent to. */
  readonly via: string | undefined;
  readonly verdict: ExplainedVerdict;
}

export interface Explanation {
  readonly verdict: ExplainedVerdict;
  readonly pairs: readonly ExplainedPair[];
  readonly table: PortSets;
  /** Why there is nothing to tell, such as a Service without endpoints. */
  readonly problem: string | undefined;
  /** What stands behind the ends that were taken. */
  readonly note?: string | undefined;
}

export interface WantedPort {
  readonly protocol: Protocol;
  readonly port: number;
}

/** One end, with its name and what policies tell it apart by. */
interface Named {
  readonly name: string;
  readonly endpoint: Endpoint;
  /** Equal for ends with equal answers. */
  readonly like: string;
}

type Ends = Exclude<Target, { kind: "none" }>;

/** Why `from` may or may not reach `to`, on one port or on all of them. */
export function explain(view: View, from: Ends, to: Ends, port: WantedPort | undefined): Explanation {
  const table = new PortSets();
  const tools: TraceTools = { index: new PolicyIndex(view), options: view.options, table };
  const sources = endsOf(from);
  if (from.kind === "service" || sources.length === 0) {
    return { verdict: "unknown", pairs: [], table, problem: "a Service sends nothing itself: name its pods" };
  }
  if (to.kind !== "service") {
    const pairs = pairsOf(sources, endsOf(to), port, undefined, tools);
    const problem = pairs.length === 0 ? "a pod's traffic to itself never leaves it" : undefined;
    return { verdict: overall(pairs), pairs, table, problem };
  }
  const hidden = from.kind === "address" && hidesSource(to.service);
  const senders = hidden ? subjectsOf(view).nodes.map(nodeEnd) : sources;
  const { ports, problem } = servicePorts(view, to.service);
  const asked = ports.filter(
    (one) => port === undefined || (one.port === port.port && one.protocol === port.protocol),
  );
  if (problem !== undefined || asked.length === 0) {
    const missing = port === undefined ? "it has no ports" : `it has no port ${port.port}/${port.protocol}`;
    return { verdict: "denied", pairs: [], table, problem: problem ?? missing };
  }
  const pairs = asked.flatMap(({ backends, protocol, port: servicePort }) =>
    [...byPort(backends)].flatMap(([number, some]) =>
      pairsOf(senders, some, { protocol, port: number }, `${servicePort}/${protocol}`, tools),
    ),
  );
  if (hidden && senders.length === 0) {
    return { verdict: "unknown", pairs, table, problem: `${HIDDEN}, and no node was read` };
  }
  return { verdict: overall(pairs), pairs, table, problem: undefined, note: hidden ? HIDDEN : undefined };
}

const HIDDEN =
  "the Service's nodes hand on what comes from outside with an address of their own (externalTrafficPolicy: Cluster)";

/** Whether nodes hide who asks for a Service from outside (network.md 16); what replaces kube-proxy may do less. */
function hidesSource({ object }: Resource): boolean {
  const entered = ["NodePort", "LoadBalancer"].includes(stringOf(at(object, "spec", "type")) ?? "");
  return entered && at(object, "spec", "externalTrafficPolicy") !== "Local";
}

function byPort(backends: readonly Backend[]): Map<number, Named[]> {
  const out = new Map<number, Named[]>();
  for (const backend of backends) {
    const end =
      backend.kind === "pod"
        ? podEnd(backend.pod)
        : { name: formatAddress(backend.address), endpoint: addressEndpoint(backend.address), like: "" };
    const one = backend.kind === "pod" ? end : { ...end, like: end.name };
    const there = out.get(backend.port);
    if (there === undefined) out.set(backend.port, [one]);
    else there.push(one);
  }
  return out;
}

function endsOf(target: Ends): readonly Named[] {
  switch (target.kind) {
    case "pods":
      return target.pods.map(podEnd);
    case "node":
      return [nodeEnd(target.node)];
    case "address":
      return [{ name: target.name, endpoint: addressEndpoint(target.address), like: target.name }];
    case "service":
      return [];
  }
}

function nodeEnd(node: NodeSubject): Named {
  const name = `${node.node.name}[Node]`;
  return { name, endpoint: nodeEndpoint(node), like: name };
}

function podEnd(pod: Parameters<typeof podEndpoint>[0]): Named {
  const endpoint = podEndpoint(pod);
  const { labels, namespace, serviceAccount } = pod.subject;
  // Replicas of one template share everything policies look at but their addresses, and their node where it counts.
  const like = JSON.stringify([
    labels,
    namespace,
    serviceAccount,
    endpoint.host,
    endpoint.namedPorts,
    endpoint.addresses.map(formatAddress),
  ]);
  return { name: podName(pod), endpoint, like };
}

interface Answered {
  readonly from: Set<string>;
  readonly to: Set<string>;
  readonly trace: PairTrace;
}

/** Every pair; ends are put together where each of them has the same answer for each of the others. */
function pairsOf(
  sources: readonly Named[],
  destinations: readonly Named[],
  port: WantedPort | undefined,
  via: string | undefined,
  tools: TraceTools,
): readonly ExplainedPair[] {
  const traced = new Map<string, PairTrace>();
  const groups = new Map<string, Answered>();
  for (const from of sources) {
    const byAnswer = new Map<string, Answered>();
    for (const to of destinations) {
      const same = from.endpoint.kind === "pod" && from.name === to.name;
      if (same && sources.length > 1) continue;
      const own = [isOwnNode(from.endpoint, to.endpoint), isOwnNode(to.endpoint, from.endpoint)];
      const key = `${from.like} ${to.like} ${same} ${own}`;
      const trace = traced.get(key) ?? tracePair(from.endpoint, to.endpoint, tools, same);
      traced.set(key, trace);
      const answer = answerKey(trace);
      const there = byAnswer.get(answer) ?? { from: new Set([from.name]), to: new Set(), trace };
      byAnswer.set(answer, there);
      there.to.add(to.name);
    }
    for (const [answer, found] of byAnswer) {
      const key = `${answer} ${[...found.to].join(",")}`;
      const there = groups.get(key);
      if (there === undefined) groups.set(key, found);
      else there.from.add(from.name);
    }
  }
  return [...groups.values()].map(({ from, to, trace }) => ({
    from: [...from],
    to: [...to],
    trace,
    port,
    via,
    verdict: verdictOf(trace, port, tools.table),
  }));
}

/** Equal where policies, rules and what they decide are. */
export function answerKey({ egress, ingress, exemption, allowed, unknown }: PairTrace): string {
  const sides = [egress, ingress].map(({ policies }) =>
    policies.map(({ policy, rules, selects }) => [
      policy.resource.ref.namespace,
      policy.resource.ref.name,
      policy.resource.ref.kind,
      selects,
      rules.map(({ peer, ports, decides }) => [peer ?? "?", ports.id, decides.id]),
    ]),
  );
  return JSON.stringify([sides, exemption, allowed.id, unknown.id]);
}

export function verdictOf(
  { allowed, unknown }: PairTrace,
  port: WantedPort | undefined,
  table: PortSets,
): ExplainedVerdict {
  const asked = port === undefined ? table.all : table.of(port.protocol, port.port, port.port);
  const some = (ports: PortSet): boolean => table.intersect(ports, asked) !== table.none;
  return some(allowed) ? "allowed" : some(unknown) ? "unknown" : "denied";
}

function overall(pairs: readonly ExplainedPair[]): ExplainedVerdict {
  const verdicts = new Set(pairs.map(({ verdict }) => verdict));
  const [only] = verdicts;
  return verdicts.size === 1 && only !== undefined ? only : verdicts.size === 0 ? "allowed" : "differs";
}
