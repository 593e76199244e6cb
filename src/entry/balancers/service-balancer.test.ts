import { expect, it } from "vitest";
import { testWorld } from "../../guarantees/testing.ts";
import type { JsonObject } from "../../world/json.ts";
import { balancerAddresses } from "./addresses.ts";
import { balancerAt, serviceBalancer } from "./service-balancer.ts";
import { balancerService, controllerObject, OPENSTACK_CONTROLLER, type ServiceOptions } from "./testing.ts";

const OPENSTACK = [controllerObject(`${OPENSTACK_CONTROLLER}:v1.25.6`)];
const WORLD = testWorld(OPENSTACK);
const of = (options: ServiceOptions, world = WORLD) => serviceBalancer(balancerService(options), world);

it("is worked out once for a Service and a world", () => {
  const service = balancerService();
  expect(serviceBalancer(service, WORLD)).toBe(serviceBalancer(service, WORLD));
  expect(serviceBalancer(service, testWorld([]))).not.toBe(serviceBalancer(service, WORLD));
});

it("names its evidence: the cloud, the modes, the blocks", () => {
  const { evidence } = of({
    annotations: { "loadbalancer.openstack.org/proxy-protocol": "true" },
    spec: { loadBalancerSourceRanges: ["192.0.2.1/24"] },
  });
  expect(evidence.map(({ resource, path }) => `${resource.ref.kind} ${path.join(".")}`)).toEqual([
    "DaemonSet spec.template.spec.containers.0.image",
    "Service metadata.annotations.loadbalancer.openstack.org/proxy-protocol",
    "Service metadata.annotations.loadbalancer.openstack.org/proxy-protocol",
    "Service spec.loadBalancerSourceRanges",
  ]);
});

it("has a mode for each port", () => {
  const balancer = of(
    { annotations: { "service.beta.kubernetes.io/scw-loadbalancer-proxy-protocol-v2": "443" } },
    testWorld([]),
  );
  expect(balancerAt(balancer, 80, "TCP").mode).toBe("tcp");
  expect(balancerAt(balancer, 443, "TCP").mode).toBe("proxy-v2");
  expect(balancerAt(balancer, 8443, "TCP").modeKnown).toBe(false);
});

it("reads source ranges from the field before the annotation, in canonical form", () => {
  const annotations = {
    "service.beta.kubernetes.io/load-balancer-source-ranges": "198.51.100.7/32, 2001:db8::1/64",
  };
  expect(of({}).sourceRanges).toBeUndefined();
  expect(of({ annotations }).sourceRanges).toEqual(["198.51.100.7/32", "2001:db8::/64"]);
  expect(of({ annotations, spec: { loadBalancerSourceRanges: ["192.0.2.9/24"] } }).sourceRanges).toEqual([
    "192.0.2.0/24",
  ]);
});

it.each([
  [
    "do-loadbalancer-allow-rules",
    "ip:192.0.2.1,cidr:198.51.100.0/24",
    ["192.0.2.1/32", "198.51.100.0/24"],
    true,
  ],
  ["azure-allowed-ip-ranges", "192.0.2.0/24", ["192.0.2.0/24"], true],
  ["azure-allowed-service-tags", "AzureCloud", undefined, false],
  ["linode-loadbalancer-firewall-acl", '{"allowList":{"ipv4":["192.0.2.0/24"]}}', ["192.0.2.0/24"], true],
  ["linode-loadbalancer-firewall-acl", '{"denyList":{"ipv4":["192.0.2.0/24"]}}', undefined, false],
  ["linode-loadbalancer-firewall-acl", "{", undefined, false],
])("reads %s: %s", (key, value, ranges, known) => {
  const balancer = of({ annotations: { [`service.beta.kubernetes.io/${key}`]: value } }, testWorld([]));
  expect([balancer.sourceRanges, balancer.sourceRangesKnown]).toEqual([ranges, known]);
});

it("does not take blocks that nobody enforces for a fence", () => {
  const spec = { loadBalancerSourceRanges: ["192.0.2.0/24"] };
  const annotations = { "load-balancer.hetzner.cloud/name": "a" };
  const balancer = of({ spec, annotations }, testWorld([]));
  expect([balancer.sourceRanges, balancer.sourceRangesKnown]).toEqual([undefined, false]);
});

it("keeps the source with Local, loses it with Cluster, and does not know where kube-proxy is replaced", () => {
  const cilium = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { namespace: "kube-system", name: "cilium-config" },
    data: { "bpf-lb-mode": "dsr" },
  };
  expect(of({ spec: { externalTrafficPolicy: "Local" } }).keepsSource).toBe(true);
  expect(of({}).keepsSource).toBe(false);
  expect(of({}, testWorld([...OPENSTACK, cilium])).keepsSource).toBeUndefined();
  const toPods = {
    "service.beta.kubernetes.io/aws-load-balancer-type": "external",
    "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type": "ip",
  };
  expect(of({ annotations: toPods }, testWorld([])).keepsSource).toBe(true);
});

it("knows Octavia's health monitor from its annotation only", () => {
  const key = "loadbalancer.openstack.org/enable-health-monitor";
  expect(of({}).monitored).toBeUndefined();
  expect(of({ annotations: { [key]: "true" } }).monitored).toBe(true);
  expect(of({ annotations: { [key]: "false" } }).monitored).toBe(false);
});

it("gives the addresses its controller reported, else those asked for", () => {
  const ingress = [{ ip: "203.0.113.60", ipMode: "Proxy" }, { hostname: "LB.example.com" }];
  const reported = balancerService({ status: { loadBalancer: { ingress } } });
  expect(balancerAddresses(reported, WORLD).known).toBe(true);
  expect(balancerAddresses(reported, WORLD).addresses.map(({ value, ipMode }) => [value, ipMode])).toEqual([
    ["203.0.113.60", "Proxy"],
    ["lb.example.com", undefined],
  ]);
  const wanted = balancerService({
    annotations: { "loadbalancer.openstack.org/load-balancer-address": "203.0.113.60" },
    spec: { loadBalancerIP: "203.0.113.60" },
  });
  const { addresses, known } = balancerAddresses(wanted, WORLD);
  expect([addresses.map(({ value }) => value), known]).toEqual([["203.0.113.60"], false]);
});

it("gives the address behind a name that enable-ingress-hostname reports, and none that is out of date", () => {
  const annotations = { "loadbalancer.openstack.org/load-balancer-address": "203.0.113.60" };
  const named = { loadBalancer: { ingress: [{ hostname: "203.0.113.60.nip.io" }] } };
  const values = (status: JsonObject) =>
    balancerAddresses(balancerService({ annotations, status }), WORLD).addresses.map(({ value }) => value);
  expect(values(named)).toEqual(["203.0.113.60.nip.io", "203.0.113.60"]);
  expect(values({ loadBalancer: { ingress: [{ ip: "203.0.113.61" }] } })).toEqual(["203.0.113.61"]);
});

it("knows no address of the copy in a new cluster, unless the Service asks for one", () => {
  const copied = { ...WORLD, copy: "beside" as const };
  const annotations = { "loadbalancer.openstack.org/load-balancer-address": "203.0.113.60" };
  const status = { loadBalancer: { ingress: [{ ip: "203.0.113.60" }] } };
  expect(balancerAddresses(balancerService({ annotations, status }), copied)).toEqual({
    addresses: [],
    known: false,
  });
  const asks = balancerAddresses(
    balancerService({ status, spec: { loadBalancerIP: "203.0.113.60" } }),
    copied,
  );
  expect(asks.addresses.map(({ value }) => value)).toEqual(["203.0.113.60"]);
});
