import { expect, it } from "vitest";
import { manifests, resourceOf, testNode } from "../guarantees/testing.ts";
import { apiEndpoints, hostOf } from "./api-endpoints.ts";
import { ObjectStore } from "./store.ts";

it.each([
  ["https://api.example.com:6443/path", "api.example.com"],
  ["API.example.com:6443", "api.example.com"],
  ["https://[FD00::1]:6443", "fd00::1"],
  ["fd00::1", "fd00::1"],
  ["10.0.0.5", "10.0.0.5"],
  ["10.0.0.5:6443", "10.0.0.5"],
])("takes the host from %s", (server, host) => {
  expect(hostOf(server)).toBe(host);
});

it("gathers what reaches the API server and leaves out what stays the same", () => {
  const objects = manifests(`
{ apiVersion: v1, kind: ConfigMap, metadata: { name: kubeadm-config, namespace: kube-system }, data: { ClusterConfiguration: "controlPlaneEndpoint: api.v1.example.com:6443\\n" } }
---
{ apiVersion: v1, kind: ConfigMap, metadata: { name: kube-proxy, namespace: kube-system }, data: { kubeconfig.conf: "clusters:\\n- cluster:\\n    server: https://127.0.0.1:6443\\n" } }
`);
  const nodes = [
    testNode("master-1", { role: "control-plane", internalIP: "10.128.0.5", externalIP: "203.0.113.5" }),
    testNode("worker-1", { internalIP: "10.128.0.11" }),
  ];
  const endpoints = apiEndpoints(ObjectStore.of(objects.map((object) => resourceOf(object))), nodes, [
    "203.0.113.5",
    "kubernetes.default.svc",
  ]);
  expect(endpoints.map(({ host, via }) => `${host} ${via}`)).toEqual([
    "10.128.0.5 control-plane-node",
    "203.0.113.5 control-plane-node",
    "api.v1.example.com name",
  ]);
});
