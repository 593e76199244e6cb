import fc from "fast-check";
import { expect, it } from "vitest";
import { isObject } from "../world/json.ts";
import type { KubeObject } from "../world/resource.ts";
import { dataDurability } from "./data-durability/data-durability.ts";
import { scheduling } from "./scheduling/scheduling.ts";
import { manifests, rolled, rolling, testContext, testWorld } from "./testing.ts";

/** A judgement throws nothing, whatever stands in the objects: the API server takes much, and files hold anything. */

const CLUSTER = `
apiVersion: apps/v1
kind: StatefulSet
metadata: { namespace: shop, name: db }
spec:
  replicas: 2
  template:
    metadata: { labels: { app: db }, annotations: { cluster-autoscaler.kubernetes.io/safe-to-evict: "false" } }
    spec:
      nodeSelector: { example.com/pool: general }
      tolerations: [{ key: a, operator: Equal, value: b, effect: NoSchedule }]
      topologySpreadConstraints:
        - { maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: DoNotSchedule, labelSelector: { matchLabels: { app: db } } }
      affinity:
        nodeAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            nodeSelectorTerms: [{ matchExpressions: [{ key: kubernetes.io/os, operator: In, values: [linux] }] }]
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - { topologyKey: kubernetes.io/hostname, namespaces: [shop], labelSelector: { matchExpressions: [{ key: app, operator: In, values: [db] }] } }
      containers:
        - name: main
          image: postgres:14
          ports: [{ hostPort: 80 }]
          resources: { requests: { cpu: 100m }, limits: { memory: 1Gi } }
          volumeMounts: [{ name: data, mountPath: /data }, { name: host, mountPath: /srv }]
      volumes:
        - { name: host, hostPath: { path: /srv/data } }
        - { name: scratch, emptyDir: {} }
        - { name: own, ephemeral: { volumeClaimTemplate: { spec: { storageClassName: 4k } } } }
  volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: 4k } }]
---
apiVersion: apps/v1
kind: DaemonSet
metadata: { namespace: shop, name: agent }
spec: { template: { metadata: { labels: { app: agent } }, spec: { containers: [{ name: main }] } } }
---
apiVersion: v1
kind: Pod
metadata: { namespace: shop, name: tool, uid: tool, labels: { app: tool } }
spec: { nodeName: worker-1, containers: [{ name: main }] }
status: { phase: Running, conditions: [{ type: Ready, status: "False" }] }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { namespace: shop, name: db }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: db } } }
status: { expectedPods: 2, conditions: [{ type: DisruptionAllowed, reason: SyncFailed }] }
---
apiVersion: v1
kind: PersistentVolume
metadata: { name: pv-1, labels: { failure-domain.beta.kubernetes.io/zone: nova-1 } }
spec:
  local: { path: /mnt/a }
  claimRef: { namespace: shop, name: data-db-0 }
  nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: kubernetes.io/hostname, operator: In, values: [worker-1] }] }] } }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { namespace: shop, name: data-db-0 }
spec: { volumeName: pv-1, storageClassName: 4k }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: 4k, annotations: { storageclass.kubernetes.io/is-default-class: "true" } }
---
apiVersion: v1
kind: Service
metadata: { namespace: shop, name: db }
spec: { selector: { app: db } }
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: { name: policy }
webhooks:
  - name: policy.example.com
    clientConfig: { service: { namespace: shop, name: db } }
    namespaceSelector: { matchExpressions: [{ key: kubernetes.io/metadata.name, operator: NotIn, values: [other] }] }
    rules: [{ apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods] }]
---
apiVersion: db.example.com/v1
kind: Cluster
metadata: { namespace: shop, name: pg }
spec: { storage: { storageClass: 4k } }
`;

const VALID = manifests(CLUSTER);

/** Every place in an object below its identity. */
function places(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  const inside = Array.isArray(value)
    ? value.flatMap((entry, index) => places(entry, [...path, index]))
    : isObject(value)
      ? Object.entries(value).flatMap(([key, entry]) => places(entry, [...path, key]))
      : [];
  return path.length === 0 ? inside : [path, ...inside];
}

const SPOTS = VALID.flatMap((object, index) =>
  places(object)
    .filter(
      ([first, second]) =>
        first !== "apiVersion" &&
        first !== "kind" &&
        (first !== "metadata" || second === "labels" || second === "annotations"),
    )
    .map((path) => ({ index, path })),
);

function replaced(value: unknown, path: readonly (string | number)[], by: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return by;
  if (Array.isArray(value))
    return value.map((entry, index) => (index === step ? replaced(entry, rest, by) : entry));
  return isObject(value) ? { ...value, [step]: replaced(value[step], rest, by) } : value;
}

const deep = (depth: number) => JSON.parse(`${"[".repeat(depth)}${"]".repeat(depth)}`);
const odd = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(
    null,
    -1,
    1e300,
    "",
    "100%",
    "-5%",
    "__proto__",
    [null],
    [[["x"]]],
    { "": "" },
    deep(5000),
  ),
);

it("judges any object without throwing", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...SPOTS), odd), { minLength: 1, maxLength: 3 }),
      (changes) => {
        const objects = [...VALID];
        for (const [{ index, path }, by] of changes) {
          objects[index] = replaced(objects[index], path, by) as KubeObject;
        }
        const before = testWorld(objects);
        const change = { storageClassesRemoved: ["4k"] };
        for (const now of [rolling(before, { change }), rolled(before, { change })]) {
          for (const guarantee of [scheduling, dataDurability]) {
            for (const breach of guarantee.judge(before, now, testContext())) {
              expect(breach.message).not.toMatch(/undefined|\[object|NaN/);
            }
          }
        }
      },
    ),
    { numRuns: 300 },
  );
});
