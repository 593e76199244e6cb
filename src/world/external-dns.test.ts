import { describe, expect, test } from "vitest";
import { manifests, resourceOf } from "../guarantees/testing.ts";
import { buildWorld } from "./build-world.ts";
import { entryNames } from "./entry-names.ts";
import { externalDnsView } from "./external-dns.ts";
import { annotatedTtl } from "./external-dns-annotations.ts";
import type { World } from "./world.ts";

function worldOf(...yaml: string[]): World {
  return buildWorld({
    resources: manifests(yaml.join("\n---\n")).map((object) => resourceOf(object)),
    coverage: { entries: [], assumedComplete: false },
    gitVersion: "v1.25.6",
    hosts: [],
  });
}

function deployment(
  args: readonly string[],
  rest = "",
  image = "registry.k8s.io/external-dns/external-dns:v0.14.0",
) {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: external-dns, namespace: dns }
spec:
  replicas: 1
  template:
    metadata: { labels: { app: external-dns } }
    spec: { containers: [{ name: main, image: "${image}", args: ${JSON.stringify(args)} ${rest} }] }
`;
}

const PREFIX = "external-dns.alpha.kubernetes.io";

function service(
  annotations: string,
  spec = "type: LoadBalancer",
  status = "loadBalancer: { ingress: [{ ip: 203.0.113.5 }] }",
) {
  return `
apiVersion: v1
kind: Service
metadata: { name: lb, namespace: web, annotations: { ${annotations} } }
spec: { ${spec} }
status: { ${status} }
`;
}

const INGRESS = `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop, namespace: web }
spec:
  rules: [{ host: Shop.Example }]
  tls: [{ hosts: [shop.example, www.shop.example] }]
status: { loadBalancer: { ingress: [{ ip: 203.0.113.6 }, { hostname: lb.provider.test }] } }
`;

function published(...yaml: string[]): string[] {
  return externalDnsView(worldOf(...yaml)).book.records.map(
    ({ name, ttl, type, value }) => `${name} ${ttl} ${type} ${value}`,
  );
}

describe("what external-dns would publish", () => {
  test("a Service's hostnames, by its load balancer, a target of its own, or external addresses", () => {
    expect(
      published(service(`"${PREFIX}/hostname": "a.example., b.example", "${PREFIX}/ttl": "10m"`)),
    ).toEqual(["a.example 600 A 203.0.113.5", "b.example 600 A 203.0.113.5"]);
    const target = `"${PREFIX}/hostname": a.example, "${PREFIX}/target": "2001:DB8::1, lb.provider.test."`;
    expect(published(service(target))).toEqual([
      "a.example undefined AAAA 2001:db8::1",
      "a.example undefined CNAME lb.provider.test",
    ]);
    const external = service(
      `"${PREFIX}/hostname": a.example`,
      "type: LoadBalancer, externalIPs: [192.0.2.1]",
    );
    expect(published(external)).toEqual(["a.example undefined A 192.0.2.1"]);
  });
  test("says where each comes from, as what it is: no observation of DNS", () => {
    const { book } = externalDnsView(worldOf(service(`"${PREFIX}/hostname": a.example`)));
    expect(book.source).toContain("no DNS server was asked");
    expect(book.records[0]?.origin).toBe("external-dns annotation on Service web/lb");
  });
  test("an Ingress without annotations only where an external-dns reads Ingresses", () => {
    expect(published(INGRESS)).toEqual([]);
    expect(published(INGRESS, deployment(["--source=service"]))).toEqual([]);
    expect(published(INGRESS, deployment(["--source=service", "--source=ingress"]))).toEqual([
      "shop.example undefined A 203.0.113.6",
      "shop.example undefined CNAME lb.provider.test",
      "www.shop.example undefined A 203.0.113.6",
      "www.shop.example undefined CNAME lb.provider.test",
    ]);
  });
  test.each<[string, string[], string[]]>([
    ["--domain-filter", ["--domain-filter=shop.example"], ["shop.example", "www.shop.example"]],
    ["--domain-filter with a dot", ["--domain-filter=.shop.example"], ["www.shop.example"]],
    ["another --domain-filter", ["--domain-filter=other.example"], []],
    ["--exclude-domains", ["--exclude-domains=www.shop.example"], ["shop.example"]],
    ["--namespace", ["--namespace=other"], []],
    ["--ignore-ingress-tls-spec", ["--ignore-ingress-tls-spec"], ["shop.example"]],
    ["--ignore-ingress-rules-spec", ["--ignore-ingress-rules-spec", "--ignore-ingress-tls-spec"], []],
  ])("%s decides which names", (_, args, names) => {
    const records = externalDnsView(worldOf(INGRESS, deployment(["--source=ingress", ...args]))).book.records;
    expect([...new Set(records.map(({ name }) => name))]).toEqual(names);
  });
  test("nothing for objects of another controller", () => {
    expect(published(service(`"${PREFIX}/hostname": a.example, "${PREFIX}/controller": other`))).toEqual([]);
  });
  test.each([
    ["type: LoadBalancer", "loadBalancer: {}", "its status names no load balancer's address"],
    ["clusterIP: None", "", "its targets are the addresses of its pods"],
    ["type: NodePort, externalTrafficPolicy: Local", "", "its targets are the nodes that have a pod of it"],
    ["type: NodePort", "", "no node's address was read"],
    ["clusterIP: 10.0.0.9", "", "a ClusterIP is published only where"],
  ])("a target that cannot be told is not made up: %s", (spec, status, reason) => {
    const view = externalDnsView(worldOf(service(`"${PREFIX}/hostname": a.example`, spec, status)));
    expect(view.book.records).toEqual([]);
    expect(view.unclear).toMatchObject([{ name: "a.example", reason: expect.stringContaining(reason) }]);
  });
  test("a NodePort's nodes: external addresses where there are any, else or on demand internal ones", () => {
    const node = (name: string, addresses: string): string =>
      `apiVersion: v1\nkind: Node\nmetadata: { name: ${name} }\nstatus: { addresses: [${addresses}] }`;
    const nodes = [
      node("a", "{ type: InternalIP, address: 10.0.0.1 }, { type: ExternalIP, address: 203.0.113.1 }"),
      node("b", '{ type: InternalIP, address: "2001:db8::b" }'),
    ];
    const host = `"${PREFIX}/hostname": a.example`;
    expect(published(service(host, "type: NodePort"), ...nodes)).toEqual([
      "a.example undefined A 203.0.113.1",
      "a.example undefined AAAA 2001:db8::b",
    ]);
    expect(published(service(`${host}, "${PREFIX}/access": private`, "type: NodePort"), ...nodes)).toEqual([
      "a.example undefined A 10.0.0.1",
      "a.example undefined AAAA 2001:db8::b",
    ]);
  });
});

describe("which external-dns runs, and how", () => {
  function instances(yaml: string) {
    return externalDnsView(worldOf(yaml)).instances;
  }
  test("flags and their defaults", () => {
    expect(
      instances(deployment(["--source=service", "--source", "ingress", "--txt-owner-id=old"])),
    ).toMatchObject([
      {
        running: true,
        ownerId: "old",
        sources: ["service", "ingress"],
        policy: "sync",
        registry: "txt",
        dryRun: false,
        unfollowed: [],
      },
    ]);
    expect(
      instances(deployment(["--policy=upsert-only", "--registry=noop", "--dry-run", "--fqdn-template=x"])),
    ).toMatchObject([
      {
        ownerId: "default",
        policy: "upsert-only",
        registry: "noop",
        dryRun: true,
        unfollowed: ["--fqdn-template"],
      },
    ]);
  });
  test("flags from the environment, and values nobody can know", () => {
    const env =
      ', env: [{ name: EXTERNAL_DNS_TXT_OWNER_ID, value: env }, { name: EXTERNAL_DNS_SOURCE, value: "service\\ningress" }]';
    expect(instances(deployment([], env))).toMatchObject([
      { ownerId: "env", sources: ["service", "ingress"] },
    ]);
    const secret =
      ", env: [{ name: ID, valueFrom: { secretKeyRef: { name: s, key: k } } }, { name: CLUSTER, value: one }]";
    expect(instances(deployment(["--txt-owner-id=$(ID)"], secret))).toMatchObject([{ ownerId: undefined }]);
    expect(instances(deployment(["--txt-owner-id=k8s-$(CLUSTER)"], secret))).toMatchObject([
      { ownerId: "k8s-one" },
    ]);
  });
  test("by its image, whoever packed it, or by flags nothing else has", () => {
    for (const image of [
      "bitnami/external-dns:0.14",
      "harbor.local:5000/m/external-dns@sha256:0",
      "external-dns",
    ]) {
      expect(instances(deployment([], "", image))).toHaveLength(1);
    }
    expect(instances(deployment(["--txt-owner-id=x"], "", "mirror.local/xdns:1"))).toHaveLength(1);
    expect(instances(deployment([], "", "ghcr.io/x/external-dns-designate-webhook:v1"))).toHaveLength(0);
    expect(instances(deployment([], "", "nginx:1"))).toHaveLength(0);
  });
});

test.each([
  ["600", 600],
  ["10m", 600],
  ["1h30m", 5400],
  ["1.5s", 1],
  ["0", undefined],
  ["soon", undefined],
  ["10 m", undefined],
  ["-5", undefined],
  ["99999999999", undefined],
])("a TTL of %s is %s seconds", (text, seconds) => {
  expect(annotatedTtl(text)).toBe(seconds);
});

test("names to look up: Ingresses, Gateways, routes, annotations, each once, no addresses", () => {
  const gateway = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: g, namespace: web }
spec: { listeners: [{ name: a, hostname: "*.apps.example" }, { name: b }] }
---
apiVersion: gateway.networking.k8s.io/v1beta1
kind: HTTPRoute
metadata: { name: r, namespace: web, annotations: { "${PREFIX}/hostname": extra.example } }
spec: { hostnames: [one.apps.example, 7, "*"] }
`;
  const named = service(`"${PREFIX}/hostname": "lb.example,shop.example"`);
  const odd = INGRESS.replace("name: shop", "name: odd").replace("Shop.Example", "192.0.2.1");
  expect(entryNames(worldOf(INGRESS, gateway, named, odd))).toEqual([
    "*.apps.example",
    "extra.example",
    "lb.example",
    "one.apps.example",
    "shop.example",
    "www.shop.example",
  ]);
});
