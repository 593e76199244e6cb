import { describe, expect, it } from "vitest";
import { controller, judgeMoved, lines, type Moved } from "./testing.ts";

const POLICY = "NetworkPolicy ingress-nginx/clients";

function policy(from: string, more = "podSelector: {}"): string {
  return `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: clients, namespace: ingress-nginx }
spec: { ${more}, policyTypes: [Ingress], ingress: [{ from: ${from} }] }
`;
}

const block = (cidr: string, except = "") =>
  `{ ipBlock: { cidr: ${cidr}${except === "" ? "" : `, except: [${except}]`} } }`;

const found = (from: string, options: Moved = {}) => lines([controller(), policy(from)], options);

describe("a policy before the controller", () => {
  it.each([
    ["fails CLOSED for clients' addresses alone", `[${block("192.0.2.0/24")}]`, "CLOSED"],
    [
      "fails CLOSED where all but private networks may come",
      `[${block("0.0.0.0/0", "10.0.0.0/8")}]`,
      "CLOSED",
    ],
    [
      "fails OPEN where it admits the nodes' network too",
      `[${block("192.0.2.0/24")}, ${block("10.128.0.0/22")}]`,
      "OPEN",
    ],
    ["fails OPEN where it keeps some clients out", `[${block("0.0.0.0/0", "192.0.2.0/24")}]`, "OPEN"],
    ["fails OPEN where it admits the inside alone", `[${block("10.0.0.0/8")}]`, "OPEN"],
  ])("%s", (_, from, fate) => {
    expect(found(from)).toEqual([`policy-before-controller breaks ${POLICY}`]);
    const [breach] = judgeMoved([controller(), policy(from)]);
    expect(breach?.message).toContain(`this fails ${fate}`);
    expect(breach?.message).toContain("the load balancer's address");
    expect(breach?.evidence[0]?.path).toEqual(["spec", "ingress"]);
  });

  it.each([
    ["that admits everybody", `[${block("0.0.0.0/0")}]`],
    ["that admits no address, only pods", "[{ podSelector: {} }]"],
  ])("%s loses nothing", (_, from) => {
    expect(found(from)).toEqual([]);
  });

  it("sees the balancer with PROXY protocol too", () => {
    const from = `[${block("192.0.2.0/24")}]`;
    expect(found(from, { mode: "proxy-protocol" })).toEqual([`policy-before-controller breaks ${POLICY}`]);
  });

  it("loses nothing until users come by the balancer, or where another policy admits everybody", () => {
    const from = `[${block("192.0.2.0/24")}]`;
    expect(found(from, { users: "old" })).toEqual([]);
    const all = policy(`[${block("0.0.0.0/0")}]`).replace("name: clients", "name: all");
    expect(lines([controller(), policy(from), all])).toEqual([]);
  });

  it("does not count on the node's network, or for other pods", () => {
    const from = `[${block("192.0.2.0/24")}]`;
    expect(lines([controller("{}", "hostNetwork: true"), policy(from)])).toEqual([]);
    expect(lines([controller(), policy(from, "podSelector: { matchLabels: { app: web } }")])).toEqual([]);
  });

  it("is unknown where the policy is", () => {
    const from = "[{ ipBlock: { cidr: nonsense } }]";
    expect(found(from)).toEqual([`policy-before-controller unknown ${POLICY}`]);
  });

  it("is found in Calico's policies as well", () => {
    const calico = `
apiVersion: crd.projectcalico.org/v1
kind: NetworkPolicy
metadata: { name: default.clients, namespace: ingress-nginx }
spec: { selector: all(), types: [Ingress], ingress: [{ action: Allow, source: { nets: [192.0.2.0/24] } }] }
---
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: calico-node, namespace: kube-system }
spec: { template: { metadata: { labels: { k8s-app: calico-node } }, spec: { hostNetwork: true, containers: [{ name: calico-node, image: "calico/node:v3.25" }] } } }
`;
    expect(lines([controller(), calico])).toEqual([
      "policy-before-controller breaks NetworkPolicy ingress-nginx/default.clients",
    ]);
  });
});
