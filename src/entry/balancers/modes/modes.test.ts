import { expect, it } from "vitest";
import { testWorld } from "../../../guarantees/testing.ts";
import type { JsonObject } from "../../../world/json.ts";
import type { Cloud } from "../cloud.ts";
import { viewOf } from "../service-view.ts";
import { balancerService, controllerObject, OPENSTACK_CONTROLLER } from "../testing.ts";
import { MODES } from "./modes.ts";

const NOWHERE = testWorld([]);

/** `mode` of the first port, `mode?` where it is a guess. */
function mode(
  cloud: Cloud,
  annotations: Record<string, string>,
  options: { ports?: (number | JsonObject)[]; spec?: JsonObject; world?: ReturnType<typeof testWorld> } = {},
): string {
  const service = balancerService({ annotations, ...options });
  const view = viewOf(service, options.world ?? NOWHERE, cloud);
  return view.ports
    .map((port) => MODES[cloud](view, port))
    .map(({ mode: handed, known }) => `${handed}${known ? "" : "?"}`)
    .join(" ");
}

const prefixed = (prefix: string) => (annotations: Record<string, string>) =>
  Object.fromEntries(Object.entries(annotations).map(([key, value]) => [`${prefix}${key}`, value]));
const octavia = prefixed("loadbalancer.openstack.org/");
const aws = prefixed("service.beta.kubernetes.io/aws-load-balancer-");
const ocean = prefixed("service.beta.kubernetes.io/do-loadbalancer-");
const hetzner = prefixed("load-balancer.hetzner.cloud/");
const scaleway = prefixed("service.beta.kubernetes.io/scw-loadbalancer-");
const linode = prefixed("service.beta.kubernetes.io/linode-loadbalancer-");

const at = (version: string) => testWorld([controllerObject(`${OPENSTACK_CONTROLLER}:${version}`)]);

it.each([
  [{}, "v1.25.6", "tcp tcp"],
  [{ "proxy-protocol": "true" }, "v1.25.6", "proxy-v1 proxy-v1"],
  [{ "proxy-protocol": "false" }, "v1.25.6", "tcp tcp"],
  [{ "proxy-protocol": "v2" }, "v1.25.6", "tcp? tcp?"],
  [{ "proxy-protocol": "v2" }, "v1.31.0", "proxy-v2 proxy-v2"],
  [{ "proxy-protocol": "v2" }, "latest", "proxy-v2? proxy-v2?"],
  [{ "x-forwarded-for": "true" }, "v1.25.6", "http http"],
  [{ "x-forwarded-for": "true", "proxy-protocol": "true" }, "v1.25.6", "proxy-v1? proxy-v1?"],
  [{ "default-tls-container-ref": "https://keys.example.com/1" }, "v1.25.6", "tcp tcp"],
])("Octavia %j at %s: %s", (annotations, version, expected) => {
  expect(mode("openstack", octavia(annotations), { world: at(version) })).toBe(expected);
});

it("does not claim to know PROXY with a UDP port, which Octavia's controller refuses", () => {
  const ports = [{ port: 53, protocol: "UDP" }, { port: 443 }];
  expect(mode("openstack", octavia({ "proxy-protocol": "true" }), { ports })).toBe("proxy-v1? proxy-v1?");
  expect(mode("openstack", {}, { ports })).toBe("tcp? tcp");
});

it.each([
  [{}, "tcp tcp"],
  [{ "proxy-protocol": "*" }, "proxy-v1 proxy-v1"],
  [{ "backend-protocol": "http" }, "http http"],
  [{ type: "nlb" }, "pass-through pass-through"],
  [{ type: "nlb", "proxy-protocol": "*" }, "proxy-v2? proxy-v2?"],
  [{ type: "external" }, "pass-through pass-through"],
  [{ type: "external", "nlb-target-type": "ip" }, "tcp tcp"],
  [{ type: "external", "proxy-protocol": "*" }, "proxy-v2 proxy-v2"],
  [
    {
      type: "external",
      "nlb-target-type": "ip",
      "target-group-attributes": "preserve_client_ip.enabled=true",
    },
    "pass-through pass-through",
  ],
  [{ type: "external", "target-group-attributes": "preserve_client_ip.enabled=false" }, "tcp tcp"],
  [
    { type: "nlb-ip", "target-group-attributes": "stickiness.enabled=true,proxy_protocol_v2.enabled=true" },
    "proxy-v2 proxy-v2",
  ],
])("AWS %j: %s", (annotations, expected) => {
  expect(mode("aws", aws(annotations))).toBe(expected);
});

it("lets a Network Load Balancer keep the source of UDP to pods", () => {
  const ports = [{ port: 53, protocol: "UDP" }];
  expect(
    mode("aws", aws({ "nlb-target-type": "ip" }), {
      ports,
      spec: { loadBalancerClass: "service.k8s.aws/nlb" },
    }),
  ).toBe("pass-through");
});

it.each([
  [{}, "tcp tcp"],
  [{ "enable-proxy-protocol": "true" }, "proxy-v1 proxy-v1"],
  [{ protocol: "http" }, "http http"],
  [{ "http-ports": "80" }, "http tcp"],
  [{ "tls-ports": "443", "certificate-id": "1" }, "tcp http"],
  [{ "tls-ports": "443", "tls-passthrough": "true" }, "tcp tcp"],
  [{ type: "REGIONAL_NETWORK" }, "pass-through pass-through"],
])("DigitalOcean %j: %s", (annotations, expected) => {
  expect(mode("digitalocean", ocean(annotations))).toBe(expected);
});

it.each([
  [{}, undefined, "tcp? tcp?"],
  [{}, [], "tcp tcp"],
  [{}, [{ name: "HCLOUD_LOAD_BALANCERS_USES_PROXYPROTOCOL", value: "true" }], "proxy-v1 proxy-v1"],
  [{ "uses-proxyprotocol": "true" }, undefined, "proxy-v1 proxy-v1"],
  [
    { "uses-proxyprotocol": "false" },
    [{ name: "HCLOUD_LOAD_BALANCERS_USES_PROXYPROTOCOL", value: "true" }],
    "tcp tcp",
  ],
  [{ protocol: "https" }, undefined, "http http"],
])("Hetzner %j with %j: %s", (annotations, env, expected) => {
  const world =
    env === undefined
      ? NOWHERE
      : testWorld([
          controllerObject("docker.io/hetznercloud/hcloud-cloud-controller-manager:v1.19.0", { env }),
        ]);
  expect(mode("hetzner", hetzner(annotations), { world })).toBe(expected);
});

it.each([
  [{}, "tcp tcp"],
  [{ "proxy-protocol-v2": "true" }, "proxy-v2 proxy-v2"],
  [{ "proxy-protocol-v1": "443" }, "tcp proxy-v1"],
  [{ "proxy-protocol-v2": "80, 443" }, "proxy-v2 proxy-v2"],
  [{ "protocol-http": "80" }, "http tcp"],
])("Scaleway %j: %s", (annotations, expected) => {
  expect(mode("scaleway", scaleway(annotations))).toBe(expected);
});

it.each([
  [{}, "tcp tcp"],
  [{ "default-proxy-protocol": "v2" }, "proxy-v2 proxy-v2"],
  [{ "default-proxy-protocol": "v2", "port-443": '{"proxy-protocol":"none"}' }, "proxy-v2 tcp"],
  [{ "default-protocol": "http", "port-443": '{"protocol":"tcp"}' }, "http tcp"],
  [{ "port-443": "{" }, "tcp tcp?"],
])("Linode %j: %s", (annotations, expected) => {
  expect(mode("linode", linode(annotations))).toBe(expected);
});

it("OVHcloud's own balancers speak PROXY where told to", () => {
  const key = "service.beta.kubernetes.io/ovh-loadbalancer-proxy-protocol";
  expect(mode("ovh-iolb", { [key]: "v2-ssl" })).toBe("proxy-v2 proxy-v2");
  expect(mode("ovh-iolb", {})).toBe("tcp? tcp?");
});

it.each(["azure", "gcp", "metallb"] as const)("%s passes packets through", (cloud) => {
  expect(mode(cloud, {})).toBe("pass-through pass-through");
});

it.each(["other", "unknown"] as const)("%s claims nothing", (cloud) => {
  expect(mode(cloud, {})).toBe("tcp? tcp?");
});
