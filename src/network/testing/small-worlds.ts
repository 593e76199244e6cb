import fc from "fast-check";
import { resourceOf, testWorld } from "../../guarantees/testing.ts";
import type { KubeObject } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";

/** Random clusters small enough to try every pair, crowded enough that policies overlap. */

export const NAMESPACES = ["a", "b"];
export const KEYS = ["app", "tier"];
export const VALUES = ["x", "y"];
/** Addresses that lie on both sides of every block's boundaries. */
const IPS = ["10.0.0.1", "10.0.0.2", "10.0.1.1", "10.1.0.1", "192.0.2.1", "fd00::1", "fd00::1:1"];
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
export const OUTSIDE = [...IPS, "203.0.113.7", "2001:db8::1"];
export const PORTS = [1, 79, 80, 81, 8080, 65535];

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
export const selector = fc.record(
  { matchLabels: labels, matchExpressions: fc.array(expression, { maxLength: 1 }) },
  { requiredKeys: [], noNullPrototype: true },
);
const namespaceSelector = fc.oneof(
  selector,
  fc.constantFrom(...NAMESPACES).map((name) => ({ matchLabels: { "kubernetes.io/metadata.name": name } })),
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
export const pod = fc.record({
  namespace: fc.constantFrom(...NAMESPACES),
  labels,
  ip: fc.constantFrom(...IPS),
  hostNetwork: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
  ports: fc.array(namedPort, { maxLength: 2 }),
});

export interface SmallPod {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly ip: string;
  readonly hostNetwork: boolean;
  readonly ports: readonly { readonly name: string; readonly protocol: string; readonly port: number }[];
  readonly serviceAccount?: string;
}

export interface SmallWorld {
  readonly pods: readonly SmallPod[];
  readonly policies: readonly KubeObject[];
  readonly namespaces: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export const smallWorld: fc.Arbitrary<SmallWorld> = fc.record({
  pods: fc
    .array(pod, { minLength: 1, maxLength: 4 })
    .map((pods) => pods.map((one, index) => ({ ...one, name: `p${index}` }))),
  policies: fc
    .array(fc.tuple(fc.constantFrom(...NAMESPACES), policySpec), { maxLength: 3 })
    .map((all) => all.map(([namespace, spec], index) => policyObject(namespace, `n${index}`, spec))),
  namespaces: fc.record({ a: labels, b: labels }),
});

export function policyObject(namespace: string, name: string, spec: object): KubeObject {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { namespace, name },
    spec: JSON.parse(JSON.stringify(spec)),
  };
}

/** The same as a World the engine can be given. */
export function worldOf({ pods, policies, namespaces }: SmallWorld): World {
  const objects: KubeObject[] = [
    ...Object.entries(namespaces).map(([name, own]) => ({
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name, labels: { ...own } },
    })),
    ...pods.map(
      (one): KubeObject => ({
        apiVersion: "v1",
        kind: "Pod",
        metadata: { namespace: one.namespace, name: one.name, uid: one.name, labels: { ...one.labels } },
        spec: {
          hostNetwork: one.hostNetwork,
          ...(one.serviceAccount === undefined ? {} : { serviceAccountName: one.serviceAccount }),
          nodeName: one.hostNetwork ? `node-${one.name}` : "elsewhere",
          containers: [
            {
              name: "c",
              ports: one.ports.map((own) => ({
                name: own.name,
                protocol: own.protocol,
                containerPort: own.port,
              })),
            },
          ],
        },
        status: { podIP: one.ip },
      }),
    ),
    ...policies,
  ];
  const world = testWorld(objects, { nodes: [] });
  const nodes = pods
    .filter((one) => one.hostNetwork)
    .map((one) => ({
      name: `node-${one.name}`,
      generation: 0,
      role: "worker" as const,
      labels: {},
      taints: [],
      unschedulable: false,
      zone: undefined,
      allocatable: undefined,
      addresses: [{ type: "InternalIP" as const, address: one.ip }],
      minor: 25,
      resource: resourceOf({ apiVersion: "v1", kind: "Node", metadata: { name: `node-${one.name}` } }),
    }));
  return { ...world, nodes };
}
