import type { Shown } from "../controller.ts";

/**
 * Whose load balancer a Service of type LoadBalancer gets. `ovh-iolb` is OVHcloud's own of before Kubernetes 1.31; its
 * later ones are OpenStack's. `other`: a controller that is named but not known; `unknown`: nothing tells.
 */
export const CLOUDS = [
  "openstack",
  "ovh-iolb",
  "aws",
  "hetzner",
  "digitalocean",
  "scaleway",
  "linode",
  "azure",
  "gcp",
  "metallb",
  "other",
  "unknown",
] as const;
export type Cloud = (typeof CLOUDS)[number];

export interface CloudFound {
  readonly cloud: Cloud;
  /** What was seen that says so; empty where nothing was. */
  readonly evidence: readonly Shown[];
}

/** Annotations of Services that only one cloud's controller reads, by the beginning of their key. */
export const ANNOTATION_PREFIXES: readonly (readonly [prefix: string, cloud: Cloud])[] = [
  ["service.beta.kubernetes.io/ovh-loadbalancer-", "ovh-iolb"],
  ["loadbalancer.openstack.org/", "openstack"],
  ["loadbalancer.ovhcloud.com/", "openstack"],
  ["service.beta.kubernetes.io/openstack-", "openstack"],
  ["service.beta.kubernetes.io/aws-load-balancer-", "aws"],
  ["load-balancer.hetzner.cloud/", "hetzner"],
  ["service.beta.kubernetes.io/do-loadbalancer-", "digitalocean"],
  ["service.kubernetes.io/do-loadbalancer-", "digitalocean"],
  ["kubernetes.digitalocean.com/load-balancer-", "digitalocean"],
  ["service.beta.kubernetes.io/scw-loadbalancer-", "scaleway"],
  ["service.beta.kubernetes.io/linode-loadbalancer-", "linode"],
  ["service.beta.kubernetes.io/azure-", "azure"],
  ["networking.gke.io/", "gcp"],
  ["cloud.google.com/", "gcp"],
  ["metallb.universe.tf/", "metallb"],
  ["metallb.io/", "metallb"],
];

/** `spec.loadBalancerClass` of controllers that have a fixed one; MetalLB's and others' are chosen by whoever installs them. */
export const CLASSES: readonly (readonly [contains: string, cloud: Cloud])[] = [
  ["service.k8s.aws/", "aws"],
  ["eks.amazonaws.com/", "aws"],
  ["networking.gke.io/", "gcp"],
  ["metallb", "metallb"],
];

/** Containers that make load balancers, by a part of their image's repository. */
export const CONTROLLER_IMAGES: readonly (readonly [part: string, cloud: Cloud])[] = [
  ["openstack-cloud-controller-manager", "openstack"],
  ["aws-load-balancer-controller", "aws"],
  ["provider-aws/cloud-controller-manager", "aws"],
  ["aws-cloud-controller-manager", "aws"],
  ["hcloud-cloud-controller-manager", "hetzner"],
  ["digitalocean-cloud-controller-manager", "digitalocean"],
  ["scaleway-cloud-controller-manager", "scaleway"],
  ["linode-cloud-controller-manager", "linode"],
  ["azure-cloud-controller-manager", "azure"],
  ["cloud-provider-gcp", "gcp"],
  ["metallb/controller", "metallb"],
  ["metallb-controller", "metallb"],
];

/** `--cloud-provider` of a controller manager that has the cloud built in (up to Kubernetes 1.30). */
export const IN_TREE_PROVIDERS: ReadonlyMap<string, Cloud> = new Map([
  ["openstack", "openstack"],
  ["aws", "aws"],
  ["azure", "azure"],
  ["gce", "gcp"],
]);

/** The scheme of a Node's `spec.providerID`, which its cloud controller sets. */
export const PROVIDER_IDS: ReadonlyMap<string, Cloud> = new Map([
  ["openstack", "openstack"],
  ["aws", "aws"],
  ["hcloud", "hetzner"],
  ["digitalocean", "digitalocean"],
  ["scaleway", "scaleway"],
  ["linode", "linode"],
  ["azure", "azure"],
  ["gce", "gcp"],
]);
