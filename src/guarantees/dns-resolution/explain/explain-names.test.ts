import { describe, expect, it } from "vitest";
import { resolver } from "../../../network/resolve.ts";
import { viewOf } from "../../../network/view-of.ts";
import { simulateRoute } from "../../../simulate/route.ts";
import { testWorld } from "../../testing.ts";
import { app, CALICO, CILIUM, CORE_DNS, policy, profile } from "../testing.ts";
import { explainNames } from "./explain-names.ts";
import type { NamesExplanation } from "./names-answer.ts";

const PORTS = "ports: [{ protocol: UDP, port: 53 }, { protocol: TCP, port: 53 }]";
const CACHE = "{ ipBlock: { cidr: 169.254.25.10/32 } }";
const PODS = "podSelector: { matchLabels: { k8s-app: kube-dns } }";
const SPACE = "namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }";
const egress = (to: string) =>
  policy("shop", "dns", `{ podSelector: {}, policyTypes: [Egress], egress: [{ to: [${to}], ${PORTS} }] }`);

/** The provider's two policies, and the form that is right once no cache is left. */
const NODE_LOCAL = egress(CACHE);
const TRANSITION = egress(`${CACHE}, { ${PODS} }`);
const CORE_DNS_ONLY = egress(`{ ${SPACE}, ${PODS} }`);

function ask(yaml: string, state: string, from = "shop/web"): NamesExplanation {
  const world = simulateRoute(testWorld(yaml), profile, { target: 26 }).find(({ id }) => id === state)?.world;
  if (world === undefined) throw new Error(`no state ${state}`);
  const view = viewOf(world);
  const target = resolver(view)(from);
  if (target.kind !== "pods") throw new Error(`no pods ${from}`);
  return explainNames(view, target.pods, { resolver: profile.source.resolver });
}

/** `old 169.254.25.10 allowed: pod-to-cache allowed, ...` for each way, the verdict of all first. */
function said(yaml: string, state: string, from?: string): string[] {
  const { verdict, ways } = ask(yaml, state, from);
  return [
    verdict,
    ...ways.map((way) => {
      const address = way.server === "node" ? "node" : way.server.address;
      const hops = way.hops.map((hop) => `${hop.hop} ${hop.verdict}`).join(", ");
      return `${way.group.which} ${address} ${way.verdict}: ${hops}`;
    }),
  ];
}

const cluster = (policies: string, spec?: string) => CORE_DNS + CALICO + app("shop", "web", spec) + policies;
const viaCache = "pod-to-cache allowed, cache-to-coredns allowed";

describe("the cache alone is admitted", () => {
  it("v1: through the cache", () => {
    expect(said(cluster(NODE_LOCAL), "v1")).toEqual(["allowed", `all 169.254.25.10 allowed: ${viaCache}`]);
  });
  it("upgrade-rolling: on old nodes alone", () => {
    expect(said(cluster(NODE_LOCAL), "upgrade-rolling")).toEqual([
      "differs",
      `old 169.254.25.10 allowed: ${viaCache}`,
      "new 10.233.0.3 denied: pod-to-coredns denied",
    ]);
  });
  it("upgraded: nowhere", () => {
    expect(said(cluster(NODE_LOCAL), "upgraded")).toEqual([
      "denied",
      "all 10.233.0.3 denied: pod-to-coredns denied",
    ]);
  });
});

describe("the transition form, whose selector is of the policy's own namespace", () => {
  it("is no better outside kube-system", () => {
    for (const state of ["v1", "upgrade-rolling", "upgraded"]) {
      expect(said(cluster(TRANSITION), state)).toEqual(said(cluster(NODE_LOCAL), state));
    }
  });
});

describe("CoreDNS with its namespace", () => {
  it("v1: the cache is shut off", () => {
    expect(said(cluster(CORE_DNS_ONLY), "v1")).toEqual([
      "denied",
      "all 169.254.25.10 denied: pod-to-cache denied, cache-to-coredns allowed",
    ]);
  });
  it("upgrade-rolling: on new nodes alone", () => {
    expect(said(cluster(CORE_DNS_ONLY), "upgrade-rolling")).toEqual([
      "differs",
      "old 169.254.25.10 denied: pod-to-cache denied, cache-to-coredns allowed",
      "new 10.233.0.3 allowed: pod-to-coredns allowed",
    ]);
  });
  it("upgraded: everywhere, over UDP and TCP, judged at the pods' own port", () => {
    const moved = cluster(CORE_DNS_ONLY).replaceAll(
      "port: 53, protocol",
      "port: 53, targetPort: 5353, protocol",
    );
    expect(said(cluster(CORE_DNS_ONLY), "upgraded")[0]).toBe("allowed");
    const [way] = ask(moved, "upgraded").ways;
    expect(way?.verdict).toBe("denied");
    expect(way?.hops[0]?.pairs.map(({ port, via }) => [port?.port, via])).toEqual([
      [5353, "53/UDP"],
      [5353, "53/TCP"],
    ]);
  });
  it("names the rule that lets it through", () => {
    const [pair] = ask(cluster(CORE_DNS_ONLY), "upgraded").ways[0]?.hops[0]?.pairs ?? [];
    const [trace] = pair?.trace.egress.policies ?? [];
    expect(trace?.policy.resource.ref.name).toBe("dns");
    expect(trace?.rules[0]?.rule.path).toEqual(["spec", "egress", 0]);
  });
});

describe("CoreDNS's own policies", () => {
  const own = (from: string) =>
    policy(
      "kube-system",
      "coredns",
      `{ ${PODS}, policyTypes: [Ingress], ingress: [{ from: [${from}], ${PORTS} }] }`,
    );

  it("that admit pods alone shut off the caches, which have their hosts' addresses", () => {
    expect(said(cluster(own("{ namespaceSelector: {} }")), "v1")[0]).toBe("denied");
    expect(said(cluster(own("{ namespaceSelector: {} }")), "upgraded")[0]).toBe("allowed");
  });
  it("that admit nobody shut off both", () => {
    const shut = policy("kube-system", "coredns", `{ ${PODS}, policyTypes: [Ingress] }`);
    expect(said(cluster(shut), "upgrade-rolling")).toEqual([
      "denied",
      "old 169.254.25.10 denied: pod-to-cache allowed, cache-to-coredns denied",
      "new 10.233.0.3 denied: pod-to-coredns denied",
    ]);
  });
  it("need admit TCP alone where the caches force it", () => {
    const corefile = `
---
apiVersion: v1
kind: ConfigMap
metadata: { namespace: kube-system, name: nodelocaldns }
data:
  Corefile: |
    cluster.local:53 {
        forward . 10.233.0.3 {
            force_tcp
        }
    }
`;
    const tcp = policy(
      "kube-system",
      "coredns",
      `{ ${PODS}, policyTypes: [Ingress], ingress: [{ ports: [{ protocol: TCP, port: 53 }] }] }`,
    );
    expect(said(cluster(tcp), "v1")[0]).toBe("differs");
    expect(said(cluster(tcp + corefile), "v1")[0]).toBe("allowed");
  });
});

describe("pods' own settings", () => {
  it("on the host's network they have their node's resolver, which no policy guards", () => {
    expect(said(cluster(NODE_LOCAL, "{ hostNetwork: true, containers: [] }"), "upgraded")).toEqual([
      "allowed",
      "all node allowed: ",
    ]);
  });
  it("with their node's resolver and a policy it is unknown: nobody knows the address", () => {
    expect(said(cluster(NODE_LOCAL, "{ dnsPolicy: Default, containers: [] }"), "v1")[0]).toBe("unknown");
  });
  it("with resolvers of their own ask those, in every state", () => {
    const spec = "{ dnsPolicy: None, dnsConfig: { nameservers: [192.0.2.53] }, containers: [] }";
    expect(said(cluster(NODE_LOCAL, spec), "upgrade-rolling")).toEqual([
      "denied",
      "old 192.0.2.53 denied: pod-to-resolver denied",
      "new 192.0.2.53 denied: pod-to-resolver denied",
    ]);
  });
  it("with none at all are told so", () => {
    const none = ask(cluster("", "{ dnsPolicy: None, containers: [] }"), "v1");
    expect(none).toMatchObject({ verdict: "unknown", problem: "its dnsConfig names no resolver" });
  });
});

describe("what depends on the network plugin", () => {
  it("is unknown with Cilium: what a link-local address stands for", () => {
    const [way] = ask(CORE_DNS + CILIUM + app("shop") + NODE_LOCAL, "v1").ways;
    expect(way?.verdict).toBe("unknown");
  });
  it("is unknown with one nobody recognised: whether the Service's address is translated first, and says so", () => {
    const [way] = ask(
      CORE_DNS + app("shop") + egress("{ ipBlock: { cidr: 10.233.0.3/32 } }"),
      "upgraded",
    ).ways;
    expect(way?.verdict).toBe("unknown");
    expect(way?.hops[0]?.pairs[0]?.doubt).toContain("before or after the Service's address");
  });
});
