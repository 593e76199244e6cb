import fc from "fast-check";
import { expect, it } from "vitest";
import type { KubeObject } from "../../world/resource.ts";
import type { NaivePeer } from "../testing/naive-peers.ts";
import { naiveV1 } from "../testing/naive-v1.ts";
import { everyProbe, PROBES, type Probe, probesWhere } from "../testing/probes.ts";
import { OUTSIDE, pod, policyObject, policySpec, type SmallWorld, worldOf } from "../testing/small-worlds.ts";
import { planRepairs } from "./plan-repairs.ts";

/**
 * Random small worlds with policies about DNS among random ones: by the evaluator that reads policies pod by pod, a
 * repair takes no connection away and gives none but DNS to CoreDNS.
 */

const RESOLVER = "169.254.25.10";
const COREDNS = {
  name: "coredns",
  namespace: "kube-system",
  labels: { "k8s-app": "kube-dns" },
  ips: ["10.0.0.53"],
  hostNetwork: false,
  ports: [],
};
const CACHE: NaivePeer = { kind: "outside", name: "cache", ips: [RESOLVER], labels: {} };
const SERVICE: KubeObject = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "coredns", namespace: "kube-system" },
  spec: {
    selector: { "k8s-app": "kube-dns" },
    ports: [
      { port: 53, protocol: "UDP" },
      { port: 53, protocol: "TCP" },
    ],
  },
};

const cachePeer = fc.constantFrom(
  { ipBlock: { cidr: "169.254.25.10/32" } },
  { ipBlock: { cidr: "169.254.0.0/16" } },
  { podSelector: { matchLabels: { "k8s-app": "kube-dns" } } },
  { podSelector: { matchLabels: { "k8s-app": "nodelocaldns" } }, namespaceSelector: {} },
  { podSelector: {} },
  { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } } },
);
const dnsPort = fc.constantFrom<object>(
  { protocol: "UDP", port: 53 },
  { protocol: "TCP", port: 53 },
  { port: 80 },
);
const dnsSpec = fc.record(
  {
    podSelector: fc.constantFrom({}, { matchLabels: { x: "1" } }),
    policyTypes: fc.constant(["Egress"]),
    egress: fc.array(
      fc.record(
        { to: fc.array(cachePeer, { maxLength: 2 }), ports: fc.uniqueArray(dnsPort, { maxLength: 3 }) },
        { requiredKeys: [], noNullPrototype: true },
      ),
      { maxLength: 2 },
    ),
  },
  { requiredKeys: ["podSelector", "egress"], noNullPrototype: true },
);
const serverSpec = fc.record({
  podSelector: fc.constantFrom<object>({}, { matchLabels: COREDNS.labels }),
  ingress: fc.array(
    fc.record(
      { from: fc.array(cachePeer, { maxLength: 2 }), ports: fc.uniqueArray(dnsPort, { maxLength: 3 }) },
      { requiredKeys: [], noNullPrototype: true },
    ),
    { maxLength: 2 },
  ),
});

const dnsWorld: fc.Arbitrary<SmallWorld> = fc
  .record({
    pods: fc.array(pod, { minLength: 1, maxLength: 3 }),
    about: fc.array(fc.tuple(fc.constantFrom("a", "b", "kube-system"), dnsSpec), {
      minLength: 1,
      maxLength: 2,
    }),
    server: fc.array(serverSpec, { maxLength: 1 }),
    other: fc.array(fc.tuple(fc.constantFrom("a", "b"), policySpec), { maxLength: 2 }),
  })
  .map(({ pods, about, server, other }) => ({
    pods: [...pods.map((one, index) => ({ ...one, name: `p${index}` })), COREDNS],
    policies: [
      ...about.map(([namespace, spec], index) => policyObject(namespace, `dns${index}`, spec)),
      ...server.map((spec) => policyObject("kube-system", "server", spec)),
      ...other.map(([namespace, spec], index) => policyObject(namespace, `other${index}`, spec)),
    ],
    namespaces: { a: {}, b: {}, "kube-system": {} },
  }));

const RUNS = 300;

it.each(["transition", "final"] as const)(
  `%s repairs change DNS alone, in ${RUNS} worlds`,
  { timeout: 300_000 },
  (form) => {
    let repaired = 0;
    fc.assert(
      fc.property(dnsWorld, (small) => {
        const read = worldOf(small);
        const world = { ...read, objects: read.objects.with({ put: [resource(SERVICE, read)] }) };
        const plan = planRepairs(world, { resolver: RESOLVER, form });
        expect([plan.proven, plan.left]).toEqual([true, []]);
        const policies = [
          ...small.policies.map(
            (policy) => plan.repairs.find(({ policy: own }) => own.object === policy)?.repaired ?? policy,
          ),
          ...plan.repairs.filter(({ added }) => added).map((one) => one.repaired),
        ];
        expect(withoutDns(small, policies)).toEqual([]);
        if (plan.repairs.length === 0) return;
        repaired++;
        expect(unmeant(small, policies, form)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
    expect(repaired).toBeGreaterThan(RUNS / 10);
  },
);

function resource(object: KubeObject, world: ReturnType<typeof worldOf>) {
  const [any] = world.objects.all();
  if (any === undefined) throw new Error("a small world has objects");
  const { apiVersion, kind, metadata } = object;
  return { ...any, object, ref: { apiVersion, kind, namespace: "kube-system", name: metadata.name } };
}

const DNS: readonly Probe[] = [
  { protocol: "UDP", port: 53 },
  { protocol: "TCP", port: 53 },
];

/** Pods that could ask the cache and do not reach CoreDNS by both protocols. */
function withoutDns(small: SmallWorld, policies: readonly KubeObject[]): string[] {
  const before = naiveV1({ ...small, ipBlockMatchesPods: true }, DNS);
  const after = naiveV1({ ...small, policies, ipBlockMatchesPods: true }, DNS);
  const server: NaivePeer = { kind: "pod", ...COREDNS };
  return small.pods.flatMap((one) => {
    const asker: NaivePeer = { kind: "pod", ...one };
    if (one.hostNetwork || one.name === "coredns" || one.labels["k8s-app"] === "kube-dns") return [];
    const could = before(asker, CACHE) !== 0;
    const can = after(asker, server) === everyProbe(DNS);
    return could && !can ? [`${one.namespace}/${one.name}`] : [];
  });
}

/** Connections that changed although they are no DNS. */
function unmeant(small: SmallWorld, policies: readonly KubeObject[], form: string): string[] {
  const peers: NaivePeer[] = [
    ...small.pods.map((one) => ({ kind: "pod" as const, ...one })),
    ...OUTSIDE.map((ip) => ({ kind: "outside" as const, name: ip, ips: [ip], labels: {} })),
    CACHE,
  ];
  const pairs = peers.flatMap((from) => peers.filter((to) => to !== from).map((to) => [from, to] as const));
  return [PROBES, [...DNS, { protocol: "SCTP", port: 53 } as const]].flatMap((probes) => {
    const before = naiveV1({ ...small, ipBlockMatchesPods: true }, probes);
    const after = naiveV1({ ...small, policies, ipBlockMatchesPods: true }, probes);
    const dns = probesWhere(probes, ({ protocol, port }) => port === 53 && protocol !== "SCTP");
    return pairs.flatMap(([from, to]) => {
      const [was, is] = [before(from, to), after(from, to)];
      const gained = is & ~was & ~(to.kind === "pod" && to.namespace === "kube-system" ? dns : 0);
      const lost = form === "final" && to === CACHE ? 0 : was & ~is;
      return gained === 0 && lost === 0
        ? []
        : [`${JSON.stringify(from)} -> ${JSON.stringify(to)}: gained ${gained}, lost ${lost}`];
    });
  });
}
