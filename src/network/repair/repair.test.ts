import { describe, expect, it } from "vitest";
import { testWorld } from "../../guarantees/testing.ts";
import { at } from "../../world/json.ts";
import { planRepairs } from "./plan-repairs.ts";
import type { RepairForm } from "./repair.ts";

const RESOLVER = "169.254.25.10";

const CLUSTER = `
apiVersion: v1
kind: Service
metadata: { name: coredns, namespace: kube-system, labels: { k8s-app: kube-dns } }
spec:
  clusterIP: 10.233.0.3
  selector: { k8s-app: kube-dns }
  ports:
    - { name: dns, port: 53, protocol: UDP, targetPort: dns }
    - { name: dns-tcp, port: 53, protocol: TCP, targetPort: dns-tcp }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: coredns, namespace: kube-system }
spec:
  replicas: 2
  template:
    metadata: { labels: { k8s-app: kube-dns } }
    spec:
      dnsPolicy: Default
      containers:
        - name: coredns
          ports:
            - { name: dns, containerPort: 5353, protocol: UDP }
            - { name: dns-tcp, containerPort: 5353, protocol: TCP }
            - { name: metrics, containerPort: 9153, protocol: TCP }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: 2
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web }] }
`;

/** The policy of somebody who read the old platform's documentation. */
const ONLY_CACHE = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: allow-dns, namespace: shop }
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to: [{ ipBlock: { cidr: 169.254.25.10/32 } }]
      ports: [{ protocol: UDP, port: 53 }, { protocol: TCP, port: 53 }]
`;

function plan(policies: string, form: RepairForm = "transition", cluster = CLUSTER) {
  return planRepairs(testWorld(`${cluster}\n---\n${policies}`), { resolver: RESOLVER, form });
}

const PEER = {
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
  podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
};

describe("a policy for the cache alone", () => {
  it("admits both in the transition form, CoreDNS on the ports its pods really have", () => {
    const { repairs, proven, left } = plan(ONLY_CACHE);
    expect(proven).toBe(true);
    expect(left).toEqual([]);
    expect(repairs.map(({ repaired }) => at(repaired, "spec", "egress"))).toEqual([
      [
        {
          to: [{ ipBlock: { cidr: "169.254.25.10/32" } }],
          ports: [
            { protocol: "UDP", port: 53 },
            { protocol: "TCP", port: 53 },
          ],
        },
        {
          to: [PEER],
          ports: [
            { protocol: "UDP", port: 5353 },
            { protocol: "TCP", port: 5353 },
          ],
        },
      ],
    ]);
  });

  it("admits CoreDNS alone in the final form", () => {
    const { repairs, proven, left, proof } = plan(ONLY_CACHE, "final");
    expect(proven).toBe(true);
    expect(left).toEqual([]);
    expect(proof.cache.length).toBeGreaterThan(0);
    expect(repairs.map(({ repaired }) => at(repaired, "spec", "egress"))).toEqual([
      [
        {
          to: [PEER],
          ports: [
            { protocol: "UDP", port: 5353 },
            { protocol: "TCP", port: 5353 },
          ],
        },
      ],
    ]);
  });

  it("is repaired also where nothing else was read", () => {
    const { repairs, dns, proven } = plan(ONLY_CACHE, "transition", "");
    expect(dns.assumed).toBe(true);
    expect(proven).toBe(true);
    expect(repairs.map(({ repaired }) => at(repaired, "spec", "egress", 0, "to"))).toEqual([
      [{ ipBlock: { cidr: "169.254.25.10/32" } }, PEER],
    ]);
    expect(repairs[0]?.proof).toContain("pods it selects later");
  });
});

const STANDARD = CLUSTER.replaceAll("5353", "53");

const PROVIDERS_EXAMPLE = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: allow-dns-access, namespace: shop }
spec:
  podSelector: {}
  egress:
    - ports: [{ protocol: UDP, port: 53 }, { protocol: TCP, port: 53 }]
      to:
        - ipBlock: { cidr: 169.254.25.10/32 }
        - podSelector: { matchLabels: { k8s-app: kube-dns } }
  policyTypes: [Egress]
`;

it("completes the provider's own example by a namespaceSelector", () => {
  const { repairs, proven, left } = plan(PROVIDERS_EXAMPLE, "transition", STANDARD);
  expect([proven, left]).toEqual([true, []]);
  expect(repairs.map(({ edits }) => edits)).toEqual([
    [
      {
        kind: "set",
        path: ["spec", "egress", 0, "to", 1, "namespaceSelector"],
        value: PEER.namespaceSelector,
      },
    ],
  ]);
});

it("leaves the provider's peer where pods of its own namespace are meant by it", () => {
  const own = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: own-dns, namespace: shop }
spec: { replicas: 1, template: { metadata: { labels: { k8s-app: kube-dns } }, spec: { containers: [{ name: dns }] } } }
`;
  const { repairs, proven } = plan(`${PROVIDERS_EXAMPLE}\n---\n${own}`, "transition", STANDARD);
  expect(proven).toBe(true);
  expect(repairs[0]?.edits).toEqual([{ kind: "append", path: ["spec", "egress", 0, "to"], value: PEER }]);
});

it("needs nothing where the example stands in kube-system", () => {
  const there = PROVIDERS_EXAMPLE.replace("namespace: shop", "namespace: kube-system");
  expect(plan(there, "transition", STANDARD).repairs).toEqual([]);
});

it("adds both protocols where only one was thought of", () => {
  const udp = ONLY_CACHE.replace(", { protocol: TCP, port: 53 }", "");
  const { repairs, proven } = plan(udp, "transition", STANDARD);
  expect(proven).toBe(true);
  expect(at(repairs[0]?.repaired, "spec", "egress", 1, "ports")).toEqual([
    { protocol: "UDP", port: 53 },
    { protocol: "TCP", port: 53 },
  ]);
});

it("does not open more than DNS where the rule has other ports or none", () => {
  const wide = ONLY_CACHE.replace(/ports: .*/, "");
  const { repairs, proven } = plan(wide, "transition", STANDARD);
  expect(proven).toBe(true);
  expect(repairs[0]?.edits).toMatchObject([{ kind: "append", path: ["spec", "egress"] }]);
});

it("repairs one of two policies that both speak of the cache", () => {
  const second = ONLY_CACHE.replace("allow-dns", "allow-dns-too");
  expect(plan(`${ONLY_CACHE}\n---\n${second}`).repairs).toHaveLength(1);
});

it("lets pods whose policies say nothing of names go without", () => {
  const closed = ONLY_CACHE.replace(/egress:[\s\S]*/, "egress: []\n");
  const { repairs, left } = plan(closed);
  expect([repairs, left]).toEqual([[], []]);
});

it("opens CoreDNS to every pod where it admits the nodes alone", () => {
  const { repairs, proven, left } = plan(
    `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: coredns, namespace: kube-system }
spec:
  podSelector: { matchLabels: { k8s-app: kube-dns } }
  policyTypes: [Ingress]
  ingress:
    - from: [{ ipBlock: { cidr: 10.128.0.0/22 } }]
      ports: [{ protocol: UDP, port: 53 }, { protocol: TCP, port: 53 }]
    - ports: [{ protocol: TCP, port: 9153 }]
`,
    "transition",
    STANDARD,
  );
  expect([proven, left]).toEqual([true, []]);
  expect(repairs.map(({ edits }) => edits)).toEqual([
    [{ kind: "append", path: ["spec", "ingress", 0, "from"], value: { namespaceSelector: {} } }],
  ]);
});

it("gives up the cache's address also where nothing else was to repair", () => {
  const both = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: allow-dns, namespace: shop }
spec:
  podSelector: {}
  egress:
    - to: [{ ipBlock: { cidr: 169.254.25.10/32 } }]
    - to: [{ namespaceSelector: {}, podSelector: { matchLabels: { k8s-app: kube-dns } } }, { podSelector: {} }]
`;
  expect(plan(both).repairs).toEqual([]);
  const { repairs, proven } = plan(both, "final");
  expect(proven).toBe(true);
  expect(repairs[0]?.edits).toEqual([{ kind: "remove", path: ["spec", "egress", 0] }]);
});

it("never ends a policy's isolation", () => {
  const last = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: allow-cache, namespace: shop }
spec: { podSelector: {}, egress: [{ to: [{ ipBlock: { cidr: 169.254.25.10/32 } }] }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: allow-rest, namespace: shop }
spec: { podSelector: {}, egress: [{ to: [{ namespaceSelector: {} }] }] }
`;
  expect(plan(last, "final")).toMatchObject({ repairs: [], proven: true });
});
