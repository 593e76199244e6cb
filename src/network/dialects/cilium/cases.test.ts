import { describe, expect, it } from "vitest";
import { asker, podYaml } from "../../testing/ask.ts";

const PODS =
  podYaml("a/x", "app: x, pod-template-hash: h, app.kubernetes.io/name: x", "10.233.64.1") +
  podYaml("a/y", "app: y", "10.233.64.2") +
  podYaml("b/x", "app: x", "10.233.65.1");

const policy = (spec: string, kind = "CiliumNetworkPolicy"): string => `
---
apiVersion: cilium.io/v2
kind: ${kind}
metadata: {${kind === "CiliumNetworkPolicy" ? "namespace: a, " : ""}name: p}
spec: ${spec}
`;
const config = (data: string): string => `
---
apiVersion: v1
kind: ConfigMap
metadata: {namespace: kube-system, name: cilium-config}
data: {${data}}
`;
const ask = (yaml: string) => asker(PODS + yaml, "cilium");

/** Statement 23, and docs.cilium.io security/policy. */
describe("statement 23: Cilium", () => {
  it.each([
    ["an empty rule denies all", "{endpointSelector: {}, ingress: [{}]}", "denied", "denied", "denied"],
    ["an empty list isolates nobody", "{endpointSelector: {}, ingress: []}", "allowed", "allowed", "allowed"],
    [
      "an empty peer is the own namespace",
      "{endpointSelector: {}, ingress: [{fromEndpoints: [{}]}]}",
      "allowed",
      "denied",
      "denied",
    ],
    [
      "a namespace can be named",
      "{endpointSelector: {}, ingress: [{fromEndpoints: [{matchLabels: {'k8s:io.kubernetes.pod.namespace': b}}]}]}",
      "denied",
      "allowed",
      "denied",
    ],
    [
      "the world is no pod",
      "{endpointSelector: {}, ingress: [{fromEntities: [world]}]}",
      "denied",
      "denied",
      "allowed",
    ],
    [
      "the cluster is no world",
      "{endpointSelector: {}, ingress: [{fromEntities: [cluster]}]}",
      "allowed",
      "allowed",
      "denied",
    ],
    [
      "a CIDR names no pods",
      "{endpointSelector: {}, ingress: [{fromCIDR: [0.0.0.0/0]}]}",
      "denied",
      "denied",
      "allowed",
    ],
    [
      "a deny beats an allow",
      "{endpointSelector: {}, ingress: [{fromEntities: [all]}], ingressDeny: [{fromEndpoints: [{matchLabels: {app: y}}]}]}",
      "denied",
      "allowed",
      "allowed",
    ],
    [
      "a deny alone denies by default",
      "{endpointSelector: {}, ingressDeny: [{fromEndpoints: [{matchLabels: {app: y}}]}]}",
      "denied",
      "denied",
      "denied",
    ],
    [
      "unless told not to",
      "{endpointSelector: {}, enableDefaultDeny: {ingress: false}, ingressDeny: [{fromEndpoints: [{matchLabels: {app: y}}]}]}",
      "denied",
      "allowed",
      "allowed",
    ],
    [
      "a hash is no identity",
      "{endpointSelector: {matchLabels: {pod-template-hash: h}}, ingress: [{}]}",
      "allowed",
      "allowed",
      "allowed",
    ],
    [
      "a recommended label is one",
      "{endpointSelector: {matchLabels: {app.kubernetes.io/name: x}}, ingress: [{}]}",
      "denied",
      "denied",
      "denied",
    ],
    ["a host policy selects no pod", "{nodeSelector: {}, ingress: [{}]}", "allowed", "allowed", "allowed"],
  ])("%s", (_, spec, fromOwn, fromOther, fromWorld) => {
    const question = ask(policy(spec));
    expect([question("a/y", "a/x"), question("b/x", "a/x"), question("203.0.113.7", "a/x")]).toEqual([
      fromOwn,
      fromOther,
      fromWorld,
    ]);
  });

  it("takes specs one by one, clusterwide over every namespace", () => {
    const question = ask(
      policy(
        "null\nspecs: [{endpointSelector: {matchLabels: {app: x}}, egress: [{toPorts: [{ports: [{port: '53'}]}]}]}]",
        "CiliumClusterwideNetworkPolicy",
      ),
    );
    expect(question("b/x", "a/y:53/UDP")).toBe("allowed");
    expect(question("b/x", "a/y:80")).toBe("denied");
    expect(question("a/y", "b/x")).toBe("allowed");
  });

  it("leaves open exactly the ports whose traffic is looked into", () => {
    const question = ask(
      policy(
        "{endpointSelector: {}, egress: [{toEntities: [all], toPorts: [{ports: [{port: '80'}], rules: {http: [{path: /a}]}}, {ports: [{port: '81'}]}]}]}",
      ),
    );
    expect(question("a/x", "a/y:80")).toBe(
      "unknown: CiliumNetworkPolicy a/p: it depends on the HTTP request",
    );
    expect(question("a/x", "a/y:81")).toBe("allowed");
    expect(question("a/x", "a/y:82")).toBe("denied");
  });

  it("knows that a DNS rule for every name lets every query through", () => {
    const dns =
      "{endpointSelector: {}, egress: [{toEntities: [cluster], toPorts: [{ports: [{port: '53'}], rules: {dns: [{matchPattern: '*'}]}}]}, {toFQDNs: [{matchName: x.y}]}]}";
    const question = ask(policy(dns));
    expect(question("a/x", "b/x:53/UDP")).toBe("allowed");
    expect(question("a/x", "203.0.113.7:443")).toBe(
      "unknown: CiliumNetworkPolicy a/p: which addresses a DNS name has is not known",
    );
    expect(question("a/x", "b/x:443")).toBe("denied");
  });

  it("statement 21: leaves link-local addresses open, and only where a rule may name them", () => {
    const link = "169.254.25.10:53/UDP";
    expect(
      ask(policy("{endpointSelector: {}, egress: [{toCIDR: [169.254.25.10/32]}]}"))("a/x", link),
    ).toMatch(/^unknown.*link-local/);
    expect(ask(policy("{endpointSelector: {}, egress: [{toEntities: [host]}]}"))("a/x", link)).toMatch(
      /^unknown/,
    );
    expect(ask(policy("{endpointSelector: {}, egress: [{toEndpoints: [{}]}]}"))("a/x", link)).toBe("denied");
    expect(
      ask(policy("{endpointSelector: {}, egress: [{toCIDR: [203.0.113.0/24]}]}"))("a/x", "203.0.113.7"),
    ).toBe("allowed");
  });

  it("statement 15: reads NetworkPolicy blocks as CIDRs, which name neither pods nor, unless set so, nodes", () => {
    const block = `
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {namespace: a, name: n}
spec: {podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8}}]}]}
`;
    expect(ask(block)("a/x", "b/x")).toBe("denied");
    expect(ask(block)("a/x", "node-2")).toBe("denied");
    expect(ask(block)("a/x", "10.1.2.3")).toBe("allowed");
    expect(ask(block + config("policy-cidr-match-mode: nodes"))("a/x", "node-2")).toBe("allowed");
  });

  it("follows the enforcement mode", () => {
    expect(ask(config("enable-policy: always"))("a/x", "b/x")).toBe("denied");
    expect(
      ask(config("enable-policy: never") + policy("{endpointSelector: {}, ingress: [{}]}"))("b/x", "a/x"),
    ).toBe("allowed");
  });

  it.each([
    ["no selector", "{endpointSelector: 3, ingress: [{}]}", "endpointSelector is no selector"],
    [
      "an entity that is none",
      "{endpointSelector: {}, ingress: [{fromEntities: [moon]}]}",
      "an entity of moon is none",
    ],
    [
      "a CIDR that is none",
      "{endpointSelector: {}, ingress: [{fromCIDR: [10.0.0.0/99]}]}",
      '"10.0.0.0/99" is no CIDR',
    ],
    [
      "peers of two kinds",
      "{endpointSelector: {}, ingress: [{fromEntities: [world], fromCIDR: [10.0.0.0/8]}]}",
      "fromEntities and fromCIDR in one rule",
    ],
    [
      "requirements",
      "{endpointSelector: {}, ingress: [{fromEndpoints: [{}], fromRequires: [{}]}]}",
      "fromRequires limits what other rules allow",
    ],
    [
      "authentication",
      "{endpointSelector: {}, ingress: [{fromEntities: [all], authentication: {mode: required}}]}",
      "the peers must authenticate (required)",
    ],
  ])("says why it cannot tell with %s", (_, spec, reason) => {
    expect(ask(policy(spec))("a/y", "a/x")).toContain(reason);
  });
});
