import { resourceOf, testNode } from "../../guarantees/testing.ts";
import type { JsonObject } from "../../world/json.ts";
import type { NodeModel } from "../../world/node.ts";
import type { KubeObject, Resource } from "../../world/resource.ts";

/** Services, nodes and cloud controllers for the tests of load balancers. */

export interface ServiceOptions {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly spec?: JsonObject;
  readonly status?: JsonObject;
  readonly name?: string;
  readonly namespace?: string;
  /** TCP ports; 80 and 443 unless given. */
  readonly ports?: readonly (number | JsonObject)[];
}

export function balancerObject(options: ServiceOptions = {}): KubeObject {
  const ports = (options.ports ?? [80, 443]).map((port) => (typeof port === "number" ? { port } : port));
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: {
      namespace: options.namespace ?? "shop",
      name: options.name ?? "web",
      uid: `uid-${options.name ?? "web"}`,
      annotations: { ...options.annotations },
    },
    spec: { type: "LoadBalancer", ports, ...options.spec },
    ...(options.status === undefined ? {} : { status: options.status }),
  };
}

export function balancerService(options: ServiceOptions = {}): Resource {
  return resourceOf(balancerObject(options));
}

/** The cloud controller as Kubespray installs it, by its image. */
export function controllerObject(
  image: string,
  options: { args?: string[]; env?: JsonObject[] } = {},
): KubeObject {
  const labels = { app: "cloud-controller" };
  return {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { namespace: "kube-system", name: "cloud-controller", uid: "cloud-controller" },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [{ name: "main", image, args: options.args ?? [], env: options.env ?? [] }],
        },
      },
    },
  };
}

export const OPENSTACK_CONTROLLER = "registry.k8s.io/provider-os/openstack-cloud-controller-manager";

/** A worker that a cloud's machine stands behind. */
export function machine(name: string, providerID: string): NodeModel {
  const node = testNode(name);
  const object = { ...node.resource.object, spec: { providerID } };
  return { ...node, resource: { ...node.resource, object } };
}
