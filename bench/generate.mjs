// A generated cluster dump: any number of objects, in the shares a busy cluster has. Deterministic.

import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { dump } from "js-yaml";

/** Objects of each kind in a thousand. Nodes come on top: one for every 300 objects. */
const SHARES = [
  ["Pod", 420],
  ["ReplicaSet", 150],
  ["ConfigMap", 90],
  ["Deployment", 60],
  ["Service", 60],
  ["EndpointSlice", 60],
  ["Secret", 50],
  ["ServiceAccount", 30],
  ["NetworkPolicy", 25],
  ["PersistentVolumeClaim", 15],
  ["PodDisruptionBudget", 10],
  ["HorizontalPodAutoscaler", 10],
  ["Ingress", 10],
  ["RoleBinding", 10],
];

const NODES_EVERY = 300;

/** Yields `count` objects. */
export function* objects(count) {
  const nodes = Math.max(3, Math.floor(count / NODES_EVERY));
  for (let index = 0; index < nodes; index++) yield node(index);
  let left = count - nodes;
  for (let block = 0; left > 0; block++) {
    for (const [kind, share] of SHARES) {
      for (let index = 0; index < share / 10 && left > 0; index++, left--) {
        yield MAKERS[kind](block * 100 + index, nodes);
      }
    }
  }
}

/** Writes `kubectl get -o json` as it would come: one List, indented by four. */
export async function writeJson(path, count) {
  const out = createWriteStream(path);
  out.write('{\n    "apiVersion": "v1",\n    "items": [\n');
  let first = true;
  for (const object of objects(count)) {
    const text = JSON.stringify(object, null, 4).replaceAll("\n", "\n        ");
    if (!out.write(`${first ? "" : ",\n"}        ${text}`)) await once(out, "drain");
    first = false;
  }
  out.end('\n    ],\n    "kind": "List",\n    "metadata": {\n        "resourceVersion": ""\n    }\n}\n');
  await once(out, "finish");
}

export async function writeYaml(path, count) {
  const out = createWriteStream(path);
  for (const object of objects(count)) {
    if (!out.write(`---\n${dump(object, { noRefs: true, lineWidth: -1 })}`)) await once(out, "drain");
  }
  out.end();
  await once(out, "finish");
}

const uid = (kind, index) => {
  const hex = (kind.length * 7919 + index).toString(16).padStart(12, "0");
  return `00000000-0000-4000-8000-${hex}`;
};
const namespace = (index) => `team-${Math.floor(index / 40) % 60}`;
const meta = (kind, name, index, more = {}) => ({
  creationTimestamp: "2023-05-04T08:00:00Z",
  name,
  namespace: namespace(index),
  resourceVersion: String(1_000_000 + index),
  uid: uid(kind, index),
  ...more,
});
const labels = (index) => ({
  "app.kubernetes.io/name": `app-${Math.floor(index / 7)}`,
  "app.kubernetes.io/instance": `app-${Math.floor(index / 7)}-prod`,
  "app.kubernetes.io/version": `1.${index % 40}.${index % 9}`,
  "helm.sh/chart": `app-10.${index % 200}.0.${index % 12}`,
});

function node(index) {
  const address = `10.128.${Math.floor(index / 250)}.${(index % 250) + 1}`;
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      ...meta("Node", `worker-${index}`, index),
      namespace: undefined,
      labels: {
        "kubernetes.io/hostname": `worker-${index}`,
        "kubernetes.io/os": "linux",
        "topology.kubernetes.io/zone": `nova-${index % 3}`,
        ...(index < 3 ? { "node-role.kubernetes.io/control-plane": "" } : {}),
      },
    },
    spec: {},
    status: {
      addresses: [
        { type: "InternalIP", address },
        ...(index % 10 === 0 ? [{ type: "ExternalIP", address: `203.0.113.${index % 250}` }] : []),
        { type: "Hostname", address: `worker-${index}` },
      ],
      allocatable: { cpu: "31500m", memory: "126000000Ki", pods: "220" },
      capacity: { cpu: "32", memory: "131000000Ki", pods: "220" },
      nodeInfo: { kubeletVersion: "v1.25.6" },
    },
  };
}

function podSpec(index) {
  return {
    containers: [
      {
        name: "app",
        image: `registry.example.com/team/app-${Math.floor(index / 7)}:1.${index % 40}.0`,
        args: [
          "--listen=:8080",
          `--peer=http://app-${index % 90}.${namespace(index)}.svc.cluster.local:8080`,
        ],
        env: [
          { name: "LOG_LEVEL", value: "info" },
          { name: "DATABASE_HOST", value: `db-${index % 50}.${namespace(index)}.svc` },
          { name: "PASSWORD", valueFrom: { secretKeyRef: { name: `secret-${index}`, key: "password" } } },
        ],
        ports: [{ containerPort: 8080, name: "http", protocol: "TCP" }],
        resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "256Mi" } },
        livenessProbe: { httpGet: { path: "/healthz", port: "http", scheme: "HTTP" }, periodSeconds: 10 },
        readinessProbe: { httpGet: { path: "/ready", port: "http", scheme: "HTTP" }, periodSeconds: 5 },
        volumeMounts: [{ name: "config", mountPath: "/etc/app" }],
        terminationMessagePath: "/dev/termination-log",
        terminationMessagePolicy: "File",
        imagePullPolicy: "IfNotPresent",
      },
    ],
    volumes: [{ name: "config", configMap: { name: `config-${index}`, defaultMode: 420 } }],
    dnsPolicy: "ClusterFirst",
    restartPolicy: "Always",
    schedulerName: "default-scheduler",
    securityContext: {},
    serviceAccountName: "default",
    terminationGracePeriodSeconds: 30,
  };
}

const template = (index) => ({ metadata: { labels: labels(index) }, spec: podSpec(index) });
const selector = (index) => ({ matchLabels: { "app.kubernetes.io/name": `app-${Math.floor(index / 7)}` } });

const MAKERS = {
  Pod: (index, nodes) => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: meta("Pod", `app-${index}-7d4b9c5f6-x2x9z`, index, {
      generateName: `app-${index}-7d4b9c5f6-`,
      labels: { ...labels(Math.floor(index / 3)), "pod-template-hash": "7d4b9c5f6" },
      ownerReferences: [
        {
          apiVersion: "apps/v1",
          kind: "ReplicaSet",
          name: `app-${Math.floor(index / 3)}-7d4b9c5f6`,
          uid: uid("ReplicaSet", Math.floor(index / 3)),
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    }),
    spec: { ...podSpec(Math.floor(index / 3)), nodeName: `worker-${index % nodes}` },
    status: {
      phase: "Running",
      hostIP: "10.128.0.9",
      podIP: `10.233.${64 + (Math.floor(index / 250) % 60)}.${index % 250}`,
      podIPs: [{ ip: `10.233.${64 + (Math.floor(index / 250) % 60)}.${index % 250}` }],
      qosClass: "Burstable",
      startTime: "2023-05-04T08:00:00Z",
      conditions: ["Initialized", "Ready", "ContainersReady", "PodScheduled"].map((type) => ({
        type,
        status: "True",
        lastProbeTime: null,
        lastTransitionTime: "2023-05-04T08:00:10Z",
      })),
      containerStatuses: [
        {
          name: "app",
          ready: true,
          restartCount: 0,
          started: true,
          image: `registry.example.com/team/app-${Math.floor(index / 7)}:1.${index % 40}.0`,
          imageID: "registry.example.com/team/app@sha256:7d4b9c5f67d4b9c5f67d4b9c5f67d4b9c5f67d4b9c5f6aaaa",
          containerID: "containerd://7d4b9c5f67d4b9c5f67d4b9c5f67d4b9c5f67d4b9c5f67d4b9c5f6",
          state: { running: { startedAt: "2023-05-04T08:00:09Z" } },
          lastState: {},
        },
      ],
    },
  }),
  ReplicaSet: (index) => ({
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: meta("ReplicaSet", `app-${index}-7d4b9c5f6`, index, {
      labels: { ...labels(index), "pod-template-hash": "7d4b9c5f6" },
      ownerReferences: [
        {
          apiVersion: "apps/v1",
          kind: "Deployment",
          name: `app-${index}`,
          uid: uid("Deployment", index),
          controller: true,
        },
      ],
    }),
    spec: { replicas: index % 3 === 0 ? 3 : 0, selector: selector(index), template: template(index) },
    status: { replicas: 3, readyReplicas: 3 },
  }),
  Deployment: (index) => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: meta("Deployment", `app-${index}`, index, {
      labels: labels(index),
      annotations: { "deployment.kubernetes.io/revision": "4" },
    }),
    spec: { replicas: 3, selector: selector(index), template: template(index) },
    status: { replicas: 3, readyReplicas: 3, observedGeneration: 4 },
  }),
  Service: (index) => ({
    apiVersion: "v1",
    kind: "Service",
    metadata: meta("Service", `app-${index}`, index, { labels: labels(index) }),
    spec: {
      clusterIP: `10.233.${Math.floor(index / 250) % 60}.${index % 250}`,
      ports: [{ name: "http", port: 80, protocol: "TCP", targetPort: "http" }],
      selector: selector(index).matchLabels,
      type: "ClusterIP",
    },
    status: { loadBalancer: {} },
  }),
  ConfigMap: (index) => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: meta("ConfigMap", `config-${index}`, index),
    data: {
      "app.yaml":
        `server:\n  listen: 0.0.0.0:8080\n  upstream: http://app-${index % 90}.svc:8080\nversion: 1.2.3.${index % 10}\n`.repeat(
          4,
        ),
      ...(index % 200 === 0 ? { peer: `10.128.0.${(index % 250) + 1}:30080` } : {}),
    },
  }),
  Secret: (index) => ({
    apiVersion: "v1",
    kind: "Secret",
    type: "Opaque",
    metadata: meta("Secret", `secret-${index}`, index),
    data: { password: Buffer.from(`not-a-secret-${index}`).toString("base64") },
  }),
  EndpointSlice: (index) => ({
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    addressType: "IPv4",
    metadata: meta("EndpointSlice", `app-${index}-abcde`, index, {
      labels: { "kubernetes.io/service-name": `app-${index}` },
    }),
    endpoints: [0, 1, 2].map((at) => ({
      addresses: [`10.233.${64 + ((index + at) % 60)}.${(index + at) % 250}`],
      conditions: { ready: true },
      nodeName: `worker-${(index + at) % 100}`,
    })),
    ports: [{ name: "http", port: 8080, protocol: "TCP" }],
  }),
  ServiceAccount: (index) => ({
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: meta("ServiceAccount", `app-${index}`, index),
  }),
  NetworkPolicy: (index) => ({
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: meta("NetworkPolicy", `app-${index}`, index),
    spec: {
      podSelector: selector(index),
      policyTypes: ["Ingress", "Egress"],
      ingress: [{ from: [{ podSelector: selector(index + 7) }], ports: [{ port: 8080, protocol: "TCP" }] }],
      egress: [{ to: [{ ipBlock: { cidr: "169.254.25.10/32" } }], ports: [{ port: 53, protocol: "UDP" }] }],
    },
  }),
  PersistentVolumeClaim: (index) => ({
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: meta("PersistentVolumeClaim", `data-${index}`, index),
    spec: {
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage: "10Gi" } },
      storageClassName: "v1-dynamic-40",
      volumeName: `pvc-${index}`,
    },
    status: { phase: "Bound" },
  }),
  PodDisruptionBudget: (index) => ({
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: meta("PodDisruptionBudget", `app-${index}`, index),
    spec: { maxUnavailable: 1, selector: selector(index * 7) },
    status: { disruptionsAllowed: 1, currentHealthy: 3, desiredHealthy: 2, expectedPods: 3 },
  }),
  HorizontalPodAutoscaler: (index) => ({
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: meta("HorizontalPodAutoscaler", `app-${index}`, index),
    spec: {
      minReplicas: 2,
      maxReplicas: 6,
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: `app-${index}` },
    },
  }),
  Ingress: (index) => ({
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: meta("Ingress", `app-${index}`, index, {
      annotations: { "nginx.ingress.kubernetes.io/limit-rps": "20" },
    }),
    spec: {
      ingressClassName: "nginx",
      rules: [
        {
          host: `app-${index}.example.com`,
          http: {
            paths: [
              {
                path: "/",
                pathType: "Prefix",
                backend: { service: { name: `app-${index}`, port: { number: 80 } } },
              },
            ],
          },
        },
      ],
    },
  }),
  RoleBinding: (index) => ({
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    metadata: meta("RoleBinding", `app-${index}`, index),
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "reader" },
    subjects: [{ kind: "ServiceAccount", name: `app-${index}`, namespace: namespace(index) }],
  }),
};
