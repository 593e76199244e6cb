import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { knownAddresses, scanAddresses } from "./address-scan.ts";
import { configMap, KNOWN, places, resource, scan, scanText } from "./address-testing.ts";
import type { Json, JsonObject } from "./json.ts";
import { at } from "./json.ts";
import type { World } from "./world.ts";

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

describe("copies", () => {
  const pod = (name: string, owner: JsonObject, extra: JsonObject, labels: JsonObject = {}): Json => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      namespace: "shop",
      labels,
      ownerReferences: [{ controller: true, apiVersion: "apps/v1", ...owner }],
    },
    spec: { containers: [container(extra)] },
  });
  const args = { args: ["--db=10.128.0.11"] };
  const path = "spec.containers[0].args[0] 10.128.0.11";

  it("a workload's pods repeat what its template says", () => {
    const replicaSet = {
      ...deployment(args),
      kind: "ReplicaSet",
      metadata: {
        name: "web-5d4",
        namespace: "shop",
        ownerReferences: [{ controller: true, apiVersion: "apps/v1", kind: "Deployment", name: "web" }],
      },
    };
    const pods = [1, 2, 3].map((n) => pod(`web-5d4-${n}`, { kind: "ReplicaSet", name: "web-5d4" }, args));
    expect(places([...pods, replicaSet, deployment(args)])).toEqual([
      "Deployment spec.template.spec.containers[0].args[0] 10.128.0.11",
    ]);
  });

  it("also when the ReplicaSet between them was not read", () => {
    const owner = { kind: "ReplicaSet", name: "web-5d4" };
    const pods = [1, 2].map((n) => pod(`web-5d4-${n}`, owner, args, { "pod-template-hash": "5d4" }));
    expect(places([deployment(args), ...pods])).toHaveLength(1);
  });

  it("pods whose workload was not read are told once", () => {
    const pods = [1, 2, 3].map((n) => pod(`db-${n}`, { kind: "StatefulSet", name: "db" }, args));
    expect(places(pods)).toEqual([`Pod ${path}`]);
  });

  it("what only the pods have is told once beside the template", () => {
    const own = { args: ["--db=10.128.0.12"] };
    const owner = { kind: "ReplicaSet", name: "web-5d4" };
    const pods = [1, 2].map((n) => pod(`web-${n}`, owner, own, { "pod-template-hash": "5d4" }));
    expect(places([deployment(args), ...pods])).toEqual([
      "Deployment spec.template.spec.containers[0].args[0] 10.128.0.11",
      "Pod spec.containers[0].args[0] 10.128.0.12",
    ]);
  });
});

describe("hostile objects", () => {
  it("nested ten thousand deep are read to the bottom", () => {
    let value: Json = "10.128.0.11";
    for (let depth = 0; depth < 10_000; depth++) value = depth % 2 === 0 ? { a: value } : [value];
    const found = scan([{ apiVersion: "x.io/v1", kind: "Thing", metadata, spec: value }]);
    expect(found).toHaveLength(1);
    expect(found[0]?.path).toHaveLength(10_001);
  });

  it("with a __proto__ key are objects like any other", () => {
    const spec: Json = JSON.parse('{"__proto__": {"a": "10.128.0.11"}}');
    expect(places([{ apiVersion: "x.io/v1", kind: "Thing", metadata, spec }])).toEqual([
      "Thing spec.__proto__.a 10.128.0.11",
    ]);
  });

  it.each([
    ["one known address", "10.128.0.11 "],
    ["one unknown address", "10.128.7.11 "],
    ["digits", "1234567890"],
    ["dots and digits", "1.1."],
    ["colons", "1:"],
    ["hexadecimal digits", "abcdef0123"],
    ["wildcard names", "a.nip.io."],
    ["names", "worker-1 "],
    ["slashes", "10.128.0.11/"],
    ["blocks", "10.128.0.0/22,"],
    ["backslashes", "\\\\"],
    ["escaped dots", "1\\."],
    ["spaces and dashes", "10.128.0.11 - "],
  ])("of %s over and over end soon", (_, piece) => {
    const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
    const begin = performance.now();
    expect(scanText(text).length).toBeLessThan(20);
    expect(performance.now() - begin).toBeLessThan(3_000);
  });
});

describe("any object", () => {
  const noise = fc.oneof(
    fc.string(),
    fc.constantFrom("v1.2.3", "a.b.c", "10.0.0.", "nginx:1.25", "::", "10.1.2.3"),
  );
  const tree = fc.letrec<{ tree: Json }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      noise,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie("tree"), { maxLength: 4 }),
      fc.dictionary(fc.string({ minLength: 1 }), tie("tree"), { maxKeys: 4 }),
    ),
  })).tree;
  const written = fc.constantFrom(
    "10.128.0.11",
    "http://10.128.0.11:80/x",
    "a 10.128.0.11 b",
    "10.128.0.11:9100",
    "10.128.0.11,10.9.9.9",
    "10.128.0.8/29",
    "10.128.0.10-10.128.0.11",
    "x.10.128.0.11.nip.io",
  );
  const key = fc
    .string({ minLength: 1 })
    .filter((text) => !/(?:version|revision|chart|release|build|tag|ver)s?$/i.test(text));

  it("is found at its path wherever it is planted", () => {
    fc.assert(
      fc.property(
        tree,
        fc.array(fc.tuple(key, tree), { minLength: 1, maxLength: 6 }),
        written,
        (extra, way, text) => {
          let value: Json = text;
          const path: (string | number)[] = [];
          for (const [step, beside] of way) {
            const inList = step.length % 2 === 0;
            value = inList ? [beside, value] : { beside, [step]: value };
            path.unshift(inList ? 1 : step);
          }
          const object = { apiVersion: "x.io/v1", kind: "Thing", metadata, spec: value, extra };
          const mention = scan([object]).find((each) => at(object, ...each.path) === text);
          expect(mention?.path).toEqual(["spec", ...path]);
          expect(mention?.address.value).toBe("10.128.0.11");
        },
      ),
    );
  });

  it("has none where there are only versions", () => {
    const number = fc.oneof(fc.nat(300), fc.constantFrom(10, 128, 0, 11));
    const version = fc
      .tuple(
        fc.constantFrom("v", "app-", "x_", "release/", "team/app:", "version: ", "tag=", "1.", ""),
        fc.array(number, { minLength: 4, maxLength: 4 }),
        fc.constantFrom("-rc1", "+b", ".1", ".tgz", "_2", "a", ""),
      )
      .filter(([lead, , tail]) => lead !== "" || tail !== "")
      .map(([lead, numbers, tail]) => `${lead}${numbers.join(".")}${tail}`);
    fc.assert(
      fc.property(version, (text) => {
        expect(scanText(text)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("knownAddresses", () => {
  const node = (name: string, role: string, addresses: readonly (readonly [string, string])[]): unknown => ({
    name,
    role,
    addresses: addresses.map(([type, address]) => ({ type, address })),
  });
  const world = (nodes: readonly unknown[], hosts: readonly string[]): World => {
    const endpoints = hosts.map((host) => ({ host, via: "name", learntFrom: "here" }));
    return { nodes, api: { endpoints } } as unknown as World;
  };

  it("names each address by the first thing it is", () => {
    const nodes = [
      node("Master-1", "control-plane", [
        ["InternalIP", "10.128.0.5"],
        ["ExternalIP", "203.0.113.5"],
        ["Hostname", "master-1"],
      ]),
      node("worker-1", "worker", [
        ["InternalIP", "10.128.0.11"],
        ["ExternalIP", "203.0.113.11"],
        ["InternalIP", "2001:DB8::0011"],
        ["InternalDNS", "worker-1.dc1.example.com"],
      ]),
    ];
    const known = knownAddresses(
      world(nodes, ["203.0.113.5", "K8s.example.com", "192.0.2.9"]),
      "169.254.25.10",
    );
    expect(known.map((each) => `${each.kind} ${each.value} of ${each.owner}`)).toEqual([
      "control-plane 10.128.0.5 of Node Master-1 (InternalIP)",
      "control-plane 203.0.113.5 of Node Master-1 (ExternalIP)",
      "control-plane-name master-1 of Node Master-1 (Hostname)",
      "node-internal 10.128.0.11 of Node worker-1 (InternalIP)",
      "node-external 203.0.113.11 of Node worker-1 (ExternalIP)",
      "node-internal 2001:db8::11 of Node worker-1 (InternalIP)",
      "node-name worker-1.dc1.example.com of Node worker-1 (InternalDNS)",
      "node-name worker-1 of Node worker-1",
      "api-server k8s.example.com of here",
      "api-server 192.0.2.9 of here",
      "resolver 169.254.25.10 of the resolver of the old platform",
    ]);
  });

  it("leaves out what means every host", () => {
    const nodes = [node("localhost", "worker", [["InternalIP", "127.0.0.1"]])];
    expect(knownAddresses(world(nodes, ["::1", "0.0.0.0"]), "127.0.0.53")).toEqual([]);
  });

  it("of a cluster without nodes finds nothing, quickly", () => {
    expect(scan([configMap({ a: "10.128.0.11" })], [])).toEqual([]);
  });
});
