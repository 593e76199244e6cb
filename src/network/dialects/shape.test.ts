import { expect, it } from "vitest";
import type { CniName } from "../cni.ts";
import { asker, podYaml } from "../testing/ask.ts";

const PODS = podYaml("a/x", "app: x", "10.233.64.1") + podYaml("a/y", "app: y", "10.233.64.2");
const KINDS = {
  calico: "apiVersion: projectcalico.org/v3\nkind: NetworkPolicy\nmetadata: {namespace: a, name: p}",
  cilium: "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {namespace: a, name: p}",
  unknown: "apiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: {name: p}",
} as const;
const ADMIN = "priority: 1, subject: {namespaces: {}}";

it.each([
  ["calico", "{selector: {app: x}}", "selector: it is no text"],
  [
    "calico",
    "{selector: all(), ingress: [{action: Allow, source: {selector: {app: y}}}]}",
    "source.selector",
  ],
  [
    "calico",
    "{selector: all(), ingress: [{action: Allow, source: {nets: 10.0.0.0/8}}]}",
    "nets: it is no list",
  ],
  ["calico", "{selector: all(), ingress: [{action: Allow, src: {nets: []}}]}", "src: there is no such field"],
  ["calico", "{selector: all(), ingress: {action: Allow}}", "ingress: it is no list"],
  ["cilium", "{endpointSelector: {}, ingress: [{fromEndpoint: [{}]}]}", "fromEndpoint: there is no such"],
  ["cilium", "{endpointSelector: {}, ingress: [{fromCIDR: 10.0.0.0/8}]}", "fromCIDR: it is no list"],
  ["cilium", "{endpointSelector: {}, ingress: [{fromEndpoints: [{app: y}]}]}", "a peer's selector is none"],
  ["cilium", "{endpointSelector: {app: x}, ingress: [{}]}", "endpointSelector is no selector"],
  ["cilium", "{endpointSelector: {}, ingress: [{toPorts: [{port: 80}]}]}", "toPorts[0].port: there is no"],
  ["unknown", `{${ADMIN}, ingress: {action: Deny}}`, "ingress: it is no list"],
  ["unknown", `{${ADMIN}, ingress: [{action: Deny, from: {namespaces: {}}}]}`, "from: it is no list"],
  ["unknown", `{${ADMIN}, ingress: [{action: Deny, to: [{namespaces: {}}]}]}`, "to: there is no such field"],
] satisfies [CniName, string, string][])("%s: %s is unknown: %s", (cni, spec, reason) => {
  const answer = asker(`${PODS}---\n${KINDS[cni]}\nspec: ${spec}\n`, cni)("a/y", "a/x");
  expect(answer).toContain("unknown");
  expect(answer).toContain(reason);
});

it.each([
  ["calico", "{selector: all(), ingress: [{action: Allow, source: null}], egress: null}"],
  ["cilium", "{endpointSelector: {}, description: d, ingress: [{fromEndpoints: [{}], toPorts: null}]}"],
  ["unknown", `{${ADMIN}, ingress: [{name: n, action: Allow, from: [{namespaces: {}}], ports: null}]}`],
] satisfies [CniName, string][])("%s: null is as good as not there: %s", (cni, spec) => {
  expect(asker(`${PODS}---\n${KINDS[cni]}\nspec: ${spec}\n`, cni)("a/y", "a/x")).toBe("allowed");
});
