import fc from "fast-check";
import { expect, it } from "vitest";
import { dataDurability } from "./data-durability/data-durability.ts";
import { hostileObjects } from "./hostile-testing.ts";
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

it("judges any object without throwing", () => {
  fc.assert(
    fc.property(hostileObjects(VALID), (objects) => {
      const before = testWorld(objects);
      const change = { storageClassesRemoved: ["4k"] };
      for (const now of [rolling(before, { change }), rolled(before, { change })]) {
        for (const guarantee of [scheduling, dataDurability]) {
          for (const breach of guarantee.judge(before, now, testContext())) {
            expect(breach.message).not.toMatch(/undefined|\[object|NaN/);
          }
        }
      }
    }),
    { numRuns: 300 },
  );
});
