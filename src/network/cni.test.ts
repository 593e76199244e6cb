import { expect, it } from "vitest";
import { testWorld } from "../guarantees/testing.ts";
import { CNIS, cniNamed, detectCni } from "./cni.ts";

function daemonSet(name: string, ...containers: readonly string[]): string {
  const list = containers.map((one) => `{name: ${one}}`).join(", ");
  return `
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {namespace: kube-system, name: ${name}}
spec: {template: {spec: {containers: [${list}]}}}
`;
}
const object = (apiVersion: string, kind: string, name: string, spec = "{}"): string => `
---
apiVersion: ${apiVersion}
kind: ${kind}
metadata: {namespace: kube-system, name: ${name}}
spec: ${spec}
`;

it.each([
  ["nothing", "", "unknown"],
  ["calico-node", daemonSet("calico-node"), "calico"],
  ["a renamed Calico", daemonSet("node", "calico-node"), "calico"],
  ["Canal", daemonSet("canal", "calico-node", "kube-flannel"), "canal"],
  ["Canal by its containers", daemonSet("net", "calico-node", "kube-flannel"), "canal"],
  ["Calico for policy beside flannel", daemonSet("calico-node") + daemonSet("kube-flannel-ds"), "canal"],
  ["Cilium", daemonSet("cilium"), "cilium"],
  ["Cilium chained to flannel", daemonSet("cilium") + daemonSet("kube-flannel"), "cilium"],
  ["Calico and Cilium at once", daemonSet("cilium") + daemonSet("calico-node"), "unknown"],
  ["Weave", daemonSet("weave-net"), "weave"],
  ["kube-router", daemonSet("kube-router"), "kube-router"],
  ["Antrea", daemonSet("antrea-agent"), "antrea"],
  ["flannel", daemonSet("kube-flannel-ds"), "flannel"],
  ["a ConfigMap alone", object("v1", "ConfigMap", "cilium-config"), "cilium"],
  [
    "what runs before what is left over",
    daemonSet("cilium") + object("v1", "ConfigMap", "calico-config"),
    "cilium",
  ],
  ["an IPPool", object("crd.projectcalico.org/v1", "IPPool", "p"), "calico"],
  ["a Cilium policy", object("cilium.io/v2", "CiliumNetworkPolicy", "p"), "cilium"],
  [
    "a CRD alone",
    object("apiextensions.k8s.io/v1", "CustomResourceDefinition", "x", "{group: crd.antrea.io}"),
    "antrea",
  ],
])("takes %s for what it is", (_, yaml, expected) => {
  const found = detectCni(testWorld(yaml, { nodes: [] }));
  expect(found.cni).toBe(expected);
  expect(found.evidence.length > 0).toBe(yaml !== "");
});

it("lets blocks name pods with every plugin but Cilium", () => {
  expect(CNIS.filter((name) => !cniNamed(name).options.ipBlockMatchesPods)).toEqual(["cilium"]);
});
