import type { Assessment } from "../assessment.ts";

/** Places that name an address of the old platform. */
export const shopAddresses: Assessment["addresses"] = [
  {
    kind: "control-plane",
    address: "203.0.113.10",
    owner: "Node master-1 (ExternalIP)",
    object: { apiVersion: "v1", kind: "ConfigMap", namespace: "ci", name: "runner-kubeconfig" },
    path: 'data["kubeconfig.yaml"]',
    text: "https://203.0.113.10:6443",
    platformOwned: false,
    source: "shop/ci/runner.yaml",
    line: 23,
  },
  {
    kind: "node-external",
    address: "203.0.113.21",
    owner: "Node worker-1 (ExternalIP)",
    object: { apiVersion: "v1", kind: "ConfigMap", namespace: "payments", name: "psp-client" },
    path: 'data["psp.properties"]',
    text: "203.0.113.21",
    platformOwned: false,
    source: "shop/payments/psp.yaml",
    line: 9,
  },
  {
    kind: "resolver",
    address: "169.254.25.10",
    owner: "NodeLocal DNS",
    object: { apiVersion: "v1", kind: "ConfigMap", namespace: "kube-system", name: "nodelocaldns" },
    path: "data.Corefile",
    text: "169.254.25.10",
    platformOwned: true,
    source: "shop/dump/kube-system.json",
    line: 4120,
  },
];
