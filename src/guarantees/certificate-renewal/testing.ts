import type { Arrival } from "../../entry/arrival.ts";
import { controllersOf } from "../../entry/controllers/controllers-of.ts";
import type { Balancer, Entry } from "../../entry/entry.ts";
import type { KubeObject, Resource } from "../../world/resource.ts";
import type { BalancerMode } from "../../world/traffic.ts";
import type { World } from "../../world/world.ts";
import type { Breach, JudgeContext } from "../guarantee.ts";
import { manifests, testContext, testWorld } from "../testing.ts";
import { certificateRenewalWith } from "./certificate-renewal.ts";

/** Kubespray's ingress controller, cert-manager and kube-proxy, as far as certificates depend on them. */
export function platform(
  options: { certManager?: string; nginx?: string; config?: string; args?: string } = {},
): string {
  return `
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: ingress-nginx-controller, namespace: ingress-nginx }
spec:
  template:
    spec:
      containers:
        - name: controller
          image: registry.k8s.io/ingress-nginx/controller:v${options.nginx ?? "1.5.1"}
          args: [/nginx-ingress-controller, --configmap=$(POD_NAMESPACE)/ingress-nginx, --watch-ingress-without-class=true]
          env: [{ name: POD_NAMESPACE, valueFrom: { fieldRef: { fieldPath: metadata.namespace } } }]
          ports: [{ containerPort: 80, hostPort: 80 }]
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: ingress-nginx, namespace: ingress-nginx}, data: ${options.config ?? "{}"}}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: kube-proxy, namespace: kube-system }
spec: { template: { spec: { containers: [{ name: kube-proxy, image: "registry.k8s.io/kube-proxy:v1.25.6" }] } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: cert-manager, namespace: cert-manager }
spec:
  replicas: 1
  template:
    spec:
      containers:
        - name: cert-manager-controller
          image: quay.io/jetstack/cert-manager-controller:v${options.certManager ?? "1.11.0"}
          args: [--cluster-resource-namespace=cert-manager${options.args ?? ""}]
---
`;
}

export const ACME = "https://acme-v02.api.letsencrypt.org/directory";

export function clusterIssuer(solvers = "[{http01: {ingress: {class: nginx}}}]", more = ""): string {
  return `{apiVersion: cert-manager.io/v1, kind: ClusterIssuer, metadata: {name: le}, spec: {acme: {server: '${ACME}', privateKeySecretRef: {name: account}${more}, solvers: ${solvers}}}}\n---\n`;
}

export function certificate(
  name = "web",
  options: { names?: string; more?: string; metadata?: string } = {},
): string {
  return `{apiVersion: cert-manager.io/v1, kind: Certificate, metadata: {name: ${name}, namespace: shop${options.metadata ?? ""}}, spec: {dnsNames: [${options.names ?? `${name}.example.com`}], issuerRef: {kind: ClusterIssuer, name: le}, secretName: ${name}-tls${options.more ?? ""}}}\n---\n`;
}

export function tlsSecret(name: string, from: string, until: string): string {
  return `{apiVersion: v1, kind: Secret, metadata: {name: ${name}-tls, namespace: shop}, type: kubernetes.io/tls, certificate: {notBefore: '${from}T07:00:00.000Z', notAfter: '${until}T07:00:00.000Z'}}\n---\n`;
}

/** A load balancer before the controller, whoever made it. */
export interface TestBalancer {
  readonly mode?: BalancerMode;
  readonly service?: Resource | undefined;
  readonly used?: Arrival["used"];
  readonly modeKnown?: boolean;
  readonly addresses?: readonly string[];
}

/** An arrival at every controller's port 80, through a load balancer or (without one) at the nodes. */
export function arrivalsThrough(world: World, balancer: TestBalancer | undefined): readonly Arrival[] {
  return controllersOf(world, testContext().profile).map((controller) => ({
    controller,
    entry: entryOf(controller.workload, balancer),
    listener: "http",
    used: balancer?.used ?? "yes",
    result: "works",
    sees: "client",
    tells: "client",
    forgeable: false,
  }));
}

function entryOf(workload: Entry["targets"][number]["workload"], given: TestBalancer | undefined): Entry {
  const resource = given?.service ?? workload.resource;
  const balancer: Balancer | undefined =
    given === undefined
      ? undefined
      : {
          mode: given.mode ?? "proxy-v1",
          modeKnown: given.modeKnown ?? true,
          sourceRanges: undefined,
          owner: given.service === undefined ? "platform" : "service",
        };
  return {
    id: "x",
    kind: balancer === undefined ? "node" : "balancer",
    through: balancer === undefined ? "host-port" : "balancer",
    protocol: "TCP",
    port: 80,
    servicePort: undefined,
    addresses: (given?.addresses ?? []).map((value) => ({
      value,
      node: undefined,
      scope: "balancer" as const,
    })),
    addressesKnown: given?.addresses !== undefined,
    nodes: [],
    balancer,
    targets: [{ workload, port: 80 }],
    keepsSource: true,
    evidence: resource === undefined ? [] : [{ resource, path: ["spec"], note: "x" }],
  };
}

export interface Case {
  /** The minor the move goes to; the cluster runs `from`. */
  readonly to?: number;
  readonly from?: number;
  readonly balancer?: TestBalancer;
  /** The load balancer there was before. */
  readonly had?: TestBalancer;
  readonly copy?: World["copy"];
  readonly change?: Partial<World>;
  readonly context?: Partial<JudgeContext>;
  readonly coverage?: World["coverage"];
  readonly names?: World["names"];
}

/** What the guarantee says of these objects in a later state; names lead to the nodes where no balancer is given. */
export function judgeRenewal(yaml: string, options: Case = {}): readonly Breach[] {
  return judgeObjects(manifests(yaml), options);
}

export function judgeObjects(objects: readonly KubeObject[], options: Case = {}): readonly Breach[] {
  const before = testWorld(objects, {
    minor: options.from ?? 25,
    ...(options.coverage === undefined ? {} : { coverage: options.coverage }),
    ...(options.names === undefined ? {} : { change: { names: options.names } }),
  });
  const now: World = {
    ...before,
    state: "later",
    copy: options.copy,
    api: { ...before.api, minor: options.to ?? options.from ?? 25 },
    ...options.change,
  };
  const service = before.objects.list("Service")[0];
  const guarantee = certificateRenewalWith((_, world) => {
    const balancer = world === before ? options.had : options.balancer;
    return arrivalsThrough(world, balancer === undefined ? undefined : { service, ...balancer });
  });
  const route = options.copy === undefined ? "in-place" : "new-cluster";
  return guarantee.judge(before, now, { ...testContext(), route, ...options.context });
}

/** Only this cause's. */
export function found(cause: string, yaml: string, options: Case = {}): readonly Breach[] {
  return judgeRenewal(yaml, options).filter((breach) => breach.cause === cause);
}
