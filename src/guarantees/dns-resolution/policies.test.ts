import { describe, expect, it } from "vitest";
import { app, CALICO, CORE_DNS, found, NEW, policy, route } from "./testing.ts";

const DNS_PORTS = "ports: [{ protocol: UDP, port: 53 }, { protocol: TCP, port: 53 }]";
const CACHE = "ipBlock: { cidr: 169.254.25.10/32 }";
const KUBE_DNS =
  "{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }, podSelector: { matchLabels: { k8s-app: kube-dns } } }";
const egress = (rules: string) => `{ podSelector: {}, policyTypes: [Egress], egress: [${rules}] }`;
const cacheOnly = policy("shop", "dns", egress(`{ to: [{ ${CACHE} }], ${DNS_PORTS} }`));
const calico = CORE_DNS + CALICO;

describe("a pod's way to CoreDNS", () => {
  it.each([
    ["no policy at all", ""],
    ["a policy for ingress alone", policy("shop", "in", "{ podSelector: {}, policyTypes: [Ingress] }")],
    ["everything allowed", policy("shop", "all", egress("{}"))],
    ["all addresses allowed", policy("shop", "all", egress("{ to: [{ ipBlock: { cidr: 0.0.0.0/0 } }] }"))],
    [
      "all pods and the cache",
      policy("shop", "all", egress(`{ to: [{ namespaceSelector: {} }, { ${CACHE} }] }`)),
    ],
    ["both resolvers", policy("shop", "dns", egress(`{ to: [{ ${CACHE} }, ${KUBE_DNS}], ${DNS_PORTS} }`))],
    ["the two in two policies", cacheOnly + policy("shop", "more", egress(`{ to: [${KUBE_DNS}] }`))],
    ["a namespace with everything shut, names included", policy("shop", "deny", egress(""))],
    [
      "a policy for other pods",
      policy("shop", "x", "{ podSelector: { matchLabels: { app: x } }, policyTypes: [Egress] }"),
    ],
    [
      "the block of all pods",
      policy("shop", "dns", egress(`{ to: [{ ${CACHE} }, { ipBlock: { cidr: 10.233.64.0/18 } }] }`)),
    ],
  ])("is not lost with %s", (_what, policies) => {
    expect(found(calico + app("shop") + policies)).toEqual([]);
  });

  it.each([
    ["the cache by address", cacheOnly],
    [
      "everything but private addresses",
      policy("shop", "dns", egress("{ to: [{ ipBlock: { cidr: 0.0.0.0/0, except: [10.0.0.0/8] } }] }")),
    ],
    [
      "the cache, and a namespace by a label it has not",
      policy(
        "shop",
        "dns",
        egress(
          `{ to: [{ ${CACHE} }, { namespaceSelector: { matchLabels: { name: kube-system } }, podSelector: { matchLabels: { k8s-app: kube-dns } } }] }`,
        ),
      ),
    ],
    [
      "the cache, and the Service by its address",
      policy("shop", "dns", egress(`{ to: [{ ${CACHE} }, { ipBlock: { cidr: 10.233.0.3/32 } }] }`)),
    ],
  ])("is lost with %s", (_what, policies) => {
    expect(found(calico + app("shop") + policies)).toEqual([
      `cache-only breaks NetworkPolicy shop/dns @ ${NEW}`,
    ]);
  });

  it("is the target port that policies see, not the Service's", () => {
    const moved = calico.replaceAll("port: 53, protocol", "port: 53, targetPort: 5353, protocol");
    const both = policy("shop", "dns", egress(`{ to: [{ ${CACHE} }, ${KUBE_DNS}], ${DNS_PORTS} }`));
    expect(found(moved + app("shop") + both)).toEqual([`cache-only breaks NetworkPolicy shop/dns @ ${NEW}`]);
    expect(route(moved + app("shop") + both)[0]?.message).toContain("names CoreDNS's pods with other ports");
    expect(found(moved + app("shop") + both.replaceAll("port: 53 }", "port: 53, endPort: 5353 }"))).toEqual(
      [],
    );
  });

  it("is lost over TCP alone where only UDP is let through", () => {
    const udp = policy(
      "shop",
      "dns",
      egress(
        `{ to: [{ ${CACHE} }], ${DNS_PORTS} }, { to: [${KUBE_DNS}], ports: [{ protocol: UDP, port: 53 }] }`,
      ),
    );
    expect(route(calico + app("shop") + udp)[0]?.message).toContain("cannot ask CoreDNS over TCP:");
  });

  it("is as good as before where names went over UDP alone", () => {
    const udp = policy(
      "shop",
      "dns",
      egress(`{ to: [{ ${CACHE} }, ${KUBE_DNS}], ports: [{ protocol: UDP, port: 53 }] }`),
    );
    expect(found(calico + app("shop") + udp)).toEqual([]);
  });

  it("is open where a policy names the cache's pods, which selectors may not see", () => {
    const byLabel = policy(
      "shop",
      "dns",
      egress("{ to: [{ namespaceSelector: {}, podSelector: { matchLabels: { k8s-app: nodelocaldns } } }] }"),
    );
    expect(found(calico + app("shop") + byLabel)).toEqual([
      `cache-only unknown NetworkPolicy shop/dns @ ${NEW}`,
    ]);
  });

  it("is told of once for each policy, with all who lose it", () => {
    const many = ["a", "b", "c", "d", "e"].map((name) => app("shop", name)).join("");
    const [finding, ...more] = route(calico + many + cacheOnly);
    expect(more).toEqual([]);
    expect(finding?.message).toContain("Deployment shop/a, Deployment shop/b, Deployment shop/c and 2 more");
  });

  it("is lost in a namespace that denies by default and lists what it allows", () => {
    const real = [
      app("shop", "api") + app("shop", "web"),
      policy("shop", "default-deny", "{ podSelector: {}, policyTypes: [Ingress, Egress] }"),
      policy("shop", "dns", egress(`{ to: [{ ${CACHE} }], ${DNS_PORTS} }`)),
      policy(
        "shop",
        "web-to-api",
        "{ podSelector: { matchLabels: { app: web } }, policyTypes: [Egress], egress: [{ to: [{ podSelector: { matchLabels: { app: api } } }], ports: [{ port: 8080 }] }] }",
      ),
    ].join("");
    const [finding, ...more] = route(calico + real);
    expect(more).toEqual([]);
    expect(finding?.subject.name).toBe("dns");
    expect(finding?.evidence.map(({ ref, path }) => `${ref.name} ${path.join(".")}`)).toEqual([
      "dns spec.egress.0",
      "default-deny spec.podSelector",
      "web-to-api spec.podSelector",
    ]);
  });

  it("is told of for pods a CronJob or an empty Deployment will make", () => {
    const empty = app("shop").replace("replicas: 1", "replicas: 0");
    expect(found(calico + empty + cacheOnly)).toHaveLength(1);
  });
});

describe("pods' own settings", () => {
  it.each([
    ["on the host's network", "{ hostNetwork: true, containers: [] }"],
    [
      "on the host's network with cluster names",
      "{ hostNetwork: true, dnsPolicy: ClusterFirstWithHostNet, containers: [] }",
    ],
    ["with their node's resolver", "{ dnsPolicy: Default, containers: [] }"],
    [
      "with resolvers outside alone",
      "{ dnsPolicy: None, dnsConfig: { nameservers: [192.0.2.53] }, containers: [] }",
    ],
    [
      "that asked CoreDNS already",
      "{ dnsPolicy: None, dnsConfig: { nameservers: [10.233.0.3] }, containers: [] }",
    ],
  ])("lose nothing by policies %s", (_what, spec) => {
    const policies = found(calico + app("shop", "web", spec) + cacheOnly).filter(
      (line) => !line.startsWith("service-"),
    );
    expect(policies).toEqual([]);
  });

  it.each([
    ["ClusterFirst", "{ dnsPolicy: ClusterFirst, containers: [] }"],
    [
      "ClusterFirstWithHostNet off the host's network",
      "{ dnsPolicy: ClusterFirstWithHostNet, containers: [] }",
    ],
    ["resolvers beside the cluster's", "{ dnsConfig: { nameservers: [192.0.2.53] }, containers: [] }"],
  ])("lose names with %s", (_what, spec) => {
    expect(found(calico + app("shop", "web", spec) + cacheOnly)).toEqual([
      `cache-only breaks NetworkPolicy shop/dns @ ${NEW}`,
    ]);
  });
});

describe("CoreDNS's own policies", () => {
  const own = (rules: string) =>
    policy(
      "kube-system",
      "coredns",
      `{ podSelector: { matchLabels: { k8s-app: kube-dns } }, policyTypes: [Ingress], ingress: [${rules}] }`,
    );

  it("that admit the nodes alone refuse pods once they ask themselves", () => {
    const nodes = own(
      `{ from: [{ ipBlock: { cidr: 10.128.0.0/22 } }], ${DNS_PORTS} }, { ports: [{ port: 9153 }] }`,
    );
    expect(found(calico + app("shop") + nodes)).toEqual([
      `coredns-ingress breaks NetworkPolicy kube-system/coredns @ ${NEW}`,
    ]);
  });

  it("that admit pods on the host's network by their nodes' addresses do so later", () => {
    const nodes = own(`{ from: [{ ipBlock: { cidr: 10.128.0.0/22 } }], ${DNS_PORTS} }`);
    const spec = "{ hostNetwork: true, dnsPolicy: ClusterFirstWithHostNet, containers: [] }";
    expect(found(calico + app("shop", "web", spec) + nodes)).toEqual([]);
  });

  it.each([
    ["all namespaces", `{ from: [{ namespaceSelector: {} }], ${DNS_PORTS} }`],
    ["everybody", `{ ${DNS_PORTS} }`],
    ["the block of all pods", `{ from: [{ ipBlock: { cidr: 10.233.64.0/18 } }], ${DNS_PORTS} }`],
  ])("are enough with %s", (_what, rules) => {
    expect(found(calico + app("shop") + own(rules))).toEqual([]);
  });

  it("refuse whom they do not name, and nobody else is told of", () => {
    const some = own(
      `{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: shop } } }], ${DNS_PORTS} }`,
    );
    const [finding] = route(calico + app("shop") + app("other") + some);
    expect(finding?.message).toContain("It concerns Deployment other/web.");
  });

  it("refuse pods that were not told of when shut off before", () => {
    expect(found(calico + app("shop") + own("") + policy("shop", "deny", egress("")))).toEqual([]);
  });
});

describe("what cannot be told", () => {
  it("is said of a policy that is malformed", () => {
    const bad = policy(
      "shop",
      "dns",
      egress(`{ to: [{ ${CACHE} }], ${DNS_PORTS} }, { to: [{ ipBlock: { cidr: 10.233.64.0/99 } }] }`),
    );
    const [finding] = route(calico + app("shop") + bad);
    expect(finding).toMatchObject({ cause: "policy-unclear", verdict: "unknown" });
    expect(finding?.message).toContain("10.233.64.0/99");
  });

  it("is the Service's address with a plugin nobody recognised", () => {
    const byAddress = policy(
      "shop",
      "dns",
      egress(`{ to: [{ ${CACHE} }, { ipBlock: { cidr: 10.233.0.3/32 } }] }`),
    );
    expect(found(CORE_DNS + app("shop") + byAddress)).toEqual([
      `policy-unclear unknown NetworkPolicy shop/dns @ ${NEW}`,
    ]);
  });
});
