import { describe, expect, it } from "vitest";
import { asker, podYaml } from "../../testing/ask.ts";

/** Peers that hang on more than policies and pods: nodes, the API server, Services. Pods are on node-1. */
const PODS = podYaml("a/x", "app: x", "10.233.64.1") + podYaml("a/y", "app: y", "10.233.64.2");

const policy = (spec: string): string => `
---
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: {namespace: a, name: p}
spec: {endpointSelector: {}, ${spec}}
`;
const config = (data: string): string => `
---
apiVersion: v1
kind: ConfigMap
metadata: {namespace: kube-system, name: cilium-config}
data: {${data}}
`;
const agent = (image: string): string => `
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {namespace: kube-system, name: cilium}
spec: {template: {spec: {containers: [{name: cilium-agent, image: "quay.io/cilium/cilium:${image}"}]}}}
`;
const service = (name: string, spec: string): string => `
---
apiVersion: v1
kind: Service
metadata: {namespace: a, name: ${name}, labels: {env: ${name}}}
spec: {${spec}ports: [{port: 80}]}
`;
const endpoints = (of: string, ...addresses: readonly string[]): string => `
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {namespace: ${of.split("/")[0]}, name: e, labels: {kubernetes.io/service-name: ${of.split("/")[1]}}}
endpoints: [{addresses: [${addresses.join(", ")}]}]
ports: [{port: 443}]
`;
const ask = (yaml: string) => asker(PODS + yaml, "cilium");

describe("nodes", () => {
  it.each([
    [
      "the host is the own node, which is let in anyway",
      "ingress: [{fromEntities: [host]}]",
      "allowed",
      "denied",
    ],
    ["nobody but the own node", "ingress: [{}]", "allowed", "denied"],
    ["remote nodes are all others", "ingress: [{fromEntities: [remote-node]}]", "allowed", "allowed"],
    ["a deny of the host holds", "ingressDeny: [{fromEntities: [host]}]", "denied", "denied"],
    ["a deny of everybody too", "ingressDeny: [{fromEntities: [all]}]", "denied", "denied"],
    [
      "a deny of remote nodes leaves the own",
      "ingress: [{fromEntities: [all]}], ingressDeny: [{fromEntities: [remote-node]}]",
      "allowed",
      "denied",
    ],
  ])("what they send: %s", (_, spec, fromOwn, fromOther) => {
    const question = ask(policy(spec));
    expect([question("node-1", "a/x"), question("node-2", "a/x")]).toEqual([fromOwn, fromOther]);
  });

  it.each([
    ["host", "allowed", "denied"],
    ["remote-node", "denied", "allowed"],
    ["cluster", "allowed", "allowed"],
    ["world", "denied", "denied"],
  ])("what pods send %s", (entity, toOwn, toOther) => {
    const question = ask(policy(`egress: [{toEntities: [${entity}]}]`));
    expect([question("a/x", "node-1"), question("a/x", "node-2")]).toEqual([toOwn, toOther]);
  });

  it("have no identity of their own where that is switched off", () => {
    const question = ask(
      config('enable-remote-node-identity: "false"') + policy("ingress: [{fromEntities: [host]}]"),
    );
    expect(question("node-2", "a/x")).toBe("allowed");
  });

  it("can be chosen by labels where the agent is set so, but for the own", () => {
    const rules = policy(
      "ingress: [{fromNodes: [{matchLabels: {pool: front}}]}], egress: [{toNodes: [{matchLabels: {pool: front}}, {matchLabels: {kubernetes.io/hostname: node-1}}]}]",
    );
    const set = 'enable-node-selector-labels: "true"';
    const question = ask(config(set) + rules);
    expect([question("node-2", "a/x"), question("a/x", "node-2"), question("a/x", "node-1")]).toEqual([
      "allowed",
      "allowed",
      "denied",
    ]);
    expect(ask(rules)("node-2", "a/x")).toBe("denied");
    expect(ask(config(`${set}, node-labels: "pool"`) + rules)("node-2", "a/x")).toMatch(
      /^unknown.*node-labels/,
    );
  });
});

it("the API server is whoever the Service kubernetes leads to, on a node or outside", () => {
  const rules = policy("egress: [{toEntities: [kube-apiserver]}]");
  const known = ask(endpoints("default/kubernetes", "10.128.0.12", "203.0.113.5") + rules);
  expect(["node-2", "node-1", "203.0.113.5", "203.0.113.6", "a/y"].map((to) => known("a/x", to))).toEqual([
    "allowed",
    "denied",
    "allowed",
    "denied",
    "denied",
  ]);
  expect(ask(rules)("a/x", "node-2")).toMatch(/^unknown.*Endpoints default\/kubernetes/);
  const cluster = ask(
    endpoints("default/kubernetes", "203.0.113.5") + policy("egress: [{toEntities: [cluster]}]"),
  );
  expect([cluster("a/x", "203.0.113.5"), cluster("a/x", "203.0.113.6")]).toEqual(["allowed", "denied"]);
});

describe("Services", () => {
  const selecting = service("api", "selector: {app: y}, ");
  const byName = policy("egress: [{toServices: [{k8sService: {serviceName: api, namespace: a}}]}]");
  const withPorts = policy(
    "egress: [{toServices: [{k8sService: {serviceName: api, namespace: a}}], toPorts: [{ports: [{port: '8080'}]}]}]",
  );

  it("with a selector are their pods since 1.17, and nobody before", () => {
    expect(ask(selecting + agent("v1.17.2@sha256:0a") + byName)("a/x", "a/y:8080")).toBe("allowed");
    expect(ask(selecting + agent("v1.17.2") + byName)("a/y", "a/x")).toBe("denied");
    expect(ask(selecting + agent("v1.16.5") + byName)("a/x", "a/y:8080")).toBe("denied");
    expect(ask(selecting + byName)("a/x", "a/y:8080")).toMatch(/^unknown.*depends on Cilium's version/);
  });

  it("take ports beside them since 1.17", () => {
    const question = ask(selecting + agent("v1.18.0") + withPorts);
    expect([question("a/x", "a/y:8080"), question("a/x", "a/y:80")]).toEqual(["allowed", "denied"]);
    expect(ask(selecting + agent("v1.16.5") + withPorts)("a/x", "a/y:8080")).toMatch(/^unknown.*refuses/);
  });

  it("without one are their endpoints' addresses, which name no pod", () => {
    const given = service("api", "") + endpoints("a/api", "203.0.113.9", "10.233.64.2");
    const question = ask(given + byName);
    expect(["203.0.113.9", "203.0.113.8", "a/y"].map((to) => question("a/x", to))).toEqual([
      "allowed",
      "denied",
      "denied",
    ]);
    expect(ask(service("api", "") + byName)("a/x", "203.0.113.9")).toMatch(/^unknown.*were not read/);
  });

  it("can be chosen by their labels, and are open where they were not read", () => {
    const both = service("one", "selector: {app: y}, ") + service("two", "selector: {app: x}, ");
    const chosen = policy(
      "egress: [{toServices: [{k8sServiceSelector: {selector: {matchLabels: {env: one}}}}]}]",
    );
    const question = ask(both + agent("v1.17.0") + chosen);
    expect([question("a/x", "a/y"), question("a/y", "a/x")]).toEqual(["allowed", "denied"]);
    expect(ask(byName)("a/x", "a/y")).toMatch(/^unknown.*Service a\/api was not read/);
  });
});

describe("CIDR groups", () => {
  const group = (name: string, cidrs: string): string => `
---
apiVersion: cilium.io/v2alpha1
kind: CiliumCIDRGroup
metadata: {name: ${name}, labels: {zone: ${name}}}
spec: {externalCIDRs: [${cidrs}]}
`;
  const byName = policy("ingress: [{fromCIDRSet: [{cidrGroupRef: vpn, except: [192.0.2.128/25]}]}]");
  const byLabel = policy("ingress: [{fromCIDRSet: [{cidrGroupSelector: {matchLabels: {zone: vpn}}}]}]");
  const both = group("vpn", "192.0.2.0/24, 198.51.100.7/32") + group("lan", "203.0.113.0/24");

  it.each([
    ["192.0.2.1", "allowed", "allowed"],
    ["192.0.2.200", "denied", "allowed"],
    ["198.51.100.7", "allowed", "allowed"],
    ["203.0.113.1", "denied", "denied"],
    ["a/y", "denied", "denied"],
  ])("%s, by a group's name with an exception, and by labels", (from, named, labelled) => {
    expect(ask(both + byName)(from, "a/x")).toBe(named);
    expect(ask(both + byLabel)(from, "a/x")).toBe(labelled);
  });

  it("are open where they were not read, and name no pod then either", () => {
    for (const one of [byName, byLabel, group("vpn", "everything") + byName]) {
      expect(ask(one)("192.0.2.1", "a/x")).toMatch(/^unknown.*CIDR group it names was not read/);
      expect(ask(one)("a/y", "a/x")).toBe("denied");
    }
  });
});

describe("policies of hosts", () => {
  const host = `
---
apiVersion: cilium.io/v2
kind: CiliumClusterwideNetworkPolicy
metadata: {name: h}
spec: {nodeSelector: {matchLabels: {pool: front}}, ingress: [{fromEntities: [cluster]}]}
`;
  it("leave their nodes open, in their direction", () => {
    const question = ask(host);
    expect(question("a/x", "node-2:22")).toMatch(/^unknown.*policies of hosts are not followed/);
    expect(question("a/x", "node-1:22")).toBe("allowed");
    expect(question("node-2", "a/x")).toBe("allowed");
  });

  it("count where the host firewall is on", () => {
    expect(ask(host + config("enable-host-firewall: 'true'"))("a/x", "node-2")).toMatch(/^unknown/);
    expect(ask(host + config("enable-host-firewall: 'false'"))("a/x", "node-2")).toBe("allowed");
    expect(ask(host + config("debug: 'true'"))("a/x", "node-2")).toBe("allowed");
  });
});
