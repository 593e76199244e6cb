import { describe, expect, it } from "vitest";
import type { CniName } from "../../cni.ts";
import { asker, podYaml } from "../../testing/ask.ts";

const PODS =
  podYaml("a/x", "app: x", "10.233.64.1") +
  podYaml("a/y", "app: y", "10.233.64.2") +
  podYaml("b/x", "app: x", "10.233.65.1");

function made(kind: string, spec: string, name = "p"): string {
  const version = kind === "ClusterNetworkPolicy" ? "v1alpha2" : "v1alpha1";
  return `
---
apiVersion: policy.networking.k8s.io/${version}
kind: ${kind}
metadata: {name: ${name}}
spec: ${spec}
`;
}
const admin = (rules: string, priority = 5, name = "p"): string =>
  made("AdminNetworkPolicy", `{priority: ${priority}, subject: {namespaces: {}}, ${rules}}`, name);
const plain = (spec: string): string => `
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {namespace: a, name: n}
spec: ${spec}
`;
const ask = (yaml: string, cni: CniName = "unknown") => asker(PODS + yaml, cni);
const FROM_ALL = "from: [{namespaces: {}}]";

/** Statement 25, and network-policy-api.sigs.k8s.io. */
describe("statement 25: admin and baseline tiers", () => {
  it("decides before NetworkPolicy, passes on to it, and leaves the rest to it", () => {
    const shut = plain("{podSelector: {}, policyTypes: [Ingress]}");
    expect(ask(shut + admin(`ingress: [{action: Allow, ${FROM_ALL}}]`))("b/x", "a/x")).toBe("allowed");
    expect(ask(shut + admin(`ingress: [{action: Pass, ${FROM_ALL}}]`))("b/x", "a/x")).toBe("denied");
    expect(ask(admin(`ingress: [{action: Deny, ${FROM_ALL}}]`))("b/x", "a/x")).toBe("denied");
    expect(ask(admin(`ingress: [{action: Deny, ${FROM_ALL}}]`))("203.0.113.7", "a/x")).toBe("allowed");
  });

  it("takes the lower priority first, and the first rule that matches", () => {
    const allow = admin(`ingress: [{action: Allow, ${FROM_ALL}}]`, 10, "allow");
    const deny = admin(`ingress: [{action: Deny, ${FROM_ALL}}]`, 20, "deny");
    expect(ask(deny + allow)("b/x", "a/x")).toBe("allowed");
    expect(
      ask(admin(`ingress: [{action: Deny, ${FROM_ALL}}, {action: Allow, ${FROM_ALL}}]`))("b/x", "a/x"),
    ).toBe("denied");
  });

  it("leaves equal priorities open where they decide differently for one pod", () => {
    const allow = admin(`ingress: [{action: Allow, ${FROM_ALL}}]`, 10, "allow");
    const deny = admin(`ingress: [{action: Deny, ${FROM_ALL}}]`, 10, "deny");
    expect(ask(deny + allow)("b/x", "a/x")).toContain("has the same priority");
    const elsewhere = deny.replace(
      "{namespaces: {}}, ingress",
      "{namespaces: {matchLabels: {none: x}}}, ingress",
    );
    expect(ask(elsewhere + allow)("b/x", "a/x")).toBe("allowed");
  });

  it("meets the baseline only for pods no NetworkPolicy selects", () => {
    const baseline = made(
      "BaselineAdminNetworkPolicy",
      `{subject: {namespaces: {}}, ingress: [{action: Deny, ${FROM_ALL}}]}`,
      "default",
    );
    const open = plain("{podSelector: {matchLabels: {app: x}}, ingress: [{}]}");
    const question = ask(baseline + open);
    expect(question("b/x", "a/x")).toBe("allowed");
    expect(question("b/x", "a/y")).toBe("denied");
  });

  it("reads nodes, networks and ports of both versions", () => {
    const rule = (more: string): string => admin(`egress: [{action: Deny, ${more}}]`);
    expect(ask(rule("to: [{nodes: {matchLabels: {pool: front}}}]"))("a/x", "node-2")).toBe("denied");
    expect(ask(rule("to: [{nodes: {matchLabels: {pool: front}}}]"))("a/x", "node-1")).toBe("allowed");
    expect(ask(rule("to: [{networks: [10.233.65.0/24]}]"))("a/x", "b/x")).toBe("denied");
    const ports = "to: [{namespaces: {}}], ports: [{portRange: {start: 79, end: 81}}, {namedPort: web}]";
    expect(ask(rule(ports))("a/x", "b/x:80")).toBe("denied");
    expect(ask(rule(ports))("a/x", "b/x:8080")).toBe("denied");
    expect(ask(rule(ports))("a/x", "b/x:82")).toBe("allowed");
    const newer = made(
      "ClusterNetworkPolicy",
      "{tier: Baseline, priority: 1, subject: {pods: {namespaceSelector: {}, podSelector: {}}}, egress: [{action: Deny, to: [{namespaces: {}}], protocols: [{udp: {destinationPort: {number: 53}}}, {tcp: {}}]}]}",
    );
    expect(ask(newer)("a/x", "b/x:53/UDP")).toBe("denied");
    expect(ask(newer)("a/x", "b/x:9999")).toBe("denied");
    expect(ask(newer)("a/x", "b/x:54/UDP")).toBe("allowed");
  });

  it.each([
    [
      "domain names",
      "egress: [{action: Allow, to: [{domainNames: ['*.example.org']}]}, {action: Deny, to: [{networks: [0.0.0.0/0]}]}]",
      "which addresses a domain name has",
    ],
    [
      "a peer of a kind nobody knows",
      "egress: [{action: Deny, to: [{moons: {}}]}]",
      "a peer is of a kind nobody knows",
    ],
    [
      "drafts' sameLabels",
      "egress: [{action: Deny, to: [{namespaces: {sameLabels: [x]}}]}]",
      "a peer is of a kind nobody knows",
    ],
    [
      "an action that is none",
      "egress: [{action: Shrug, to: [{networks: [0.0.0.0/0]}]}]",
      'the action "Shrug" is none',
    ],
    [
      "ports that are none",
      "egress: [{action: Deny, to: [{networks: [0.0.0.0/0]}], ports: [{portRange: {start: 9, end: 1}}]}]",
      "its ports cannot be read",
    ],
  ])("leaves %s open, and says so", (_, rules, reason) => {
    expect(ask(admin(rules))("a/x", "203.0.113.7")).toContain(reason);
  });

  it.each(["cilium", "weave", "kube-router", "flannel"] as const)(
    "is open where %s may not enforce it",
    (cni) => {
      expect(ask(admin(`ingress: [{action: Deny, ${FROM_ALL}}]`), cni)("b/x", "a/x")).toMatch(/^unknown/);
    },
  );
});

describe("policies nobody is seen to enforce", () => {
  it("are open under flannel alone", () => {
    const shut = plain("{podSelector: {}, policyTypes: [Ingress]}");
    expect(ask(shut, "flannel")("b/x", "a/x")).toContain("flannel enforces no policies");
    expect(ask(shut, "weave")("b/x", "a/x")).toBe("denied");
  });

  it("of other plugins' kinds are open where no plugin is known", () => {
    const foreign =
      "\n---\napiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {namespace: a, name: c}\nspec: {}\n";
    expect(ask(foreign)("b/x", "a/x")).toMatch(/^unknown/);
    expect(ask(foreign)("a/x", "b/x")).toMatch(/^unknown/);
    expect(ask(foreign, "calico")("b/x", "a/x")).toBe("allowed");
  });
});
