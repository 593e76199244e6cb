import { describe, expect, it } from "vitest";
import { asker, podYaml } from "../../testing/ask.ts";

const PODS =
  podYaml("a/x", "app: x", "10.233.64.1", "serviceAccountName: robot") +
  podYaml("a/y", "app: y", "10.233.64.2") +
  podYaml("b/x", "app: x", "10.233.65.1") +
  `
---
apiVersion: v1
kind: Namespace
metadata: {name: b, labels: {team: blue}}
---
apiVersion: v1
kind: ServiceAccount
metadata: {namespace: a, name: robot, labels: {kind: bot}}
`;

interface Made {
  readonly group?: "crd.projectcalico.org/v1" | "projectcalico.org/v3";
  readonly kind?: string;
  readonly name?: string;
}
function made(
  spec: string,
  { group = "projectcalico.org/v3", kind = "NetworkPolicy", name = "p" }: Made = {},
): string {
  const namespace = kind === "NetworkPolicy" || kind === "NetworkSet" ? "namespace: a, " : "";
  return `
---
apiVersion: ${group}
kind: ${kind}
metadata: {${namespace}name: ${name}, labels: {role: outside}}
spec: ${spec}
`;
}
const global = (spec: string, name = "g"): string => made(spec, { kind: "GlobalNetworkPolicy", name });
const tier = (name: string, spec: string): string => made(spec, { kind: "Tier", name });
const plain = (spec: string): string => `
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {namespace: a, name: n}
spec: ${spec}
`;
const ask = (yaml: string) => asker(PODS + yaml, "calico");

/** Statement 24, and docs.tigera.io reference/resources. */
describe("statement 24: Calico's rules", () => {
  it.each([
    ["a selector in a namespaced policy", "source: {selector: 'all()'}", ["allowed", "denied", "denied"]],
    ["a namespaceSelector", "source: {namespaceSelector: team == 'blue'}", ["denied", "allowed", "denied"]],
    [
      "a namespace by its name",
      "source: {namespaceSelector: projectcalico.org/name == 'b'}",
      ["denied", "allowed", "denied"],
    ],
    [
      "a selector and a namespaceSelector",
      "source: {selector: app == 'y', namespaceSelector: all()}",
      ["allowed", "denied", "denied"],
    ],
    ["networks, which name pods too", "source: {nets: [10.233.65.0/24]}", ["denied", "allowed", "denied"]],
    ["all but networks", "source: {notNets: [10.233.64.0/24]}", ["denied", "allowed", "allowed"]],
    [
      "a notSelector, which keeps to the namespace",
      "source: {notSelector: app == 'x'}",
      ["allowed", "denied", "denied"],
    ],
    ["its own pods", "destination: {selector: app == 'y'}", ["denied", "denied", "denied"]],
    ["ICMP alone", "protocol: ICMP", ["denied", "denied", "denied"]],
    ["any protocol but TCP", "notProtocol: 6", ["denied", "denied", "denied"]],
    ["a type of ICMP", "protocol: 1, icmp: {type: 8}", ["denied", "denied", "denied"]],
    ["any protocol but UDP", "notProtocol: UDP", ["allowed", "allowed", "allowed"]],
    ["other ports", "protocol: TCP, destination: {notPorts: ['79:81']}", ["denied", "denied", "denied"]],
    ["a range", "protocol: TCP, destination: {ports: ['79:81']}", ["allowed", "allowed", "allowed"]],
  ])("takes %s", (_, rule, expected) => {
    const question = ask(made(`{selector: all(), types: [Ingress], ingress: [{action: Allow, ${rule}}]}`));
    expect([question("a/y", "a/x"), question("b/x", "a/x"), question("203.0.113.7", "a/x")]).toEqual(
      expected,
    );
  });

  it("looks a port's name up where the packet goes", () => {
    const question = ask(
      made("{types: [Egress], egress: [{action: Allow, protocol: TCP, destination: {ports: [web]}}]}"),
    );
    expect(question("a/x", "b/x:8080")).toBe("allowed");
    expect(question("a/x", "b/x:80")).toBe("denied");
  });

  it("selects by service accounts, their names and labels", () => {
    const egress = (source: string): string =>
      global(
        `{types: [Ingress], selector: app == 'y', ingress: [{action: Allow, source: {serviceAccounts: ${source}}}]}`,
      );
    for (const accounts of ["{names: [robot]}", "{selector: kind == 'bot'}"]) {
      expect(ask(egress(accounts))("a/x", "a/y")).toBe("allowed");
    }
    expect(ask(egress("{names: [other]}"))("a/x", "a/y")).toBe("denied");
    // The account of b/x was not read, so what labels it has is not known.
    expect(ask(egress("{selector: kind == 'bot'}"))("b/x", "a/y")).toMatch(/^unknown/);
  });

  it("takes the addresses of sets and host endpoints with the labels selected", () => {
    const rule =
      "{types: [Egress], egress: [{action: Allow, destination: {selector: role == 'outside', namespaceSelector: global()}}]}";
    const sets =
      made("{nets: [203.0.113.0/24]}", { kind: "GlobalNetworkSet", name: "s" }) +
      made("{nets: [198.51.100.0/24]}", { kind: "NetworkSet", name: "t" }) +
      made("{expectedIPs: [192.0.2.1]}", { kind: "HostEndpoint", name: "h" });
    const question = ask(sets + made(rule));
    expect(question("a/x", "203.0.113.7")).toBe("allowed");
    expect(question("a/x", "192.0.2.1")).toBe("allowed");
    expect(question("a/x", "198.51.100.1")).toBe("denied");
  });

  it.each([
    ["HTTP", "http: {methods: [GET]}", "it matches HTTP requests"],
    ["services", "source: {services: {name: s}}", "source.services is not followed"],
    ["source ports", "protocol: TCP, source: {ports: [80]}", "it depends on the source's port"],
    ["a broken selector", "source: {selector: app = 'x'}", "\"app = 'x'\" is no selector"],
    ["a broken network", "source: {nets: [10.0.0.0/99]}", '"10.0.0.0/99" is no network'],
    ["ports without a protocol", "destination: {ports: [80]}", "ports without a protocol"],
  ])("leaves %s open, and says so", (_, rule, reason) => {
    const question = ask(made(`{types: [Ingress], ingress: [{action: Allow, ${rule}}]}`));
    expect(question("a/y", "a/x")).toContain(`NetworkPolicy a/p: `);
    expect(question("a/y", "a/x")).toContain(reason);
    expect(question("a/y", "b/x")).toBe("allowed");
  });
});

describe("statement 24: Calico's tiers", () => {
  const deny =
    "{tier: first, selector: app == 'x', types: [Ingress], ingress: [{action: Deny, source: {selector: app == 'y'}}]}";

  it("denies at the end of a tier that applied, unless its default is to pass", () => {
    const question = ask(tier("first", "{order: 10}") + global(deny));
    expect(question("a/y", "b/x")).toBe("denied");
    expect(question("a/x", "b/x")).toBe("denied");
    expect(question("b/x", "a/y")).toBe("allowed");
    const passing = ask(tier("first", "{order: 10, defaultAction: Pass}") + global(deny));
    expect(passing("a/y", "b/x")).toBe("denied");
    expect(passing("a/x", "b/x")).toBe("allowed");
  });

  it("goes on to the next tier with what passes", () => {
    const pass = "{tier: first, types: [Ingress], ingress: [{action: Pass}]}";
    const allow = "{types: [Ingress], ingress: [{action: Allow, source: {selector: app == 'y'}}]}";
    const question = ask(tier("first", "{order: 10}") + global(pass) + made(allow));
    expect(question("a/y", "a/x")).toBe("allowed");
    expect(question("a/x", "a/y")).toBe("denied");
    expect(question("a/x", "b/x")).toBe("allowed");
  });

  it("has NetworkPolicies in the default tier at order 1000, so before policies without an order", () => {
    const open = plain("{podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {app: y}}}]}]}");
    const shut = (order: string): string => global(`{types: [Ingress]${order}, ingress: [{action: Deny}]}`);
    expect(ask(open + shut(""))("a/y", "a/x")).toBe("allowed");
    expect(ask(open + shut(", order: 2000"))("a/y", "a/x")).toBe("allowed");
    expect(ask(open + shut(", order: 1"))("a/y", "a/x")).toBe("denied");
  });

  it("leaves a tier that was not read open, and only for those it selects", () => {
    const question = ask(global(deny));
    expect(question("a/y", "b/x")).toBe("unknown: GlobalNetworkPolicy g: its tier first was not read");
    expect(question("b/x", "a/y")).toBe("allowed");
  });

  it("fills types in by the rules, except in the CRD, where they stay absent and mean both", () => {
    const spec = "{egress: [{action: Allow}]}";
    expect(ask(made(spec))("b/x", "a/x")).toBe("allowed");
    expect(ask(made(spec, { group: "crd.projectcalico.org/v1" }))("b/x", "a/x")).toBe("denied");
  });

  it("counts what both of its APIs show once, and what is staged, untracked or mirrored not at all", () => {
    const shut = "{types: [Ingress], ingress: [{action: Deny}]}";
    const question = ask(
      made(shut, { kind: "StagedNetworkPolicy" }) +
        made(shut, { name: "knp.default.n" }) +
        global("{types: [Ingress], doNotTrack: true, applyOnForward: true, ingress: [{action: Deny}]}") +
        made("{order: 1, types: [Ingress], ingress: [{action: Allow}]}", { name: "p" }) +
        made("{order: 1, types: [Ingress], ingress: [{action: Deny}]}", {
          group: "crd.projectcalico.org/v1",
          name: "default.p",
        }),
    );
    expect(question("b/x", "a/x")).toBe("allowed");
  });

  it("statement 25: puts the admin tier at order 1000 and the baseline tier last", () => {
    const admin = `
---
apiVersion: policy.networking.k8s.io/v1alpha2
kind: ClusterNetworkPolicy
metadata: {name: c}
spec: {tier: Admin, priority: 1, subject: {namespaces: {}}, ingress: [{action: Deny, from: [{namespaces: {}}]}]}
`;
    const early = (order: number): string =>
      tier("first", `{order: ${order}, defaultAction: Pass}`) +
      global("{tier: first, types: [Ingress], ingress: [{action: Allow}]}");
    expect(ask(admin + early(999))("a/y", "a/x")).toBe("allowed");
    expect(ask(admin + early(1001))("a/y", "a/x")).toBe("denied");
    const baseline = admin.replace("Admin", "Baseline");
    expect(ask(baseline)("a/y", "a/x")).toBe("denied");
    expect(ask(baseline + plain("{podSelector: {}, ingress: [{}]}"))("a/y", "a/x")).toBe("allowed");
  });
});

describe("host endpoints", () => {
  const endpoint = (more: string, labels = ""): string => `
---
apiVersion: projectcalico.org/v3
kind: HostEndpoint
metadata: {name: h, labels: {${labels}}}
spec: {node: node-2, interfaceName: "*"${more}}
`;
  const auto = ", profiles: [projectcalico-default-allow]";
  const deny = (types: string): string => global(`{selector: has(host), types: [${types}]}`);

  it.each([
    ["deny what no policy of theirs allows, but for ports nobody here knows", endpoint(""), true, true],
    ["made by Calico itself limit nothing", endpoint(auto), false, false],
    ["limit by the policies that select them", endpoint(auto, "host: x") + deny("Ingress"), true, false],
    ["limit what they send, too", endpoint(auto, "host: x") + deny("Egress"), false, true],
    ["are not selected by others", endpoint(auto, "tier: x") + deny("Ingress, Egress"), false, false],
  ])("%s", (_, yaml, receives, sends) => {
    const question = ask(yaml);
    const unknown = /^unknown.*what it limits on node node-2 is not followed/;
    const open = (is: boolean) => (is ? expect.stringMatching(unknown) : "allowed");
    expect([question("b/x", "node-2"), question("node-2", "a/x")]).toEqual([open(receives), open(sends)]);
    expect(question("b/x", "node-1")).toBe("allowed");
  });
});

it("leaves a type of ICMP without the protocol open, which Calico has no rule for", () => {
  const question = ask(made("{selector: all(), ingress: [{action: Allow, icmp: {type: 8}}]}"));
  expect(question("a/y", "a/x")).toMatch(/^unknown.*icmp without the protocol ICMP/);
});
