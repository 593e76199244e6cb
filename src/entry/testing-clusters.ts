import { testNode } from "../guarantees/testing.ts";
import type { NodeModel } from "../world/node.ts";

/** Small clusters behind an ingress controller, for tests: YAML that others put together. */

/** Two workers with floating IPs, one without, a control-plane node. */
export function entryNodes(): NodeModel[] {
  return [
    testNode("master-1", { role: "control-plane", internalIP: "10.128.0.10", externalIP: "203.0.113.10" }),
    testNode("worker-1", { internalIP: "10.128.0.11", externalIP: "203.0.113.11" }),
    testNode("worker-2", { internalIP: "10.128.0.12", externalIP: "203.0.113.12" }),
    testNode("worker-3", { internalIP: "10.128.0.13", labels: { pool: "inner" } }),
  ];
}

export interface ControllerOptions {
  readonly namespace?: string;
  /** ConfigMap entries as YAML: `use-proxy-protocol: "true"`. */
  readonly settings?: string;
  readonly args?: readonly string[];
  /** Lines of the pod spec. */
  readonly spec?: string;
  readonly hostPorts?: boolean;
  readonly className?: string;
}

/** ingress-nginx as Kubespray's addon makes it: the provider's. */
export function kubesprayNginx(options: ControllerOptions = {}): string {
  const { namespace = "ingress-nginx" } = options;
  return `---
apiVersion: v1
kind: Namespace
metadata: { name: ${namespace}, labels: { name: ${namespace} } }
${nginx(options, "app.kubernetes.io/name: ingress-nginx, app.kubernetes.io/part-of: ingress-nginx", "")}`;
}

/** ingress-nginx of a Helm release: the customer's own. */
export function chartNginx(options: ControllerOptions = {}): string {
  const labels =
    "app.kubernetes.io/name: ingress-nginx, app.kubernetes.io/instance: edge, app.kubernetes.io/component: controller, app.kubernetes.io/managed-by: Helm";
  const annotations =
    "annotations: { meta.helm.sh/release-name: edge, meta.helm.sh/release-namespace: edge }";
  return nginx({ namespace: "edge", ...options }, labels, annotations);
}

function nginx(options: ControllerOptions, labels: string, annotations: string): string {
  const { namespace = "ingress-nginx", settings = "", args = [], spec = "", hostPorts = true } = options;
  const flags = [
    "/nginx-ingress-controller",
    `--configmap=${namespace}/ingress-nginx`,
    `--tcp-services-configmap=${namespace}/tcp-services`,
    ...(options.className === undefined
      ? ["--watch-ingress-without-class=true"]
      : [`--ingress-class=${options.className}`]),
    ...args,
  ];
  const port = (number: number) =>
    hostPorts ? `{ containerPort: ${number}, hostPort: ${number} }` : `{ containerPort: ${number} }`;
  return `---
apiVersion: v1
kind: ConfigMap
metadata: { name: ingress-nginx, namespace: ${namespace} }
data: { ${settings} }
---
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: controller
  namespace: ${namespace}
  labels: { ${labels} }
  ${annotations}
spec:
  selector: { matchLabels: { ${labels} } }
  template:
    metadata: { labels: { ${labels} } }
    spec:
      ${spec}
      containers:
        - name: controller
          image: registry.k8s.io/ingress-nginx/controller:v1.5.1
          args: ${JSON.stringify(flags)}
          ports: [${port(80)}, ${port(443)}]
`;
}

/** An Ingress for one host, the Service behind it, and its pods. */
export function site(
  host: string,
  options: { readonly annotations?: string; readonly spec?: string } = {},
): string {
  const name = host.split(".")[0];
  return `---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${name}
  namespace: shop
  annotations: { ${options.annotations ?? "kubernetes.io/ingress.class: nginx"} }
spec:
  ${options.spec ?? ""}
  rules:
    - host: ${host}
      http:
        paths:
          - { path: /, pathType: Prefix, backend: { service: { name: ${name}, port: { number: 80 } } } }
---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec:
  selector: { app: ${name} }
  ports: [{ port: 80, targetPort: http }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers: [{ name: app, image: "registry.example.com/app:1", ports: [{ name: http, containerPort: 8080 }] }]
`;
}

/** A Service of type LoadBalancer before a controller's pods. */
export function balancer(namespace: string, labels: string, more = ""): string {
  return `---
apiVersion: v1
kind: Service
metadata: { name: public, namespace: ${namespace}, annotations: { ${more} } }
spec:
  type: LoadBalancer
  selector: { ${labels} }
  ports: [{ name: http, port: 80, targetPort: 80 }, { name: https, port: 443, targetPort: 443 }]
status: { loadBalancer: { ingress: [{ ip: 198.51.100.80 }] } }
`;
}
