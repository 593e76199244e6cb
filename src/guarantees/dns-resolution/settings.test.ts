import { describe, expect, it } from "vitest";
import { app, CORE_DNS, found, NEW, route } from "./testing.ts";

const map = (namespace: string, name: string, key: string, text: string) =>
  `---\napiVersion: v1\nkind: ConfigMap\nmetadata: { namespace: ${namespace}, name: ${name} }\ndata: { ${key}: ${JSON.stringify(text)} }\n`;
const cache = (text: string) => map("kube-system", "nodelocaldns", "Corefile", text);
const coreDns = (text: string) => map("kube-system", "coredns", "Corefile", text);
const ROOT = ".:53 {\n forward . /etc/resolv.conf\n kubernetes cluster.local in-addr.arpa ip6.arpa\n}\n";
const CACHE_ROOT =
  "cluster.local:53 {\n forward . 10.233.0.3 {\n force_tcp\n }\n}\nin-addr.arpa {\n forward . 10.233.0.3\n}\n. {\n forward . /etc/resolv.conf\n}\n";
const CORP = "corp.example.com:53 {\n forward . 10.0.0.1 10.0.0.2\n}\n";
const zone = (verdict: string) => `zone-only-in-cache ${verdict} ConfigMap kube-system/nodelocaldns @ ${NEW}`;

describe("zones", () => {
  it.each([
    ["what Kubespray installs", CACHE_ROOT, ROOT],
    [
      "a zone both forward alike, in another order",
      CACHE_ROOT + CORP,
      `${ROOT}corp.example.com {\n forward . 10.0.0.2:53 dns://10.0.0.1\n}`,
    ],
    [
      "a zone CoreDNS forwards inside its block for all names",
      CACHE_ROOT + CORP,
      ROOT.replace("}", "forward corp.example.com 10.0.0.2 10.0.0.1\n}"),
    ],
    [
      "a zone CoreDNS forwards as part of a larger one",
      CACHE_ROOT + CORP,
      `${ROOT}example.com {\n forward . 10.0.0.1 10.0.0.2\n}`,
    ],
    ["a zone that only CoreDNS has", CACHE_ROOT, ROOT + CORP],
    ["a zone the cache passes to CoreDNS", `${CACHE_ROOT}lab.example {\n forward . 10.233.0.3\n}`, ROOT],
    [
      "node-cache's own words",
      CACHE_ROOT.replaceAll("10.233.0.3", "__PILLAR__CLUSTER__DNS__").replace(
        "/etc/resolv.conf",
        "__PILLAR__UPSTREAM__SERVERS__",
      ),
      ROOT,
    ],
  ])("are kept with %s", (_what, inCache, inCoreDns) => {
    expect(found(CORE_DNS + cache(inCache) + coreDns(inCoreDns))).toEqual([]);
  });

  it.each([
    ["a forward", CORP],
    ["hosts", "hosts.example {\n hosts {\n 192.0.2.1 a.hosts.example\n }\n}"],
    [
      "a template",
      '. {\n forward . /etc/resolv.conf\n template IN A dyn.example {\n answer "{{ .Name }} 60 IN A 192.0.2.1"\n }\n}',
    ],
    ["a rewrite", ". {\n forward . /etc/resolv.conf\n rewrite name old.example new.example\n}"],
    ["a reverse zone", "10.in-addr.arpa {\n forward . 10.0.0.1\n}"],
  ])("are lost with %s that only the cache has", (_what, inCache) => {
    expect(found(CORE_DNS + cache(inCache) + coreDns(ROOT))).toEqual([zone("breaks")]);
  });

  it.each([
    ["another forward", CORE_DNS + cache(CORP) + coreDns(ROOT + CORP.replace("10.0.0.2", "10.0.0.9"))],
    ["other resolvers for all names", CORE_DNS + cache(". {\n forward . 10.0.0.1\n}") + coreDns(ROOT)],
    ["a Corefile of CoreDNS nobody read", CORE_DNS + cache(CORP)],
    ["an import nobody read", CORE_DNS + cache(CORP) + coreDns(`${ROOT}import custom/*.server`)],
    ["an import of the cache nobody read", CORE_DNS + cache(`${CACHE_ROOT}import stub/*`) + coreDns(ROOT)],
  ])("are not known with %s", (_what, yaml) => {
    expect(found(yaml)).toEqual([zone("unknown")]);
  });

  it("are named with their servers and lines", () => {
    const [finding] = route(CORE_DNS + cache(CACHE_ROOT + CORP) + coreDns(ROOT));
    expect(finding?.message).toContain("corp.example.com { forward . 10.0.0.1 10.0.0.2 }");
    expect(finding?.evidence[0]).toMatchObject({
      value: "forward . 10.0.0.1 10.0.0.2",
      note: "line 13 of the Corefile, zone corp.example.com",
    });
  });
});

describe("the cache's address", () => {
  const pinned = (verdict: string, kind: string, states = NEW) =>
    `resolver-pinned ${verdict} ${kind} @ ${states}`;

  it.each([
    [
      "dnsConfig",
      app("erp", "erp", "{ dnsPolicy: None, dnsConfig: { nameservers: [169.254.25.10] }, containers: [] }"),
      "Deployment erp/erp",
    ],
    [
      "a variable",
      app("erp", "erp", "{ containers: [{ name: a, env: [{ name: RESOLVER, value: 169.254.25.10 }] }] }"),
      "Deployment erp/erp",
    ],
    [
      "an argument",
      app("erp", "erp", "{ containers: [{ name: a, args: [--dns=169.254.25.10:53] }] }"),
      "Deployment erp/erp",
    ],
    ["nginx", map("erp", "nginx", "nginx.conf", "resolver 169.254.25.10 valid=10s;"), "ConfigMap erp/nginx"],
  ])("in %s may answer on new nodes, or not", (_what, yaml, subject) => {
    expect(found(CORE_DNS + yaml)).toEqual([pinned("unknown", subject)]);
  });

  it("answers nowhere once the cache is removed", () => {
    const [finding] = route(CORE_DNS + map("erp", "nginx", "nginx.conf", "resolver 169.254.25.10;"), 30);
    expect(finding?.verdicts).toMatchObject({
      upgraded: "unknown",
      "upgraded-1.29": "unknown",
      "upgrade-1.30-rolling": "breaks",
      "upgraded-1.30": "breaks",
    });
  });

  it.each([
    [
      "the platform's own objects",
      map(
        "kube-system",
        "nodelocaldns",
        "Corefile",
        ". {\n bind 169.254.25.10\n forward . /etc/resolv.conf\n}",
      ) + coreDns(ROOT),
    ],
    [
      "a list of what needs no proxy",
      app(
        "erp",
        "erp",
        "{ containers: [{ name: a, env: [{ name: NO_PROXY, value: 'localhost,169.254.25.10' }] }] }",
      ),
    ],
    ["a block it lies in", map("erp", "firewall", "rules", "deny 169.254.0.0/16")],
  ])("is no finding in %s", (_what, yaml) => {
    expect(found(CORE_DNS + yaml)).toEqual([]);
  });
});

describe("CoreDNS's Service", () => {
  it.each([
    ["its address", "resolver 10.233.0.3;"],
    ["its name", "resolver coredns.kube-system.svc.cluster.local;"],
    ["its short name", "dns=coredns.kube-system"],
  ])("written down by %s stays in place, and is worth knowing", (_what, text) => {
    expect(found(CORE_DNS + map("erp", "nginx", "nginx.conf", text))).toEqual([
      `service-pinned advice ConfigMap erp/nginx @ ${NEW}`,
    ]);
  });

  it("is no finding in the cache's own Corefile", () => {
    expect(found(CORE_DNS + cache(CACHE_ROOT) + coreDns(ROOT))).toEqual([]);
  });
});

describe("CoreDNS's capacity", () => {
  const capacity = `coredns-capacity advice Deployment kube-system/coredns @ ${NEW}`;

  it("is two replicas apart for a few nodes", () => {
    expect(found(CORE_DNS)).toEqual([]);
  });

  it("is too little with one replica", () => {
    expect(found(CORE_DNS.replace("replicas: 2", "replicas: 1"))).toEqual([capacity]);
  });

  it("may go at once where nothing keeps replicas apart", () => {
    const together = CORE_DNS.replace("podAntiAffinity", "none");
    expect(found(together)).toEqual([capacity]);
    const budget = `---\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: { namespace: kube-system, name: dns }\nspec: { maxUnavailable: 1, selector: { matchLabels: { k8s-app: kube-dns } } }\n`;
    expect(found(together + budget)).toEqual([]);
  });
});
