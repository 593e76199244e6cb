import { describe, expect, it } from "vitest";
import { judgeMove, move } from "../address-testing.ts";
import { egressAddress } from "../egress-address/egress-address.ts";
import { breachLine } from "../testing.ts";
import { podConnectivity } from "./pod-connectivity.ts";

const WEB = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec: { replicas: 2, template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web, ports: [{ name: http, containerPort: 8080 }] }] } } }
`;

function policy(spec: string, name = "x"): string {
  return `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${name}, namespace: shop }
spec: ${spec}
`;
}

function lines(...objects: readonly string[]): string[] {
  return judgeMove(podConnectivity, [WEB, ...objects].join("\n---\n"))
    .map(breachLine)
    .sort();
}

const X = "NetworkPolicy shop/x";

describe("a policy that admits nodes by address", () => {
  it.each([
    ["one node", "ingress: [{ from: [{ ipBlock: { cidr: 10.128.0.11/32 } }] }]", "breaks"],
    ["one node, to it", "egress: [{ to: [{ ipBlock: { cidr: 10.128.0.11/32 } }] }]", "breaks"],
    ["a node's floating IP", "egress: [{ to: [{ ipBlock: { cidr: 203.0.113.11/32 } }] }]", "breaks"],
    [
      "a named port",
      "ingress: [{ from: [{ ipBlock: { cidr: 10.128.0.11/32 } }], ports: [{ port: http }] }]",
      "breaks",
    ],
  ])("breaks for %s", (_, rules, verdict) => {
    expect(lines(policy(`{ podSelector: {}, ${rules} }`))).toEqual([
      `freed-address-stays-allowed advice ${X}`,
      `policy-names-node-range ${verdict} ${X}`,
    ]);
  });

  it("is a question for a block that may hold the new nodes", () => {
    const rules = "ingress: [{ from: [{ ipBlock: { cidr: 10.128.0.0/22 } }] }]";
    expect(lines(policy(`{ podSelector: {}, ${rules} }`))).toEqual([`policy-names-node-range unknown ${X}`]);
  });

  it("is a question for an address where a block may hold the new nodes", () => {
    const rules =
      "ingress: [{ from: [{ ipBlock: { cidr: 10.128.0.11/32 } }, { ipBlock: { cidr: 10.128.0.0/22 } }] }]";
    expect(lines(policy(`{ podSelector: {}, ${rules} }`))).toContain(`policy-names-node-range unknown ${X}`);
  });

  it("loses nothing where another policy admits the nodes whatever their address", () => {
    const exact = policy("{ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 10.128.0.11/32 } }] }] }");
    const all = policy("{ podSelector: { matchLabels: { app: web } }, ingress: [{}] }", "all");
    expect(
      lines(exact.replace("podSelector: {}", "podSelector: { matchLabels: { app: web } }"), all),
    ).toEqual([`freed-address-stays-allowed advice ${X}`]);
  });

  it("is judged by a pod it would select where it selects none", () => {
    const rules = "ingress: [{ from: [{ ipBlock: { cidr: 10.128.0.11/32 } }] }]";
    const none = policy(`{ podSelector: { matchLabels: { app: cron } }, ${rules} }`);
    expect(lines(none)).toContain(`policy-names-node-range breaks ${X}`);
  });

  it("is no other guarantee's finding", () => {
    const both = policy("{ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 10.128.0.11/32 } }] }] }");
    expect(judgeMove(egressAddress, both).filter(({ subject }) => subject.kind === "NetworkPolicy")).toEqual(
      [],
    );
  });
});

describe("a policy that keeps nodes out by address", () => {
  it.each([
    ["a block", "10.128.0.0/22", "unknown"],
    ["an address", "10.128.0.11/32", "breaks"],
  ])("opens for new nodes: %s", (_, hole, verdict) => {
    const rules = `egress: [{ to: [{ ipBlock: { cidr: 10.0.0.0/8, except: [${hole}] } }] }]`;
    const found = lines(policy(`{ podSelector: {}, policyTypes: [Egress], ${rules} }`));
    // Within 10.0.0.0/8 only: whether the new node lies in there at all is open.
    expect(found).toEqual([`policy-excludes-node-range unknown ${X}`]);
    const everywhere = `egress: [{ to: [{ ipBlock: { cidr: 0.0.0.0/0, except: [${hole}] } }] }]`;
    expect(lines(policy(`{ podSelector: {}, policyTypes: [Egress], ${everywhere} }`))).toEqual([
      `policy-excludes-node-range ${verdict} ${X}`,
    ]);
  });

  it("does not matter for whole private ranges", () => {
    const rules = "egress: [{ to: [{ ipBlock: { cidr: 0.0.0.0/0, except: [10.0.0.0/8] } }] }]";
    expect(lines(policy(`{ podSelector: {}, ${rules} }`))).toEqual([]);
  });
});

describe("pods by address", () => {
  const pool =
    "{ apiVersion: crd.projectcalico.org/v1, kind: IPPool, metadata: { name: pool }, spec: { cidr: 10.233.64.0/18 } }";
  const pod =
    "{ apiVersion: v1, kind: Pod, metadata: { name: db, namespace: shop, uid: u }, spec: { containers: [] }, status: { podIP: 10.233.70.7 } }";
  it.each([
    ["10.233.70.7/32", "breaks"],
    ["10.233.70.0/26", "unknown"],
    ["10.233.64.0/18", "advice"],
    ["10.233.0.0/16", "advice"],
  ])("%s: %s", (cidr, verdict) => {
    const found = lines(
      pool,
      pod,
      policy(`{ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: ${cidr} } }] }] }`),
    );
    expect(found).toEqual([`policy-names-pod-range ${verdict} ${X}`]);
  });

  it.each(["10.233.0.3/32", "10.0.0.0/8", "198.51.100.7/32", "10.233.100.0/26"])("%s names none", (cidr) => {
    const rules = `egress: [{ to: [{ ipBlock: { cidr: ${cidr} } }] }]`;
    expect(lines(pool, pod, policy(`{ podSelector: {}, ${rules} }`))).toEqual([]);
  });
});

describe("the ingress controller", () => {
  const controller = `
apiVersion: v1
kind: Namespace
metadata: { name: ingress-nginx, labels: { name: ingress-nginx } }
---
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: ingress-nginx-controller, namespace: ingress-nginx }
spec: { template: { metadata: { labels: { app.kubernetes.io/name: ingress-nginx, app.kubernetes.io/part-of: ingress-nginx } }, spec: { containers: [] } } }
`;
  const from = (peer: string) => policy(`{ podSelector: {}, ingress: [{ from: [${peer}] }] }`);

  it("is known by Kubespray's namespace label", () => {
    const peer = "{ namespaceSelector: { matchLabels: { name: ingress-nginx } } }";
    expect(lines(controller, from(peer))).toEqual([`ingress-controller-labels advice ${X}`]);
  });

  it.each([
    "{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ingress-nginx } } }",
    "{ namespaceSelector: {}, podSelector: { matchLabels: { app.kubernetes.io/name: ingress-nginx } } }",
    "{ namespaceSelector: { matchLabels: { name: ingress-nginx } } }, { namespaceSelector: {} }",
  ])("stays known by %s", (peer) => {
    expect(lines(controller, from(peer))).toEqual([]);
  });

  it("on the node's network is known by no label", () => {
    const host = controller.replace("containers: []", "hostNetwork: true, containers: []");
    expect(lines(host, from("{ namespaceSelector: { matchLabels: { name: ingress-nginx } } }"))).toEqual([]);
  });
});

it("says nothing while the nodes are what they are", () => {
  const { before, context } = move(
    policy("{ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 10.128.0.11/32 } }] }] }"),
  );
  expect(podConnectivity.judge(before, before, context)).toEqual([]);
});

it("counts old nodes as gone while they are replaced", () => {
  const { before, passing, context } = move(
    policy("{ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 10.128.0.11/32 } }] }] }"),
  );
  expect(podConnectivity.judge(before, passing, context).map(breachLine)).toContain(
    `policy-names-node-range breaks ${X}`,
  );
});
