import { buildWorld } from "../src/world/build-world.ts";
import type { KubeObject, Resource } from "../src/world/resource.ts";
import { refOf } from "../src/world/resource.ts";
import type { World } from "../src/world/world.ts";

/**
 * A cluster of W workloads with three replicas each: realistic labels, one ingress and one egress policy a workload,
 * namespace defaults, and address blocks. Deterministic.
 */
export function networkWorld(workloads: number): World {
  const objects: KubeObject[] = [];
  const perNamespace = 50;
  const namespaces = Math.ceil(workloads / perNamespace);
  for (let index = 0; index < namespaces; index++) {
    const name = `team-${index}`;
    objects.push(
      {
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { name, labels: { team: name, tier: index % 4 === 0 ? "edge" : "inner" } },
      },
      policy(name, "default-deny", { podSelector: {}, policyTypes: ["Ingress", "Egress"] }),
      policy(name, "allow-dns", {
        podSelector: {},
        policyTypes: ["Egress"],
        egress: [
          {
            to: [{ ipBlock: { cidr: "169.254.25.10/32" } }],
            ports: [
              { protocol: "UDP", port: 53 },
              { protocol: "TCP", port: 53 },
            ],
          },
        ],
      }),
    );
  }
  for (let index = 0; index < workloads; index++) {
    const namespace = `team-${Math.floor(index / perNamespace)}`;
    const app = `app-${index}`;
    const labels = {
      "app.kubernetes.io/name": app,
      "app.kubernetes.io/part-of": namespace,
      version: `1.${index % 17}`,
    };
    for (let replica = 0; replica < 3; replica++) {
      objects.push({
        apiVersion: "v1",
        kind: "Pod",
        metadata: {
          name: `${app}-${replica}`,
          namespace,
          labels: { ...labels, "pod-template-hash": `h${index % 1000}` },
          ownerReferences: [
            { apiVersion: "apps/v1", kind: "ReplicaSet", name: app, uid: app, controller: true },
          ],
        },
        spec: { containers: [{ name: "c", ports: [{ name: "http", containerPort: 8000 + (index % 20) }] }] },
        status: { podIP: `10.${64 + (index >> 14)}.${(index >> 6) & 255}.${(index & 63) * 4 + replica}` },
      });
    }
    const client = `app-${index % perNamespace === 0 ? index : index - 1}`;
    objects.push(
      policy(namespace, `${app}-in`, {
        podSelector: { matchLabels: { "app.kubernetes.io/name": app } },
        policyTypes: ["Ingress"],
        ingress: [
          {
            from: [{ podSelector: { matchLabels: { "app.kubernetes.io/name": client } } }],
            ports: [{ port: "http" }],
          },
          {
            from: [{ namespaceSelector: { matchLabels: { tier: "edge" } } }],
            ports: [{ port: 8000 + (index % 20) }],
          },
        ],
      }),
      policy(namespace, `${app}-out`, {
        podSelector: { matchLabels: { "app.kubernetes.io/name": app } },
        policyTypes: ["Egress"],
        egress: [
          { to: [{ podSelector: { matchLabels: { "app.kubernetes.io/part-of": namespace } } }] },
          {
            to: [{ ipBlock: { cidr: `198.51.${index % 100}.0/24`, except: [`198.51.${index % 100}.7/32`] } }],
            ports: [{ port: 443 }],
          },
        ],
      }),
    );
  }
  return worldOf(objects);
}

/** 29 pods of one workload, and one policy that lets them reach that many blocks of addresses. */
export function blocksWorld(blocks: number): World {
  const labels = { app: "crawler" };
  const pods = Array.from(
    { length: 29 },
    (_, index): KubeObject => ({
      apiVersion: "v1",
      kind: "Pod",
      metadata: {
        name: `crawler-${index}`,
        namespace: "team-0",
        labels,
        ownerReferences: [
          { apiVersion: "apps/v1", kind: "ReplicaSet", name: "crawler", uid: "c", controller: true },
        ],
      },
      spec: { containers: [{ name: "c" }] },
      status: { podIP: `10.64.0.${index + 1}` },
    }),
  );
  const to = Array.from({ length: blocks }, (_, index) => ({
    ipBlock: { cidr: `203.${index % 250}.${Math.floor(index / 250)}.16/28` },
  }));
  return worldOf([
    ...pods,
    policy("team-0", "allow-list", {
      podSelector: { matchLabels: labels },
      policyTypes: ["Egress"],
      egress: [{ to }],
    }),
  ]);
}

function worldOf(objects: readonly KubeObject[]): World {
  const resources = objects.map(
    (object): Resource => ({
      ref: refOf(object),
      object,
      origin: { kind: "snapshot", source: "bench" },
      observed: true,
      manifests: [],
      owner: { kind: "unknown", name: "" },
    }),
  );
  const coverage = { entries: [], assumedComplete: true };
  return buildWorld({ resources, coverage, gitVersion: "v1.25.6", hosts: [] });
}

function policy(namespace: string, name: string, spec: object): KubeObject {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { namespace, name },
    spec: JSON.parse(JSON.stringify(spec)),
  };
}
