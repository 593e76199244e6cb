import { describe, expect, it } from "vitest";
import type { World } from "../../world/world.ts";
import { type Case, certificate, clusterIssuer, found, platform, tlsSecret } from "./testing.ts";

const HTTP = platform() + clusterIssuer() + certificate();
const service = (annotations: string, status: string, kind = "LoadBalancer") =>
  `{apiVersion: v1, kind: Service, metadata: {name: ingress, namespace: ingress-nginx, annotations: {${annotations}}}, spec: {type: ${kind}}, status: {loadBalancer: {ingress: [${status}]}}}\n---\n`;
const PROXY = 'loadbalancer.openstack.org/proxy-protocol: "true"';
const OPENSTACK = (version: string) =>
  `{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: occm, namespace: kube-system}, spec: {template: {spec: {containers: [{name: c, image: 'registry.k8s.io/provider-os/openstack-cloud-controller-manager:${version}'}]}}}}\n---\n`;
const CILIUM = (version: string, replacement: string) =>
  `{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: cilium, namespace: kube-system}, spec: {template: {spec: {containers: [{name: c, image: 'quay.io/cilium/cilium:${version}'}]}}}}\n---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: cilium-config, namespace: kube-system}, data: {kube-proxy-replacement: '${replacement}'}}\n---\n`;

const verdicts = (yaml: string, options: Case) =>
  found("self-check-behind-proxy", yaml, options).map(({ verdict }) => verdict);

describe("behind a Service's load balancer with PROXY protocol", () => {
  it.each<[string, string, string, number, string[]]>([
    ["its address published, before 1.30", PROXY, "{ip: 203.0.113.9}", 26, ["breaks"]],
    ["nothing published yet", PROXY, "", 26, ["unknown"]],
    ["a name published", PROXY, "{hostname: 203.0.113.9.nip.io}", 26, []],
    [
      "a name asked for",
      `${PROXY}, loadbalancer.openstack.org/hostname: in.example.com`,
      "{ip: 203.0.113.9}",
      26,
      [],
    ],
    ["a name asked for at Hetzner", "load-balancer.hetzner.cloud/hostname: in.example.com", "", 26, []],
    [
      "AWS, which publishes names",
      "service.beta.kubernetes.io/aws-load-balancer-proxy-protocol: '*'",
      "",
      26,
      [],
    ],
    ["ipMode Proxy that 1.26 does not know", PROXY, "{ip: 203.0.113.9, ipMode: Proxy}", 26, ["breaks"]],
    ["ipMode Proxy at 1.30", PROXY, "{ip: 203.0.113.9, ipMode: Proxy}", 30, []],
    ["another cloud provider at 1.30", PROXY, "{ip: 203.0.113.9}", 30, ["unknown"]],
  ])("%s", (_, annotations, status, to, expected) => {
    expect(verdicts(HTTP + service(annotations, status), { to, balancer: {} })).toEqual(expected);
  });

  it.each<[string, string[]]>([
    ["v1.29.0", ["breaks"]],
    ["v1.30.0", []],
    ["latest", ["unknown"]],
  ])("with the cloud provider %s that runs at 1.30 and stays", (version, expected) => {
    const yaml = HTTP + service(PROXY, "{ip: 203.0.113.9}") + OPENSTACK(version);
    expect(verdicts(yaml, { from: 30, balancer: {} })).toEqual(expected);
  });

  it.each<[string, string, string[]]>([
    ["v1.16.5", "true", ["breaks"]],
    ["v1.17.0", "true", []],
    ["v1.18.0", "true", ["breaks"]],
    ["v1.18.1", "strict", []],
    ["v1.16.5", "false", []],
  ])(
    "with Cilium %s, kube-proxy-replacement %s, ipMode is honoured or not",
    (version, replacement, expected) => {
      const yaml = HTTP + service(PROXY, "{ip: 203.0.113.9, ipMode: Proxy}") + CILIUM(version, replacement);
      expect(verdicts(yaml, { to: 30, balancer: {} })).toEqual(expected);
    },
  );

  it.each<[string, Case["balancer"], string[]]>([
    ["TCP mode", { mode: "tcp" }, []],
    ["PROXY v2", { mode: "proxy-v2" }, ["breaks"]],
    ["names that may lead there", { used: "maybe" }, ["unknown"]],
    ["names that do not lead there", { used: "no" }, []],
    ["a mode nobody knows", { modeKnown: false }, ["unknown"]],
  ])("%s", (_, balancer, expected) => {
    expect(
      verdicts(HTTP + service(PROXY, "{ip: 203.0.113.9}"), { to: 26, ...(balancer && { balancer }) }),
    ).toEqual(expected);
  });

  it("is only advice where it is so today", () => {
    const yaml = HTTP + service(PROXY, "{ip: 203.0.113.9}");
    const [breach] = found("self-check-behind-proxy", yaml, { to: 26, balancer: {}, had: {} });
    expect(breach?.verdict).toBe("advice");
    expect(breach?.message).toContain("today already");
  });

  it("knows nothing of a copy's load balancer from the one there is", () => {
    const yaml = HTTP + service(PROXY, "{hostname: in.example.com}");
    expect(verdicts(yaml, { to: 26, balancer: {}, copy: "beside" })).toEqual(["unknown"]);
  });
});

describe("behind the platform's load balancer with PROXY protocol", () => {
  const platforms = { to: 26, balancer: { service: undefined } };
  const config = (value: string) =>
    `{apiVersion: v1, kind: ConfigMap, metadata: {name: cloud-config, namespace: kube-system}, data: {cloud.conf: "[LoadBalancer]\\nenable-ingress-hostname=${value}"}}\n---\n`;

  it.each<[string, string, string[]]>([
    ["is a question where cloud.conf was not read", "", ["unknown"]],
    ["breaks where it is published by address", config("false"), ["breaks"]],
    ["holds where it is published by a name", config("true"), []],
  ])("%s", (_, more, expected) => {
    expect(verdicts(HTTP + more, platforms)).toEqual(expected);
  });

  it.each([
    ["DNS-01", clusterIssuer("[{dns01: {route53: {}}}]") + certificate()],
    [
      "DNS-01 for the only name",
      clusterIssuer(
        "[{http01: {ingress: {class: nginx}}}, {selector: {dnsZones: [example.com]}, dns01: {route53: {}}}]",
      ) + certificate(),
    ],
    [
      "waiting instead of looking",
      clusterIssuer("[{waitInsteadOfSelfCheck: 1m, http01: {ingress: {class: nginx}}}]") + certificate(),
    ],
    ["no certificate", clusterIssuer()],
  ])("is none with %s", (_, yaml) => {
    expect(verdicts(platform() + config("false") + yaml, platforms)).toEqual([]);
  });

  it.each([
    [
      "hairpin-proxy",
      platform(),
      "{apiVersion: apps/v1, kind: Deployment, metadata: {name: h, namespace: h}, spec: {template: {spec: {containers: [{name: c, image: compumike/hairpin-proxy-haproxy:0.3.0}]}}}}",
    ],
    ["name servers of its own", platform({ args: ", '--acme-http01-solver-nameservers=10.0.0.1:53'" }), ""],
  ])("is a question with %s", (_, base, more) => {
    expect(verdicts(base + config("false") + clusterIssuer() + certificate() + more, platforms)).toEqual([
      "unknown",
    ]);
  });

  it.each<[string, string, string[]]>([
    ["an address of the cluster's own", "203.0.113.21", ["breaks"]],
    ["a WAF's, say", "198.51.100.7", ["unknown"]],
  ])("goes out where the name leads to %s", (_, address, expected) => {
    const names: World["names"] = {
      sources: ["test"],
      lookup: (name) => ({ name, status: "found", records: [], addresses: [address], ttl: 60 }),
    };
    const had = { mode: "tcp", addresses: ["203.0.113.21"] } as const;
    expect(verdicts(HTTP + config("false"), { ...platforms, had, names })).toEqual(expected);
  });

  it("is a question at a Gateway, whose listeners are not followed", () => {
    const envoy =
      "{apiVersion: apps/v1, kind: Deployment, metadata: {name: traefik, namespace: t}, spec: {template: {spec: {containers: [{name: c, image: 'docker.io/traefik:v2.10'}]}}}}\n---\n";
    const gateway =
      clusterIssuer("[{http01: {gatewayHTTPRoute: {parentRefs: [{name: gate}]}}}]") + certificate();
    expect(verdicts(platform() + config("false") + envoy + gateway, platforms)).toEqual(["unknown"]);
    expect(verdicts(platform() + config("false") + envoy + gateway, { to: 26 })).toEqual([]);
    expect(verdicts(platform() + config("false") + gateway, platforms)).toEqual([]);
  });

  it("names who is hit in the move, and who later", () => {
    const yaml =
      HTTP +
      certificate("old") +
      certificate("new") +
      tlsSecret("old", "2023-12-12", "2024-03-11") +
      tlsSecret("new", "2024-03-01", "2024-05-30");
    const [breach, ...rest] = found("self-check-behind-proxy", yaml, platforms);
    expect(rest).toEqual([]);
    expect(breach?.subject).toMatchObject({ kind: "ClusterIssuer", name: "le" });
    expect(breach?.message).toContain(
      "Due for renewal: within 30 days of 2024-03-05 shop/old (valid until 2024-03-11); later shop/new (from 2024-04-30); at a time not known shop/web.",
    );
    expect(breach?.evidence[0]).toMatchObject({ path: ["spec", "acme", "solvers", 0, "http01"] });
  });
});
