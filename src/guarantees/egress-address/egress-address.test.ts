import { describe, expect, it } from "vitest";
import type { Profile } from "../../platforms/profile.ts";
import { addressedNodes, judgeMove, type MoveOptions, move } from "../address-testing.ts";
import { breachLine, testNode, testProfile } from "../testing.ts";
import { egressAddress } from "./egress-address.ts";

const bare = addressedNodes().map((node) => ({
  ...node,
  addresses: node.addresses.filter(({ type }) => type === "InternalIP"),
}));

/** Everything but the question about the nodes' floating IPs, which every cluster that has them is asked. */
function lines(yaml: string, options: MoveOptions = {}): string[] {
  return judgeMove(egressAddress, yaml, options)
    .filter(({ cause }) => cause !== "floating-ip-removed")
    .map(breachLine)
    .sort();
}

const config = (text: string) =>
  `{apiVersion: v1, kind: ConfigMap, metadata: {name: x, namespace: shop}, data: {a: "${text}"}}`;

describe("nodes' floating IPs", () => {
  it("are one question for the whole cluster, with every node as evidence", () => {
    const [breach, ...rest] = judgeMove(egressAddress, "");
    expect(rest).toEqual([]);
    expect(breach && breachLine(breach)).toBe("floating-ip-removed unknown Cluster cluster");
    expect(breach?.message).toContain("2 worker nodes give up their floating IPs");
    expect(breach?.message).toContain("203.0.113.11 (worker-1), 203.0.113.12 (worker-2)");
    expect(breach?.evidence.map(({ value, path }) => `${path.join(".")}=${value}`)).toEqual([
      "status.addresses.1.address=203.0.113.11",
      "status.addresses.1.address=203.0.113.12",
    ]);
  });

  it("are as good as gone while nodes are replaced, and there before", () => {
    const { before, passing, context } = move("");
    expect(egressAddress.judge(before, before, context)).toEqual([]);
    expect(egressAddress.judge(before, passing, context).map(breachLine)).toEqual([
      "floating-ip-removed unknown Cluster cluster",
    ]);
  });

  it.each<[string, MoveOptions]>([
    ["where there are none", { nodes: bare }],
    [
      "where the address is the machine's own",
      { nodes: [testNode("worker-1", { internalIP: "203.0.113.11", externalIP: "203.0.113.11" })] },
    ],
    ["where the target's nodes have them too", { profile: withFloatingIps("kept") }],
    [
      "of control-plane nodes, which no pod's traffic leaves by",
      {
        nodes: [
          testNode("master-1", {
            role: "control-plane",
            internalIP: "10.128.0.5",
            externalIP: "203.0.113.5",
          }),
        ],
      },
    ],
  ])("are no question %s", (_, options) => {
    expect(judgeMove(egressAddress, "", options)).toEqual([]);
  });

  it.each([
    ["2024-03-05", "put the move off until v2 has floating IPs on nodes (expected early 2024)"],
    ["2024-06-01", "opt in to floating IPs"],
    ["2023-01-01", "send that traffic through a proxy"],
  ])("on %s: %s", (on, advice) => {
    const [breach] = judgeMove(egressAddress, "", { profile: withFloatingIps("gone"), on });
    expect(breach?.remedy).toContain(advice);
  });
});

it("asks nothing of nodes' floating IPs that a person has answered", () => {
  const { before, after, context } = move("");
  const judged = (floatingIpsRequired: "yes" | "no") =>
    egressAddress.judge(before, after, { ...context, floatingIpsRequired });
  expect(judged("no")).toEqual([]);
  const [breach, ...rest] = judged("yes");
  expect(rest).toEqual([]);
  expect(breach).toMatchObject({ cause: "floating-ip-removed", verdict: "breaks" });
  expect(breach?.message).toContain("The answers say that somebody outside");
  expect(breach?.remedy).toMatch(
    /^Find out whether those who allow these addresses can allow others; if one cannot,/,
  );
});

function withFloatingIps(nodeFloatingIps: "gone" | "kept"): Profile {
  const history = [
    { on: "2024-03-05", status: "planned", expected: "early 2024" },
    { on: "2024-05-01", status: "opt-in" },
  ];
  return testProfile({
    target: { ...testProfile().target, nodeFloatingIps },
    features: [{ id: "node-floating-ips", title: "x", history }],
  });
}

describe("an object that names a floating IP", () => {
  it("breaks, with the place and whose it is", () => {
    const yaml = config("partner allows 203.0.113.11");
    const breach = judgeMove(egressAddress, yaml).find(({ cause }) => cause === "floating-ip-named");
    expect(breach && breachLine(breach)).toBe("floating-ip-named breaks ConfigMap shop/x");
    expect(breach?.message).toContain("names 203.0.113.11 (Node worker-1, ExternalIP)");
    expect(breach?.evidence).toMatchObject([
      { path: ["data", "a"], value: "203.0.113.11", note: "203.0.113.11: Node worker-1 (ExternalIP)" },
    ]);
  });

  it.each([
    ["a URL", config("http://203.0.113.11:8080/hook")],
    ["a wildcard name", config("shop.203-0-113-11.sslip.io")],
    [
      "a Service's external address",
      "{apiVersion: v1, kind: Service, metadata: {name: x, namespace: shop}, spec: {externalIPs: [203.0.113.12]}}",
    ],
    [
      "an annotation",
      "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: x, namespace: shop, annotations: {external-dns.alpha.kubernetes.io/target: '203.0.113.11,203.0.113.12'}}}",
    ],
  ])("in %s", (_, yaml) => {
    expect(lines(yaml)).toHaveLength(1);
    expect(lines(yaml)[0]).toMatch(/^floating-ip-named breaks/);
  });

  it("only inside a block is a question", () => {
    expect(lines(config("allow 203.0.113.8/29"))).toEqual(["floating-ip-named unknown ConfigMap shop/x"]);
  });

  it("is one finding, however many it names", () => {
    const breaches = judgeMove(egressAddress, config("203.0.113.11 203.0.113.12 203.0.113.11:80"));
    const [breach, ...rest] = breaches.filter(({ cause }) => cause === "floating-ip-named");
    expect(rest).toEqual([]);
    expect(breach?.message).toContain("203.0.113.11 (Node worker-1, ExternalIP) and 1 more");
    expect(breach?.evidence).toHaveLength(3);
  });
});

describe("an object that names a node", () => {
  it.each([
    ["its address", config("10.128.0.11"), "breaks"],
    ["its address and port", config("10.128.0.11:9100"), "breaks"],
    ["its name in a URL", config("http://worker-1:9100/metrics"), "breaks"],
    ["etcd on a control-plane node", config("https://10.128.0.5:2379"), "breaks"],
    ["the nodes' network", config("10.128.0.0/22"), "unknown"],
    ["a range", config("10.128.0.10-10.128.0.20"), "unknown"],
    [
      "an NFS server on a node",
      "{apiVersion: v1, kind: PersistentVolume, metadata: {name: x}, spec: {nfs: {server: 10.128.0.12, path: /}}}",
      "breaks",
    ],
  ])("%s", (_, yaml, verdict) => {
    const [line, ...rest] = lines(yaml);
    expect(rest).toEqual([]);
    expect(line).toMatch(new RegExp(`^node-address-named ${verdict} `));
  });

  it.each([
    [
      "to bind pods to it",
      "{apiVersion: apps/v1, kind: Deployment, metadata: {name: x}, spec: {template: {spec: {nodeName: worker-1, nodeSelector: {kubernetes.io/hostname: worker-1}}}}}",
    ],
    ["for the API's sake", config("https://10.128.0.5:6443")],
    ["as everything else does", config("10.0.0.0/8 0.0.0.0/0")],
    ["by its resolver", config("169.254.25.10")],
  ])("%s is none of its concern", (_, yaml) => {
    expect(lines(yaml)).toEqual([]);
  });

  it("is none of its concern where the platform writes it", () => {
    const owned = [{ kind: "ConfigMap", namespace: "shop", name: "x" }];
    const profile = testProfile({ source: { ...testProfile().source, owned } });
    expect(lines(config("10.128.0.11 203.0.113.11"), { profile })).toEqual([]);
  });
});

describe("an egress gateway", () => {
  const cilium = (gateway: string) =>
    `{apiVersion: cilium.io/v2, kind: CiliumEgressGatewayPolicy, metadata: {name: x}, spec: {egressGateway: ${gateway}}}`;

  it.each([
    [
      "breaks where no new node has its label",
      cilium("{nodeSelector: {matchLabels: {example.com/gateway: 'true'}}, egressIP: 198.51.100.7}"),
      "breaks",
    ],
    ["breaks where its address is an old node's", cilium("{egressIP: 10.128.0.11}"), "breaks"],
    [
      "is a question where its label stays",
      cilium("{nodeSelector: {matchLabels: {kubernetes.io/os: linux}}, egressIP: 198.51.100.7}"),
      "unknown",
    ],
    [
      "is a question where it leaves by an interface",
      cilium("{nodeSelector: {}, interface: eth1}"),
      "unknown",
    ],
    [
      "of Antrea is a question",
      "{apiVersion: crd.antrea.io/v1beta1, kind: Egress, metadata: {name: x}, spec: {egressIP: 198.51.100.7}}",
      "unknown",
    ],
    [
      "of OVN-Kubernetes breaks with an old node's address",
      "{apiVersion: k8s.ovn.org/v1, kind: EgressIP, metadata: {name: x}, spec: {egressIPs: [198.51.100.7, 203.0.113.12]}}",
      "breaks",
    ],
  ])("%s", (_, yaml, verdict) => {
    const [line, ...rest] = lines(yaml);
    expect(rest).toEqual([]);
    expect(line).toMatch(new RegExp(`^egress-gateway ${verdict} `));
  });

  it("cites the selector that finds nothing, or the address", () => {
    const breaches = judgeMove(
      egressAddress,
      `${cilium("{nodeSelector: {matchLabels: {example.com/gateway: 'true'}}, egressIP: 198.51.100.7}")}
---
{apiVersion: k8s.ovn.org/v1, kind: EgressIP, metadata: {name: y}, spec: {egressIPs: [198.51.100.7, 203.0.113.12]}}`,
    ).filter(({ cause }) => cause === "egress-gateway");
    expect(breaches.map(({ evidence }) => evidence[0]?.path)).toEqual([
      ["spec", "egressGateway", "nodeSelector"],
      ["spec", "egressIPs", 1],
    ]);
  });

  it("holds until nodes are replaced, and is none in another API group", () => {
    const { before, context } = move(cilium("{egressIP: 10.128.0.11}"));
    expect(egressAddress.judge(before, before, context)).toEqual([]);
    expect(
      lines(
        "{apiVersion: example.com/v1, kind: EgressIP, metadata: {name: x}, spec: {egressIPs: [198.51.100.7]}}",
      ),
    ).toEqual([]);
  });
});

describe("a Calico pool", () => {
  const pool = (selector: string, more = "") =>
    `{apiVersion: crd.projectcalico.org/v1, kind: IPPool, metadata: {name: x}, spec: {cidr: 10.234.0.0/24, natOutgoing: true, nodeSelector: "${selector}"${more}}}`;

  it.each([
    ["example.com/gateway == 'true'", "breaks"],
    ["has(example.com/gateway)", "breaks"],
    ["kubernetes.io/hostname == 'worker-1'", "breaks"],
    ["kubernetes.io/os == 'linux' && has(example.com/gateway)", "breaks"],
    ["has(example.com/gateway) || kubernetes.io/os == 'linux'", "unknown"],
  ])("for nodes with %s: %s", (selector, verdict) => {
    expect(lines(pool(selector))).toEqual([`ip-pool-pins-nodes ${verdict} IPPool x`]);
  });

  it.each([
    ["all()", ""],
    ["kubernetes.io/os == 'linux'", ""],
    ["!has(example.com/gateway)", ""],
    ["has(example.com/never)", ""],
    ["has(example.com/gateway)", ", disabled: true"],
  ])("for nodes with %s%s holds", (selector, more) => {
    expect(lines(pool(selector, more))).toEqual([]);
  });

  it("holds where the label stays", () => {
    expect(lines(pool("has(example.com/gateway)"), { keep: ["example.com/gateway"] })).toEqual([]);
  });
});
