import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../json.ts";
import { scanAddresses } from "./scan.ts";
import { configMap, KNOWN, places, resource, scan, scanText } from "./testing.ts";

const metadata = { name: "web", namespace: "shop" };
const container = (extra: JsonObject): JsonObject => ({ name: "app", image: "app:1.0", ...extra });
const deployment = (extra: JsonObject): JsonObject => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata,
  spec: { template: { spec: { containers: [container(extra)] } } },
});

describe("scanAddresses finds an address in", () => {
  it.each<[string, Json, string]>([
    ["a ConfigMap's value", configMap({ "app.yaml": "db: 10.128.0.11" }), 'ConfigMap data["app.yaml"]'],
    [
      "a container's environment",
      deployment({ env: [{ name: "HOST", value: "10.128.0.11" }] }),
      "Deployment spec.template.spec.containers[0].env[0].value",
    ],
    [
      "arguments",
      deployment({ args: ["--server", "10.128.0.11"] }),
      "Deployment spec.template.spec.containers[0].args[1]",
    ],
    [
      "a command",
      deployment({ command: ["sh", "-c", "ping 10.128.0.11"] }),
      "Deployment spec.template.spec.containers[0].command[2]",
    ],
    [
      "an image's registry",
      deployment({ image: "10.128.0.11:5000/app:1.0" }),
      "Deployment spec.template.spec.containers[0].image",
    ],
    [
      "an annotation",
      { apiVersion: "v1", kind: "Service", metadata: { name: "x", annotations: { "a.b/c": "10.128.0.11" } } },
      'Service metadata.annotations["a.b/c"]',
    ],
    [
      "a label",
      { apiVersion: "v1", kind: "Service", metadata: { name: "x", labels: { node: "10.128.0.11" } } },
      "Service metadata.labels.node",
    ],
    [
      "a webhook's URL",
      {
        apiVersion: "admissionregistration.k8s.io/v1",
        kind: "ValidatingWebhookConfiguration",
        metadata: { name: "x" },
        webhooks: [{ name: "a" }, { name: "b", clientConfig: { url: "https://10.128.0.11:8443/v" } }],
      },
      "ValidatingWebhookConfiguration webhooks[1].clientConfig.url",
    ],
    [
      "a Service's external addresses",
      { apiVersion: "v1", kind: "Service", metadata, spec: { externalIPs: ["10.128.0.11"] } },
      "Service spec.externalIPs[0]",
    ],
    [
      "a volume",
      {
        apiVersion: "v1",
        kind: "PersistentVolume",
        metadata: { name: "x" },
        spec: { nfs: { server: "10.128.0.11", path: "/" } },
      },
      "PersistentVolume spec.nfs.server",
    ],
    [
      "a policy's block",
      {
        apiVersion: "networking.k8s.io/v1",
        kind: "NetworkPolicy",
        metadata,
        spec: { egress: [{ to: [{ ipBlock: { cidr: "10.128.0.11/32" } }] }] },
      },
      "NetworkPolicy spec.egress[0].to[0].ipBlock.cidr",
    ],
    [
      "the key of a custom resource's map",
      { apiVersion: "x.io/v1", kind: "Thing", metadata, spec: { peers: { "10.128.0.11": { weight: 1 } } } },
      'Thing spec.peers["10.128.0.11"]',
    ],
    [
      "a custom resource without a spec",
      { apiVersion: "x.io/v1", kind: "Thing", metadata, servers: [["10.128.0.11"]] },
      "Thing servers[0][0]",
    ],
  ])("%s", (_, object, place) => {
    expect(places([object])).toEqual([`${place} 10.128.0.11`]);
  });

  it("an embedded kubeconfig, with what to connect to", () => {
    const kubeconfig =
      "apiVersion: v1\nclusters:\n- cluster:\n    server: https://10.128.0.5:6443\n  name: c\n";
    expect(scanText(kubeconfig)).toEqual(["10.128.0.5 address https://10.128.0.5:6443"]);
  });
});

describe("scanAddresses leaves out", () => {
  it.each<[string, Json]>([
    [
      "the status",
      {
        apiVersion: "v1",
        kind: "Service",
        metadata,
        status: { loadBalancer: { ingress: [{ ip: "203.0.113.11" }] } },
      },
    ],
    [
      "Nodes",
      { apiVersion: "v1", kind: "Node", metadata: { name: "worker-1", annotations: { ip: "10.128.0.11" } } },
    ],
    [
      "Leases",
      {
        apiVersion: "coordination.k8s.io/v1",
        kind: "Lease",
        metadata: { name: "worker-1", namespace: "kube-node-lease" },
        spec: { holderIdentity: "worker-1" },
      },
    ],
    ["events", { apiVersion: "v1", kind: "Event", metadata, message: "pulled on 10.128.0.11" }],
    [
      "a pod's place",
      {
        apiVersion: "v1",
        kind: "Pod",
        metadata,
        spec: { nodeName: "worker-1", containers: [container({})] },
      },
    ],
    [
      "what the DaemonSet controller adds",
      {
        apiVersion: "v1",
        kind: "Pod",
        metadata,
        spec: {
          affinity: {
            nodeAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: {
                nodeSelectorTerms: [
                  { matchFields: [{ key: "metadata.name", operator: "In", values: ["worker-1"] }] },
                ],
              },
            },
          },
        },
      },
    ],
    [
      "pods that ended",
      {
        ...deployment({}),
        apiVersion: "v1",
        kind: "Pod",
        spec: { x: "10.128.0.11" },
        status: { phase: "Succeeded" },
      },
    ],
    [
      "what kubectl keeps of the last apply",
      {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: {
          ...metadata,
          annotations: { "kubectl.kubernetes.io/last-applied-configuration": '{"data":{"x":"10.128.0.11"}}' },
        },
      },
    ],
    [
      "chart and version labels",
      {
        apiVersion: "v1",
        kind: "Service",
        metadata: {
          ...metadata,
          labels: { "helm.sh/chart": "shop-10.128.0.11", "app.kubernetes.io/version": "10.128.0.11" },
        },
      },
    ],
    ["an image's tag", deployment({ image: "registry.example.com/shop/app:10.128.0.11" })],
    [
      "an environment variable that is a version",
      deployment({ env: [{ name: "APP_VERSION", value: "10.128.0.11" }] }),
    ],
    ["an argument that is a version", deployment({ args: ["--image-tag", "10.128.0.11"] })],
    ["the keys of a ConfigMap", configMap({ "10.128.0.11": "x" })],
    ["binary data", { ...(configMap({}) as JsonObject), binaryData: { a: "10.128.0.11" } }],
    [
      "a former ReplicaSet",
      {
        apiVersion: "apps/v1",
        kind: "ReplicaSet",
        metadata: { ...metadata, ownerReferences: [{ kind: "Deployment", name: "web" }] },
        spec: { replicas: 0, template: { spec: { containers: [container({ args: ["10.128.0.11"] })] } } },
      },
    ],
  ])("%s", (_, object) => {
    expect(places([object])).toEqual([]);
  });
});

describe("what the platform writes", () => {
  const endpoints = {
    apiVersion: "v1",
    kind: "Endpoints",
    metadata,
    subsets: [{ addresses: [{ ip: "10.128.0.11" }] }],
  };
  const service = (spec: JsonObject): Json => ({ apiVersion: "v1", kind: "Service", metadata, spec });

  it.each<[string, readonly Json[], readonly boolean[]]>([
    ["endpoints a selector keeps", [endpoints, service({ selector: { app: "web" } })], [true]],
    ["endpoints of a Service that was not read", [endpoints], [true]],
    ["endpoints a person wrote", [endpoints, service({ ports: [] })], [false]],
    [
      "the API server's own endpoints",
      [{ ...endpoints, metadata: { name: "kubernetes", namespace: "default" } }],
      [true],
    ],
    [
      "a kept EndpointSlice",
      [
        {
          apiVersion: "discovery.k8s.io/v1",
          kind: "EndpointSlice",
          metadata: {
            ...metadata,
            labels: { "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io" },
          },
          endpoints: [{ addresses: ["10.128.0.11"], nodeName: "worker-1" }],
        },
      ],
      [true],
    ],
    [
      "an EndpointSlice a person wrote",
      [
        {
          apiVersion: "discovery.k8s.io/v1",
          kind: "EndpointSlice",
          metadata,
          endpoints: [{ addresses: ["10.128.0.11"] }],
        },
      ],
      [false],
    ],
    [
      "a static pod's mirror",
      [
        {
          apiVersion: "v1",
          kind: "Pod",
          metadata: { ...metadata, annotations: { "kubernetes.io/config.mirror": "x" } },
          spec: { containers: [container({ args: ["--advertise-address=10.128.0.5"] })] },
        },
      ],
      [true],
    ],
  ])("%s", (_, objects, expected) => {
    expect(scan(objects).map((mention) => mention.platformOwned)).toEqual(expected);
  });

  it("is marked where the profile says so", () => {
    const owned = scanAddresses(
      [resource(configMap({ a: "10.128.0.11" }))],
      KNOWN,
      (ref) => ref.name === "settings",
    );
    expect(owned.map((mention) => mention.platformOwned)).toEqual([true]);
  });
});
