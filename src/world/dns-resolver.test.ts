import { expect, it } from "vitest";
import { testNode, testWorld } from "../guarantees/testing.ts";
import { kubeletNameServers, nameServers, nameServersOf } from "./dns-resolver.ts";
import { dnsService } from "./dns-service.ts";

const CACHE = "169.254.25.10";
const SERVICE = `
apiVersion: v1
kind: Service
metadata: { namespace: kube-system, name: coredns }
spec:
  clusterIP: 10.233.0.3
  selector: { k8s-app: kube-dns }
  ports:
    - { name: dns, port: 53, protocol: UDP, targetPort: dns }
    - { name: dns-tcp, port: 53, protocol: TCP, targetPort: 1053 }
    - { name: metrics, port: 9153, protocol: TCP }
`;
const kubeletConfig = (dns: string) => `
---
apiVersion: v1
kind: ConfigMap
metadata: { namespace: kube-system, name: kubelet-config }
data:
  kubelet: |
    kind: KubeletConfiguration
    ${dns}
    clusterDomain: cluster.local
`;
const DAEMON_SET = `
---
apiVersion: apps/v1
kind: DaemonSet
metadata: { namespace: kube-system, name: nodelocaldns }
spec: { template: { spec: { containers: [] } } }
`;

function given(yaml: string, resolver?: "node-local" | "cluster-dns") {
  const { objects } = testWorld(yaml);
  const node = { ...testNode("n"), ...(resolver === undefined ? {} : { resolver }) };
  return kubeletNameServers(node, objects, CACHE).map(({ kind, address }) => `${kind} ${address}`);
}

it("finds the Service for names, its target ports included", () => {
  expect(dnsService(testWorld(SERVICE).objects)).toMatchObject({
    addresses: ["10.233.0.3"],
    ports: [
      { protocol: "UDP", port: 53, target: "dns" },
      { protocol: "TCP", port: 53, target: 1053 },
    ],
  });
});

it("takes what Kubespray installs where no Service was read", () => {
  expect(dnsService(testWorld("").objects)).toMatchObject({ resource: undefined, addresses: [] });
});

it.each([
  ["the profile's resolver where nothing tells", SERVICE, undefined, ["cache 169.254.25.10"]],
  [
    "the kubelets' configuration, in block form",
    SERVICE + kubeletConfig("clusterDNS:\n    - 10.233.0.3\n    - 10.0.0.9"),
    undefined,
    ["cluster-dns 10.233.0.3", "other 10.0.0.9"],
  ],
  [
    "the kubelets' configuration, in flow form",
    SERVICE + kubeletConfig('clusterDNS: ["169.254.20.10"]'),
    undefined,
    ["cache 169.254.20.10"],
  ],
  [
    "the cache where one runs, whatever kubeadm's copy says",
    SERVICE + kubeletConfig("clusterDNS: [10.233.0.3]") + DAEMON_SET,
    undefined,
    ["cache 169.254.25.10"],
  ],
  ["the same on a node made to use the cache", SERVICE, "node-local", ["cache 169.254.25.10"]],
  ["CoreDNS on a node made without", SERVICE + DAEMON_SET, "cluster-dns", ["cluster-dns 10.233.0.3"]],
] as const)("gives pods %s", (_what, yaml, resolver, expected) => {
  expect(given(yaml, resolver)).toEqual(expected);
});

const classify = nameServers(testWorld(SERVICE).objects, CACHE);
const kubelet = [classify(CACHE)];
const addresses = (spec: object) => {
  const servers = nameServersOf(spec as never, kubelet, classify);
  return servers === "node" ? "node" : servers.map(({ address }) => address);
};
const own = { dnsConfig: { nameservers: ["192.0.2.1", CACHE] } };

it.each([
  ["no policy", {}, [CACHE]],
  ["ClusterFirst", { dnsPolicy: "ClusterFirst" }, [CACHE]],
  ["ClusterFirst on the host's network", { dnsPolicy: "ClusterFirst", hostNetwork: true }, "node"],
  ["no policy on the host's network", { hostNetwork: true }, "node"],
  ["ClusterFirstWithHostNet", { dnsPolicy: "ClusterFirstWithHostNet", hostNetwork: true }, [CACHE]],
  ["ClusterFirstWithHostNet off it", { dnsPolicy: "ClusterFirstWithHostNet" }, [CACHE]],
  ["Default", { dnsPolicy: "Default", ...own }, "node"],
  ["None", { dnsPolicy: "None", ...own }, ["192.0.2.1", CACHE]],
  ["None on the host's network", { dnsPolicy: "None", hostNetwork: true, ...own }, ["192.0.2.1", CACHE]],
  ["ClusterFirst with more", { ...own }, [CACHE, "192.0.2.1"]],
  [
    "more than kubelets take",
    { dnsPolicy: "None", dnsConfig: { nameservers: ["1.1.1.1", "1.0.0.1", "8.8.8.8", "8.8.4.4"] } },
    ["1.1.1.1", "1.0.0.1", "8.8.8.8"],
  ],
])("resolves by dnsPolicy: %s", (_what, spec, expected) => {
  expect(addresses(spec)).toEqual(expected);
});
