import { describe, expect, it } from "vitest";
import { app, CALICO, CILIUM, CORE_DNS, found, NEW, route } from "./testing.ts";

/** The provider's guide, "Node local DNS": its two policies as they are printed there, and the one it starts from. */

const named = (namespace: string, policy: string) =>
  `---\n${policy.replace("metadata:\n", `metadata:\n  namespace: ${namespace}\n`)}`;

const NODE_LOCAL_ONLY = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: allow-dns-access
spec:
  podSelector: {}
  egress:
    - ports:
        - protocol: UDP
          port: 53
        - protocol: TCP
          port: 53
      to:
        - ipBlock:
            cidr: 169.254.25.10/32
  policyTypes:
    - Egress
`;
const TRANSITION = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: allow-dns-access
spec:
  podSelector: {}
  egress:
    - ports:
        - protocol: UDP
          port: 53
        - protocol: TCP
          port: 53
      to:
        - ipBlock:
            cidr: 169.254.25.10/32
        - podSelector:
            matchLabels:
              k8s-app: kube-dns
  policyTypes:
    - Egress
`;
const CORE_DNS_ONLY = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: allow-dns-access
spec:
  podSelector: {}
  egress:
    - ports:
        - protocol: UDP
          port: 53
        - protocol: TCP
          port: 53
      to:
        - podSelector:
            matchLabels:
              k8s-app: kube-dns
  policyTypes:
    - Egress
`;
const cluster = (namespace: string, policy: string) =>
  CORE_DNS + CALICO + app(namespace) + named(namespace, policy);

describe("with Calico", () => {
  it("the cache alone breaks once nodes are new, and not before", () => {
    expect(found(cluster("shop", NODE_LOCAL_ONLY))).toEqual([
      `cache-only breaks NetworkPolicy shop/allow-dns-access @ ${NEW}`,
    ]);
  });

  it("the transition policy serves in kube-system", () => {
    expect(found(cluster("kube-system", TRANSITION))).toEqual([]);
  });

  it("the transition policy is not enough anywhere else", () => {
    expect(found(cluster("shop", TRANSITION))).toEqual([
      `selector-without-namespace breaks NetworkPolicy shop/allow-dns-access @ ${NEW}`,
    ]);
    const [{ message, evidence, remedy } = { message: "", evidence: [], remedy: "" }] = route(
      cluster("shop", TRANSITION),
    );
    expect(message).toContain("means pods of namespace shop: CoreDNS runs in kube-system");
    expect(message).toContain("a pod of Deployment shop/web on a new node asks 10.233.0.3:53/UDP");
    expect(evidence[0]?.path).toEqual(["spec", "egress", 0, "to", 1]);
    expect(remedy).toContain("namespaceSelector kubernetes.io/metadata.name: kube-system");
    expect(remedy).toContain("`replatform network repair`");
  });

  it("CoreDNS alone serves in kube-system, where names do not resolve before", () => {
    expect(found(cluster("kube-system", CORE_DNS_ONLY))).toEqual([]);
  });

  it("CoreDNS alone serves nobody anywhere else, and whether it did is open", () => {
    expect(found(cluster("shop", CORE_DNS_ONLY))).toEqual([
      `selector-without-namespace unknown NetworkPolicy shop/allow-dns-access @ ${NEW}`,
    ]);
  });

  it("names both namespace and pods: nothing is lost", () => {
    const right = TRANSITION.replace(
      "- podSelector:",
      "- namespaceSelector:\n            matchLabels:\n              kubernetes.io/metadata.name: kube-system\n          podSelector:",
    );
    expect(found(cluster("shop", right))).toEqual([]);
  });
});

describe("with Cilium, whose treatment of link-local addresses is open", () => {
  const onCilium = (policy: string) => found(cluster("shop", policy).replaceAll("calico-node", "cilium"));

  it("the cache alone may break", () => {
    expect(CILIUM).toContain("name: cilium");
    expect(onCilium(NODE_LOCAL_ONLY)).toEqual([
      `cache-only unknown NetworkPolicy shop/allow-dns-access @ ${NEW}`,
    ]);
  });

  it("the transition policy may break", () => {
    expect(onCilium(TRANSITION)).toEqual([
      `selector-without-namespace unknown NetworkPolicy shop/allow-dns-access @ ${NEW}`,
    ]);
  });
});

it("knows CoreDNS as Kubespray installs it where it was not read", () => {
  expect(found(app("shop") + named("shop", NODE_LOCAL_ONLY))).toEqual([
    `cache-only breaks NetworkPolicy shop/allow-dns-access @ ${NEW}`,
  ]);
});
