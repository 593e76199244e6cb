import fc from "fast-check";
import { expect, it } from "vitest";
import type { KubeObject } from "../../world/resource.ts";
import { type NaivePeer, naiveAllows } from "../testing/naive-v1.ts";
import {
  OUTSIDE,
  PORTS,
  pod,
  policyObject,
  policySpec,
  type SmallWorld,
  worldOf,
} from "../testing/small-worlds.ts";
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
  ip: "10.0.0.53",
  hostNetwork: false,
  ports: [],
};
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

const RUNS = Number(process.env.REPLATFORM_WORLDS ?? 300);

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

/** Pods that could ask the cache and do not reach CoreDNS by both protocols. */
function withoutDns(small: SmallWorld, policies: readonly KubeObject[]): string[] {
  const before = { policies: small.policies, namespaces: small.namespaces, ipBlockMatchesPods: true };
  const after = { ...before, policies };
  const cache: NaivePeer = { kind: "host", ip: RESOLVER };
  const server: NaivePeer = { kind: "pod", ...COREDNS };
  return small.pods.flatMap((one) => {
    const asker: NaivePeer = { kind: "pod", ...one };
    if (one.hostNetwork || one.name === "coredns" || one.labels["k8s-app"] === "kube-dns") return [];
    const could = (["UDP", "TCP"] as const).some((protocol) =>
      naiveAllows(before, asker, cache, protocol, 53),
    );
    const can = (["UDP", "TCP"] as const).every((protocol) =>
      naiveAllows(after, asker, server, protocol, 53),
    );
    return could && !can ? [`${one.namespace}/${one.name}`] : [];
  });
}

/** Connections that changed although they are no DNS. */
function unmeant(small: SmallWorld, policies: readonly KubeObject[], form: string): string[] {
  const before = { policies: small.policies, namespaces: small.namespaces, ipBlockMatchesPods: true };
  const after = { ...before, policies };
  const peers: NaivePeer[] = [
    ...small.pods.map((one) => ({ kind: "pod" as const, ...one })),
    ...[...OUTSIDE, RESOLVER].map((ip) => ({ kind: "host" as const, ip })),
  ];
  const found: string[] = [];
  for (const from of peers) {
    for (const to of peers) {
      if (from === to) continue;
      for (const protocol of ["TCP", "UDP", "SCTP"] as const) {
        for (const port of [...PORTS, 53]) {
          const was = naiveAllows(before, from, to, protocol, port);
          const is = naiveAllows(after, from, to, protocol, port);
          if (was === is) continue;
          const isDns = port === 53 && protocol !== "SCTP";
          const meant = is
            ? to.kind === "pod" && to.namespace === "kube-system" && isDns
            : form === "final" && to.kind === "host" && to.ip === RESOLVER;
          if (!meant)
            found.push(`${JSON.stringify(from)} -> ${JSON.stringify(to)} ${port}/${protocol}: ${is}`);
        }
      }
    }
  }
  return found;
}
