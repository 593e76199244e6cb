import { expect, it } from "vitest";
import { lines } from "./testing.ts";

const service = (spec: string) =>
  `{ apiVersion: v1, kind: Service, metadata: { name: sftp, namespace: shop }, spec: { selector: { app: sftp }, ports: [{ port: 22 }], ${spec} } }`;
const cloud = (name: string, image: string) =>
  `{ apiVersion: apps/v1, kind: Deployment, metadata: { name: ${name}, namespace: kube-system }, spec: { template: { metadata: { labels: { app: ${name} } }, spec: { containers: [{ name: ${name}, image: "${image}" }] } } } }`;

const HETZNER = cloud(
  "hcloud-cloud-controller-manager",
  "hetznercloud/hcloud-cloud-controller-manager:v1.18.0",
);
const OPENSTACK = cloud(
  "openstack-cloud-controller-manager",
  "registry.k8s.io/provider-os/openstack-cloud-controller-manager:v1.25.0",
);
const LISTED = "type: LoadBalancer, loadBalancerSourceRanges: [192.0.2.0/24]";

it("is an advice where nobody is known to read the list", () => {
  expect(lines([HETZNER, service(LISTED)])).toEqual(["source-ranges-ignored advice Service shop/sftp"]);
});

it.each([
  ["where the cloud enforces it", [OPENSTACK, service(LISTED)]],
  ["where there is no list", [HETZNER, service("type: LoadBalancer")]],
  [
    "where there is no load balancer",
    [HETZNER, service("type: ClusterIP, loadBalancerSourceRanges: [192.0.2.0/24]")],
  ],
])("is nothing %s", (_, objects) => {
  expect(lines(objects)).toEqual([]);
});
