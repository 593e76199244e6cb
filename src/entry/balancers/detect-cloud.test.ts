import { expect, it } from "vitest";
import { testProfile, testWorld } from "../../guarantees/testing.ts";
import { cloudOf } from "./detect-cloud.ts";
import { balancerService, controllerObject, machine, OPENSTACK_CONTROLLER } from "./testing.ts";

const PLAIN = balancerService();
const OPENSTACK_WORLD = testWorld([controllerObject(`${OPENSTACK_CONTROLLER}:v1.25.6`)]);

it("takes the class before everything else", () => {
  const service = balancerService({ spec: { loadBalancerClass: "service.k8s.aws/nlb" } });
  expect(cloudOf(service, OPENSTACK_WORLD).cloud).toBe("aws");
  const other = balancerService({ spec: { loadBalancerClass: "tailscale" } });
  expect(cloudOf(other, OPENSTACK_WORLD).cloud).toBe("other");
});

it.each([
  [`${OPENSTACK_CONTROLLER}:v1.25.6`, "openstack"],
  ["docker.io/k8scloudprovider/openstack-cloud-controller-manager:v1.23.4", "openstack"],
  ["public.ecr.aws/eks/aws-load-balancer-controller:v2.7.0", "aws"],
  ["registry.k8s.io/provider-aws/cloud-controller-manager:v1.27.1@sha256:00", "aws"],
  ["docker.io/hetznercloud/hcloud-cloud-controller-manager:v1.19.0", "hetzner"],
  ["docker.io/digitalocean/digitalocean-cloud-controller-manager:v0.1.50", "digitalocean"],
  ["docker.io/scaleway/scaleway-cloud-controller-manager:v0.25.0", "scaleway"],
  ["docker.io/linode/linode-cloud-controller-manager:v0.4.4", "linode"],
  ["mcr.microsoft.com/oss/kubernetes/azure-cloud-controller-manager:v1.26.0", "azure"],
  ["quay.io/metallb/controller:v0.14.3", "metallb"],
  ["registry.example.com:5000/web:v1", "unknown"],
])("knows the controller %s", (image, cloud) => {
  expect(cloudOf(PLAIN, testWorld([controllerObject(image)])).cloud).toBe(cloud);
});

it("reads the cloud that a controller manager has built in", () => {
  const manager = controllerObject("registry.k8s.io/kube-controller-manager:v1.23.0", {
    args: ["--cloud-provider=gce"],
  });
  expect(cloudOf(PLAIN, testWorld([manager])).cloud).toBe("gcp");
});

it("reads the machines' providerID, where the control plane is not to be seen", () => {
  const world = testWorld([], { nodes: [machine("worker-1", "hcloud://123")] });
  const { cloud, evidence } = cloudOf(PLAIN, world);
  expect(cloud).toBe("hetzner");
  expect(evidence.map(({ path }) => path.join("."))).toEqual(["spec.providerID"]);
});

it("gives annotations of a cloud that is not there no effect", () => {
  const service = balancerService({
    annotations: { "service.beta.kubernetes.io/aws-load-balancer-type": "nlb" },
  });
  expect(cloudOf(service, OPENSTACK_WORLD).cloud).toBe("openstack");
  expect(cloudOf(service, testWorld([])).cloud).toBe("aws");
});

it("tells MetalLB and the cloud apart by the Service's annotations, else by the controller that runs", () => {
  const both = testWorld([controllerObject("quay.io/metallb/controller:v0.14.3")], {
    nodes: [machine("worker-1", "openstack:///0")],
  });
  const octavia = balancerService({ annotations: { "loadbalancer.openstack.org/keep-floatingip": "true" } });
  expect(cloudOf(octavia, both).cloud).toBe("openstack");
  expect(cloudOf(PLAIN, both).cloud).toBe("metallb");
});

it("knows OVHcloud's own balancers on machines of OpenStack", () => {
  const service = balancerService({
    annotations: { "service.beta.kubernetes.io/ovh-loadbalancer-proxy-protocol": "v2" },
  });
  expect(cloudOf(service, testWorld([], { nodes: [machine("worker-1", "openstack:///0")] })).cloud).toBe(
    "ovh-iolb",
  );
});

it("says unknown where two clouds are annotated and nothing runs, and takes the profile's where nothing shows", () => {
  const torn = balancerService({
    annotations: {
      "load-balancer.hetzner.cloud/name": "a",
      "service.beta.kubernetes.io/scw-loadbalancer-type": "LB-S",
    },
  });
  const empty = testWorld([]);
  expect(cloudOf(torn, empty).cloud).toBe("unknown");
  expect(cloudOf(PLAIN, empty).cloud).toBe("unknown");
  const profile = testProfile();
  const stated = { ...profile, source: { ...profile.source, loadBalancers: "openstack" as const } };
  expect(cloudOf(PLAIN, empty, stated)).toEqual({ cloud: "openstack", evidence: [] });
  expect(cloudOf(torn, empty, stated).cloud).toBe("unknown");
});
