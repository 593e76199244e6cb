import { describe, expect } from "vitest";
import { testWorld } from "../../guarantees/testing.ts";
import { explain } from "../explain.ts";
import { resolver } from "../resolve.ts";
import { asker, podYaml } from "../testing/ask.ts";
import { viewOf } from "../view-of.ts";
import { statement, statementEach } from "./statement.ts";

const RESOLVER = "169.254.25.10";
const CACHE = `${RESOLVER}:53/UDP`;
/** CoreDNS answers on a port of its own behind the Service's 53; pods are on node-1, at 10.128.0.11. */
const CLUSTER =
  podYaml("shop/web", "app: web", "10.233.64.1") +
  podYaml("kube-system/coredns", "k8s-app: kube-dns", "10.233.64.53");
const DNS = "kube-system/coredns:53/UDP";

const egress = (to: string): string => `
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {namespace: shop, name: egress}
spec: {podSelector: {}, policyTypes: [Egress], egress: [{to: [${to}], ports: [{protocol: UDP, port: 53}]}]}
`;
const coreDnsAdmits = (from: string): string => `
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {namespace: kube-system, name: dns}
spec: {podSelector: {matchLabels: {k8s-app: kube-dns}}, ingress: [{from: [${from}], ports: [{protocol: UDP, port: 53}]}]}
`;
const KUBE_DNS =
  "{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}, podSelector: {matchLabels: {k8s-app: kube-dns}}}";
const NODE_ADDRESSES = "{ipBlock: {cidr: 10.128.0.0/24}}";

const cilium = (kind: string, spec: string): string => `
---
apiVersion: cilium.io/v2
kind: ${kind}
metadata: {${kind === "CiliumNetworkPolicy" ? "namespace: shop, " : ""}name: p}
spec: {endpointSelector: {}, ${spec}}
`;

/** Statements 18 to 22: Services after translation, and DNS with and without a cache on the node. */
export function servicesAndDns(): void {
  describe("18: a Service is judged after its address is translated", () => {
    const service = `
---
apiVersion: v1
kind: Service
metadata: {namespace: kube-system, name: coredns}
spec: {clusterIP: 10.233.0.3, selector: {k8s-app: kube-dns}, ports: [{port: 53, protocol: UDP, targetPort: 8053}]}
`;
    statementEach(18, [53, 8053], "at the endpoint's port, which need not be 53: a policy for %s", (port) => {
      const view = viewOf(
        testWorld(CLUSTER + service + egress(KUBE_DNS).replace("port: 53}", `port: ${port}}`)),
        { cni: "calico" },
      );
      const [from, to] = ["shop/web", "10.233.0.3"].map(resolver(view));
      if (from === undefined || to === undefined || from.kind === "none" || to.kind === "none") {
        throw new Error("both are there");
      }
      const { verdict, pairs } = explain(view, from, to, { protocol: "UDP", port: 53 });
      expect(pairs.map((pair) => [pair.to, pair.port?.port])).toEqual([[["kube-system/coredns[Pod]"], 8053]]);
      expect(verdict).toBe(port === 8053 ? "allowed" : "denied");
    });
  });

  describe("19: Kubespray's cache on the node, with Calico", () => {
    const answers = (policy: string): string[] =>
      [CACHE, DNS].map((to) => asker(CLUSTER + policy, "calico")("shop/web", to));
    statement(19, "a pod that may reach kube-dns alone loses DNS at the cache", () => {
      expect(answers(egress(KUBE_DNS))).toEqual(["denied", "allowed"]);
    });
    statement(19, "a pod that may reach the cache alone loses DNS once CoreDNS is its resolver", () => {
      expect(answers(egress(`{ipBlock: {cidr: ${RESOLVER}/32}}`))).toEqual(["allowed", "denied"]);
    });
    statement(19, "a pod that may reach both keeps it", () => {
      expect(answers(egress(`{ipBlock: {cidr: ${RESOLVER}/32}}, ${KUBE_DNS}`))).toEqual([
        "allowed",
        "allowed",
      ]);
    });
  });

  statement(
    20,
    "the cache asks CoreDNS as its host: a policy that admits hosts alone does not admit pods",
    () => {
      const question = asker(CLUSTER + coreDnsAdmits(NODE_ADDRESSES), "calico");
      expect([question("node-2", DNS), question("shop/web", DNS)]).toEqual(["allowed", "denied"]);
      const repaired = asker(CLUSTER + coreDnsAdmits(`${NODE_ADDRESSES}, {namespaceSelector: {}}`), "calico");
      expect([repaired("node-2", DNS), repaired("shop/web", DNS)]).toEqual(["allowed", "allowed"]);
    },
  );

  describe("21: Cilium and link-local addresses", () => {
    statementEach(
      21,
      ["toCIDR: [169.254.25.10/32]", "toEntities: [host]", "toEntities: [world]", "toEntities: [cluster]"],
      "are unknown where a rule may name them: %s",
      (peers) => {
        const question = asker(CLUSTER + cilium("CiliumNetworkPolicy", `egress: [{${peers}}]`), "cilium");
        expect(question("shop/web", CACHE)).toMatch(/^unknown.*link-local/);
      },
    );
    statementEach(
      21,
      ["toEndpoints: [{}]", "toCIDR: [203.0.113.0/24]"],
      "and are denied where none does: %s",
      (peers) => {
        const question = asker(CLUSTER + cilium("CiliumNetworkPolicy", `egress: [{${peers}}]`), "cilium");
        expect(question("shop/web", CACHE)).toBe("denied");
      },
    );
    statement(21, "of NetworkPolicy too", () => {
      const question = asker(CLUSTER + egress(`{ipBlock: {cidr: ${RESOLVER}/32}}`), "cilium");
      expect(question("shop/web", CACHE)).toMatch(/^unknown.*link-local/);
    });
  });

  describe("22: Cilium's own host and remote nodes", () => {
    const fromNodes = (spec: string): string[] => {
      const question = asker(CLUSTER + cilium("CiliumClusterwideNetworkPolicy", spec), "cilium");
      return ["node-1", "node-2"].map((node) => question(node, "shop/web"));
    };
    statement(22, "the pod's own host is admitted, a remote node is not", () => {
      expect(fromNodes("ingress: [{}]")).toEqual(["allowed", "denied"]);
      expect(fromNodes("ingress: [{fromEntities: [host]}]")).toEqual(["allowed", "denied"]);
    });
    statement(22, "remote nodes are an identity of their own", () => {
      expect(fromNodes("ingress: [{fromEntities: [remote-node]}]")).toEqual(["allowed", "allowed"]);
    });
    statement(22, "no CIDR names either", () => {
      expect(fromNodes("ingress: [{fromCIDR: [10.128.0.0/24]}]")).toEqual(["allowed", "denied"]);
    });
  });
}
