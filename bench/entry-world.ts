import { resourceOf, testNode } from "../src/guarantees/testing.ts";
import { buildWorld } from "../src/world/build-world.ts";
import { answerOf, dnsViewOf } from "../src/world/dns-records.ts";
import type { KubeObject } from "../src/world/resource.ts";
import type { World } from "../src/world/world.ts";

/**
 * A cluster behind Kubespray's ingress-nginx: Ingresses of four paths each, a Service and a workload a namespace of five
 * Ingresses' paths, policies in every namespace, names that lead to the nodes' floating IPs. Deterministic.
 */
export function entryWorld(ingresses: number, nodes: number): World {
  const machines = Array.from({ length: nodes }, (_, index) =>
    testNode(`worker-${index}`, {
      internalIP: `10.128.${index >> 8}.${(index & 255) + 1}`,
      externalIP: `203.0.${113 + (index >> 8)}.${(index & 255) + 1}`,
    }),
  );
  const objects: KubeObject[] = [...controller()];
  for (let index = 0; index < ingresses; index++) objects.push(...application(index));
  const world = buildWorld({
    resources: [...machines.map(({ resource }) => resource), ...objects.map((object) => resourceOf(object))],
    coverage: { entries: [], assumedComplete: true },
    gitVersion: "v1.25.6",
    hosts: [],
    names: dnsViewOf(
      Array.from({ length: ingresses }, (_, index) => {
        const name = `app-${index}.example.com`;
        return answerOf(
          name,
          machines.slice(0, 8).map(({ addresses }) => ({
            name,
            type: "A" as const,
            ttl: index % 7 === 0 ? 3600 : 300,
            value: addresses[1]?.address ?? "",
            origin: "bench",
          })),
          [],
        );
      }),
      ["bench"],
    ),
  });
  return { ...world, nodes: machines };
}

const LABELS = { "app.kubernetes.io/name": "ingress-nginx", "app.kubernetes.io/part-of": "ingress-nginx" };

function controller(): KubeObject[] {
  return [
    {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: "ingress-nginx", labels: { name: "ingress-nginx" } },
    },
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "ingress-nginx", namespace: "ingress-nginx" },
      data: { "proxy-body-size": "32m" },
    },
    {
      apiVersion: "apps/v1",
      kind: "DaemonSet",
      metadata: { name: "ingress-nginx-controller", namespace: "ingress-nginx", labels: LABELS },
      spec: {
        selector: { matchLabels: LABELS },
        template: {
          metadata: { labels: LABELS },
          spec: {
            containers: [
              {
                name: "ingress-nginx-controller",
                image: "registry.k8s.io/ingress-nginx/controller:v1.5.1",
                args: [
                  "/nginx-ingress-controller",
                  "--configmap=ingress-nginx/ingress-nginx",
                  "--watch-ingress-without-class=true",
                ],
                ports: [
                  { containerPort: 80, hostPort: 80 },
                  { containerPort: 443, hostPort: 443 },
                ],
              },
            ],
          },
        },
      },
    },
  ];
}

function application(index: number): KubeObject[] {
  const namespace = `team-${Math.floor(index / 20)}`;
  const app = `app-${index}`;
  const limited = index % 3 === 0;
  return [
    ...(index % 20 === 0 ? policies(namespace) : []),
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: app, namespace },
      spec: {
        replicas: 2,
        selector: { matchLabels: { app } },
        template: {
          metadata: { labels: { app, tier: "web" } },
          spec: {
            containers: [
              {
                name: app,
                image: "registry.example.com/app:1",
                ports: [{ name: "http", containerPort: 8080 }],
              },
            ],
          },
        },
      },
    },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: app, namespace },
      spec: { selector: { app }, ports: [{ name: "http", port: 80, targetPort: "http" }] },
    },
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: {
        name: app,
        namespace,
        annotations: {
          "kubernetes.io/ingress.class": "nginx",
          ...(limited ? { "nginx.ingress.kubernetes.io/whitelist-source-range": "198.51.100.0/24" } : {}),
        },
      },
      spec: {
        tls: [{ hosts: [`${app}.example.com`], secretName: `${app}-tls` }],
        rules: [
          {
            host: `${app}.example.com`,
            http: {
              paths: ["/", "/api", "/static", "/admin"].map((path) => ({
                path,
                pathType: "Prefix",
                backend: { service: { name: app, port: { name: "http" } } },
              })),
            },
          },
        ],
      },
    },
  ];
}

function policies(namespace: string): KubeObject[] {
  return [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name: "from-ingress", namespace },
      spec: {
        podSelector: { matchLabels: { tier: "web" } },
        policyTypes: ["Ingress"],
        ingress: [
          {
            from: [{ namespaceSelector: { matchLabels: { name: "ingress-nginx" } } }],
            ports: [{ protocol: "TCP", port: 8080 }],
          },
        ],
      },
    },
  ];
}
