import fc from "fast-check";
import { resourceOf, testWorld } from "../../guarantees/testing.ts";
import type { NodeModel } from "../../world/node.ts";
import type { KubeObject } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import type { NetworkOptions } from "../view.ts";
import { wholeBlock } from "./naive-addresses.ts";
import type { NaivePod } from "./naive-peers.ts";
import type { WholeBlocks } from "./naive-v1.ts";

/** Random clusters small enough to try every pair, crowded enough that policies overlap. */

/** Of `c` no Namespace is read. */
export const NAMESPACES = ["a", "b", "c"];
export const KEYS = ["app", "tier"];
export const VALUES = ["x", "y"];
/** Addresses that lie on both sides of every block's boundaries. */
const IPS = ["10.0.0.1", "10.0.0.2", "10.0.1.1", "10.1.0.1", "192.0.2.1"];
const LONG_IPS = ["fd00::1", "fd00::1:1"];
export const BLOCKS = [
  "0.0.0.0/0",
  "10.0.0.0/8",
  "10.0.0.0/16",
  "10.0.0.0/24",
  "10.0.0.1/32",
  "192.0.2.0/24",
  "::/0",
  "fd00::/112",
];
/** One address of every piece the blocks cut all addresses into. */
export const OUTSIDE = [...IPS, ...LONG_IPS, "203.0.113.7", "2001:db8::1"];

/** Crowded, so that policies, pods and selectors meet. */
export const someNamespace = fc.constantFrom("a", "a", "a", "b", "b", "c");

export const labels = fc.dictionary(fc.constantFrom(...KEYS), fc.constantFrom(...VALUES), {
  maxKeys: 2,
  noNullPrototype: true,
});
const expression = fc.oneof(
  fc.record({
    key: fc.constantFrom(...KEYS),
    operator: fc.constantFrom("In", "NotIn"),
    values: fc.uniqueArray(fc.constantFrom(...VALUES), { minLength: 1, maxLength: 2 }),
  }),
  fc.record({ key: fc.constantFrom(...KEYS), operator: fc.constantFrom("Exists", "DoesNotExist") }),
);
export const selector = fc.oneof(
  { weight: 1, arbitrary: fc.constant<object>({}) },
  {
    weight: 2,
    arbitrary: fc.record(
      { matchLabels: labels, matchExpressions: fc.array(expression, { maxLength: 2 }) },
      { requiredKeys: [], noNullPrototype: true },
    ),
  },
);
const namespaceSelector = fc.oneof(
  selector,
  someNamespace.map((name) => ({ matchLabels: { "kubernetes.io/metadata.name": name } })),
);

const ipBlock = fc.constantFrom(...BLOCKS).chain((cidr) =>
  fc
    .subarray(
      BLOCKS.filter((hole) => isInside(hole, cidr)),
      { maxLength: Math.min(2, BLOCKS.filter((hole) => isInside(hole, cidr)).length) },
    )
    .map((except) => ({ cidr, ...(except.length === 0 ? {} : { except }) })),
);
/** By hand for the few blocks there are: what may stand in `except` of which. */
function isInside(hole: string, cidr: string): boolean {
  const order = ["0.0.0.0/0", "10.0.0.0/8", "10.0.0.0/16", "10.0.0.0/24", "10.0.0.1/32"];
  if (order.includes(cidr)) {
    return order.indexOf(hole) > order.indexOf(cidr) || (cidr === "0.0.0.0/0" && hole === "192.0.2.0/24");
  }
  return cidr === "::/0" && hole === "fd00::/112";
}

const peer = fc.oneof(
  fc.record({ podSelector: selector }),
  fc.record({ namespaceSelector }),
  fc.record({ podSelector: selector, namespaceSelector }),
  fc.record({ ipBlock }),
);
export const protocol = fc.constantFrom("TCP", "UDP", "SCTP");
const port = fc.oneof(
  fc.record({ protocol, port: fc.constantFrom(79, 80, 8080) }, { requiredKeys: [], noNullPrototype: true }),
  fc.record({ port: fc.constantFrom(1, 79, 80), endPort: fc.constantFrom(80, 8079, 65535) }),
  fc.record(
    { protocol, port: fc.constantFrom("http", "dns") },
    { requiredKeys: ["port"], noNullPrototype: true },
  ),
);
const rule = (peers: "from" | "to") =>
  fc.record(
    { [peers]: fc.array(peer, { maxLength: 2 }), ports: fc.array(port, { maxLength: 2 }) },
    { requiredKeys: [], noNullPrototype: true },
  );

export const policySpec = fc.record(
  {
    podSelector: selector,
    policyTypes: fc.uniqueArray(fc.constantFrom("Ingress", "Egress"), { maxLength: 2 }),
    ingress: fc.array(rule("from"), { maxLength: 2 }),
    egress: fc.array(rule("to"), { maxLength: 2 }),
  },
  { requiredKeys: ["podSelector"], noNullPrototype: true },
);

const namedPort = fc.record({
  name: fc.constantFrom("http", "dns"),
  protocol,
  port: fc.constantFrom(79, 80, 8080),
});
/** Mostly one address; two on dual stack, and none where only manifests tell of the pod. */
const ips = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...IPS, ...LONG_IPS).map((ip) => [ip]) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...IPS), fc.constantFrom(...LONG_IPS)) },
);
const noIps = fc.constant<string[]>([]);
const hostPod = fc.record({
  namespace: someNamespace,
  labels,
  ips,
  hostNetwork: fc.constant(true),
  ports: fc.array(namedPort, { maxLength: 2 }),
  nodeLabels: labels,
});
const ownPod = fc.record({
  namespace: someNamespace,
  labels,
  ips: fc.oneof({ weight: 8, arbitrary: ips }, { weight: 1, arbitrary: noIps }),
  hostNetwork: fc.constant(false),
  ports: fc.array(namedPort, { maxLength: 2 }),
});
export const pod: fc.Arbitrary<Omit<SmallPod, "name">> = fc.oneof(
  { weight: 5, arbitrary: ownPod },
  { weight: 1, arbitrary: hostPod },
);

export type SmallPod = Omit<NaivePod, "kind">;

export interface SmallNode {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly ips: readonly string[];
}

export interface SmallWorld {
  readonly pods: readonly SmallPod[];
  /** Nodes no pod of the world is on; each pod on the host's network brings its own. */
  readonly nodes?: readonly SmallNode[];
  /** Policies of any kind, and what they refer to. */
  readonly policies: readonly KubeObject[];
  readonly namespaces: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What Kubernetes leaves to the network plugin; as the API has it unless said. */
  readonly options?: NetworkOptions;
}

const freeNode = fc.record({ name: fc.constant("node-free"), labels, ips });

export const smallWorld: fc.Arbitrary<SmallWorld> = fc.record({
  pods: fc
    .array(pod, { minLength: 1, maxLength: 4 })
    .map((pods) => pods.map((one, index) => ({ ...one, name: `p${index}` }))),
  nodes: fc.array(freeNode, { maxLength: 1 }),
  policies: fc
    .array(fc.tuple(someNamespace, policySpec), { maxLength: 3 })
    .map((all) => all.map(([namespace, spec], index) => policyObject(namespace, `n${index}`, spec))),
  namespaces: fc.record({ a: labels, b: labels }),
});

/** Every node there is: the free ones, and those of pods on the host's network. */
export function nodesOf({ pods, nodes = [] }: SmallWorld): readonly SmallNode[] {
  const ofPods = pods.filter(({ hostNetwork }) => hostNetwork);
  return [
    ...ofPods.map(({ name, ips, nodeLabels = {} }) => ({ name: `node-${name}`, ips, labels: nodeLabels })),
    ...nodes,
  ];
}

/** What an end without a known address is taken to lie in. */
export function wholeBlocks(small: SmallWorld): WholeBlocks {
  const asPod = small.options?.hostNetwork === "as-pod";
  const pods = small.pods.filter(({ hostNetwork }) => asPod || !hostNetwork);
  return { pods: wholeBlock(pods), hosts: wholeBlock(nodesOf(small)) };
}

export function policyObject(namespace: string, name: string, spec: object): KubeObject {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { namespace, name },
    spec: JSON.parse(JSON.stringify(spec)),
  };
}

/** The same as a World the engine can be given. */
export function worldOf(small: SmallWorld): World {
  const objects: KubeObject[] = [
    ...Object.entries(small.namespaces).map(([name, own]) => ({
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name, labels: { ...own } },
    })),
    ...small.pods.map(podObject),
    ...small.policies,
  ];
  return { ...testWorld(objects, { nodes: [] }), nodes: nodesOf(small).map(nodeModel) };
}

function podObject({
  name,
  namespace,
  labels: own,
  ips,
  hostNetwork,
  ports,
  serviceAccount,
}: SmallPod): KubeObject {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { namespace, name, uid: name, labels: { ...own } },
    spec: {
      hostNetwork,
      ...(serviceAccount === undefined ? {} : { serviceAccountName: serviceAccount }),
      nodeName: hostNetwork ? `node-${name}` : "elsewhere",
      containers: [
        {
          name: "c",
          ports: ports.map((one) => ({ name: one.name, protocol: one.protocol, containerPort: one.port })),
        },
      ],
    },
    status: { podIP: ips[0] ?? "", podIPs: ips.map((ip) => ({ ip })) },
  };
}

function nodeModel({ name, labels: own, ips }: SmallNode): NodeModel {
  return {
    name,
    generation: 0,
    role: "worker",
    labels: own,
    taints: [],
    unschedulable: false,
    zone: undefined,
    allocatable: undefined,
    addresses: ips.map((address) => ({ type: "InternalIP", address })),
    minor: 25,
    resource: resourceOf({ apiVersion: "v1", kind: "Node", metadata: { name } }),
  };
}
