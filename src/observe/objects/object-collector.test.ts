import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { coverageOf } from "../../world/coverage.ts";
import type { Origin } from "../../world/resource.ts";
import { createCollector } from "../collector.ts";
import type { Observation } from "../observation.ts";

function origin(line: number): Origin {
  return { kind: "file", source: "x.yaml", offset: 0, length: 1, line, syntax: "yaml" };
}

function collect(...objects: unknown[]): Observation {
  const collector = createCollector();
  for (const [index, object] of objects.entries()) collector.add(structuredClone(object), origin(index + 1));
  return collector.finish(["x.yaml"], { assumeComplete: false });
}

function deployment(metadata: object = {}, apiVersion = "apps/v1") {
  return {
    apiVersion,
    kind: "Deployment",
    metadata: { name: "web", namespace: "shop", ...metadata },
    spec: { replicas: 1 },
  };
}

const LIVE = { uid: "u", resourceVersion: "7" };

describe("merging", () => {
  it.each([
    ["before", [deployment({}, "apps/v1beta1"), deployment(LIVE)]],
    ["after", [deployment(LIVE), deployment({}, "apps/v1beta1")]],
  ])("keeps the live object when its manifest comes %s", (_, objects) => {
    const { resources } = collect(...objects);
    expect(resources).toMatchObject([
      {
        observed: true,
        ref: { apiVersion: "apps/v1" },
        manifests: [
          { source: { kind: "file" }, apiVersion: "apps/v1beta1", object: { spec: { replicas: 1 } } },
        ],
      },
    ]);
  });

  it("takes a manifest for the object where there is no other", () => {
    expect(collect(deployment()).resources).toMatchObject([
      { observed: false, manifests: [], origin: { line: 1 } },
    ]);
  });

  it("notes a second manifest as evidence, unless it says the same", () => {
    expect(collect(deployment(), deployment()).resources).toMatchObject([{ manifests: [] }]);
    const { resources } = collect(deployment(), { ...deployment(), spec: { replicas: 2 } });
    expect(resources).toMatchObject([
      { object: { spec: { replicas: 1 } }, manifests: [{ origin: { line: 2 } }] },
    ]);
  });

  it("takes the later of two states of one object, and says so", () => {
    const later = { ...deployment({ ...LIVE, resourceVersion: "12" }), spec: { replicas: 5 } };
    for (const objects of [
      [deployment(LIVE), later],
      [later, deployment(LIVE)],
    ]) {
      const { resources, coverage } = collect(...objects);
      expect(resources).toMatchObject([{ object: { spec: { replicas: 5 } } }]);
      expect(coverage.entries.find(({ reason }) => reason?.includes("read twice"))?.status).toBe("read");
    }
    expect(collect(deployment(LIVE), deployment(LIVE)).coverage.entries).toHaveLength(1);
  });

  it("knows an object under the group it was moved to", () => {
    const ingress = (apiVersion: string, metadata = {}) => ({
      apiVersion,
      kind: "Ingress",
      metadata: { name: "i", namespace: "shop", ...metadata },
    });
    const { resources } = collect(ingress("networking.k8s.io/v1", LIVE), ingress("extensions/v1beta1"));
    expect(resources).toMatchObject([{ manifests: [{ apiVersion: "extensions/v1beta1" }] }]);
  });

  it("gives namespaced objects a namespace, and no other", () => {
    const { resources } = collect(
      { apiVersion: "v1", kind: "Pod", metadata: { name: "a" } },
      { apiVersion: "v1", kind: "Node", metadata: { name: "a", namespace: "wrong" } },
      { apiVersion: "x.example/v1", kind: "Thing", metadata: { name: "a" } },
      { apiVersion: "x.example/v1", kind: "Global", metadata: { name: "a" } },
      {
        apiVersion: "apiextensions.k8s.io/v1",
        kind: "CustomResourceDefinition",
        metadata: { name: "things" },
        spec: { group: "x.example", scope: "Namespaced", names: { kind: "Thing" } },
      },
    );
    expect(
      Object.fromEntries(
        resources.map(({ ref, object }) => [ref.kind, [ref.namespace, object.metadata.namespace]]),
      ),
    ).toEqual({
      Pod: ["default", "default"],
      Node: [undefined, undefined],
      Thing: ["default", "default"],
      Global: [undefined, undefined],
      CustomResourceDefinition: [undefined, undefined],
    });
  });

  it("names an object the server would name", () => {
    expect(
      collect({ apiVersion: "batch/v1", kind: "Job", metadata: { generateName: "import-" } }).resources,
    ).toMatchObject([{ ref: { name: "import-*" } }]);
  });
});

describe("lists", () => {
  it("are taken apart, in each other too; items may leave their kind to the list", () => {
    const { resources } = collect({
      apiVersion: "v1",
      kind: "List",
      items: [
        { apiVersion: "v1", kind: "PodList", items: [{ metadata: { name: "a", namespace: "b" } }] },
        deployment(),
      ],
    });
    expect(resources.map(({ ref, origin: from }) => [ref.kind, "within" in from ? from.within : []])).toEqual(
      [
        ["Pod", ["items", 0, "items", 0]],
        ["Deployment", ["items", 1]],
      ],
    );
  });

  it("prove, when empty and typed, that there is nothing of the kind", () => {
    const { coverage } = collect(
      { apiVersion: "policy/v1", kind: "PodDisruptionBudgetList", items: [] },
      { apiVersion: "v1", kind: "List", items: [] },
    );
    expect(coverageOf(coverage, "PodDisruptionBudget.policy")).toMatchObject({ status: "read", count: 0 });
    expect(coverage.entries).toHaveLength(1);
  });

  it("are told from an object that has items", () => {
    expect(
      collect({ apiVersion: "x.example/v1", kind: "AllowList", metadata: { name: "a" }, items: ["x"] })
        .resources,
    ).toMatchObject([{ ref: { kind: "AllowList" } }]);
  });
});

describe("evidence in the metadata", () => {
  it("is kept as API versions and dropped from the object", () => {
    const { resources } = collect(
      deployment({
        ...LIVE,
        annotations: {
          "kubectl.kubernetes.io/last-applied-configuration": JSON.stringify(
            deployment({}, "extensions/v1beta1"),
          ),
          keep: "x",
        },
        managedFields: [
          { manager: "helm", operation: "Update", apiVersion: "apps/v1beta2", fieldsV1: {} },
          {
            manager: "helm",
            operation: "Update",
            apiVersion: "apps/v1beta2",
            subresource: "status",
            fieldsV1: {},
          },
          { manager: "kube-controller-manager", operation: "Update", apiVersion: "apps/v1", fieldsV1: {} },
        ],
      }),
    );
    expect(resources[0]?.manifests.map(({ source, apiVersion, kind }) => [source, apiVersion, kind])).toEqual(
      [
        [{ kind: "last-applied" }, "extensions/v1beta1", "Deployment"],
        [{ kind: "managed-fields", manager: "helm", operation: "Update" }, "apps/v1beta2", "Deployment"],
        [
          { kind: "managed-fields", manager: "kube-controller-manager", operation: "Update" },
          "apps/v1",
          "Deployment",
        ],
      ],
    );
    expect(resources[0]?.object.metadata).toEqual({
      name: "web",
      namespace: "shop",
      ...LIVE,
      annotations: { keep: "x" },
    });
  });
});

describe("the owner", () => {
  it.each([
    [
      {
        ownerReferences: [
          { kind: "X", name: "x" },
          { kind: "ReplicaSet", name: "web-5d4", controller: true },
        ],
      },
      "controller",
      "ReplicaSet web-5d4",
    ],
    [
      { annotations: { "argocd.argoproj.io/tracking-id": "shop:apps/Deployment:shop/web" } },
      "argo-cd",
      "Application shop",
    ],
    [
      { annotations: { "argocd.argoproj.io/tracking-id": "team_shop:apps/Deployment:shop/web" } },
      "argo-cd",
      "Application team/shop",
    ],
    [{ labels: { "argocd.argoproj.io/instance": "shop" } }, "argo-cd", "Application shop"],
    [
      {
        labels: {
          "kustomize.toolkit.fluxcd.io/name": "apps",
          "kustomize.toolkit.fluxcd.io/namespace": "flux-system",
        },
      },
      "flux",
      "Kustomization flux-system/apps",
    ],
    [
      {
        labels: { "app.kubernetes.io/managed-by": "Helm", "helm.toolkit.fluxcd.io/name": "shop" },
        annotations: { "meta.helm.sh/release-name": "shop" },
      },
      "flux",
      "HelmRelease shop",
    ],
    [
      {
        labels: { "app.kubernetes.io/managed-by": "Helm" },
        annotations: { "meta.helm.sh/release-name": "shop", "meta.helm.sh/release-namespace": "ns" },
      },
      "helm",
      "release shop in namespace ns",
    ],
    [
      { annotations: { "kubectl.kubernetes.io/last-applied-configuration": "{}" } },
      "kubectl",
      "kubectl apply",
    ],
    [{ managedFields: [{ manager: "kubectl-edit" }] }, "kubectl", "kubectl edit"],
    [{ labels: { "app.kubernetes.io/managed-by": "Helm" } }, "unknown", ""],
  ])("of %j is %s", (metadata, kind, name) => {
    expect(collect(deployment(metadata)).resources[0]?.owner).toEqual({ kind, name });
  });
});

describe("Helm releases", () => {
  const manifest = `---\n# Source: shop/a.yaml\napiVersion: apps/v1beta1\nkind: Deployment\nmetadata:\n  name: web\n---\napiVersion: v1\nkind: PersistentVolume\nmetadata:\n  name: disk\n---\napiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: {name: gone}\n`;

  function release(revision: number, status: string, labels: object = { status }, kind = "Secret") {
    const value = {
      name: "shop",
      namespace: "shop",
      version: revision,
      info: { status },
      chart: { metadata: { name: "shop", version: "1.0.0" } },
      manifest,
    };
    const encoded = gzipSync(JSON.stringify(value)).toString("base64");
    return {
      apiVersion: "v1",
      kind,
      metadata: {
        name: `sh.helm.release.v1.shop.v${revision}`,
        namespace: "shop",
        uid: `r${revision}`,
        labels: { owner: "helm", ...labels },
      },
      data: { release: kind === "Secret" ? Buffer.from(encoded).toString("base64") : encoded },
    };
  }

  it.each(["Secret", "ConfigMap"])("in a %s become evidence, on live objects where they exist", (kind) => {
    const { resources, manifests } = collect(release(4, "deployed", {}, kind), deployment(LIVE));
    const web = resources.find(({ ref }) => ref.name === "web");
    expect(web).toMatchObject({
      observed: true,
      owner: { kind: "helm", name: "release shop in namespace shop" },
      manifests: [
        {
          apiVersion: "apps/v1beta1",
          source: {
            kind: "helm",
            release: "shop",
            namespace: "shop",
            chart: "shop-1.0.0",
            revision: 4,
            status: "deployed",
            storedIn: { kind, name: "sh.helm.release.v1.shop.v4" },
          },
        },
      ],
    });
    expect(manifests.map(({ ref }) => ref)).toEqual([
      { apiVersion: "v1", kind: "PersistentVolume", name: "disk" },
      { apiVersion: "policy/v1beta1", kind: "PodDisruptionBudget", namespace: "shop", name: "gone" },
    ]);
    expect(resources).toHaveLength(2);
  });

  it.each([
    [[release(1, "superseded"), release(2, "deployed")], [2]],
    [[release(1, "superseded", {}), release(2, "deployed", {})], [2]],
    [
      [release(2, "deployed"), release(3, "failed")],
      [2, 3],
    ],
    [
      [release(3, "pending-upgrade"), release(2, "deployed"), release(1, "failed")],
      [2, 3],
    ],
    [[release(1, "uninstalled")], []],
    [[release(2, "deployed"), release(2, "deployed")], [2]],
  ])("count with the revision deployed and a later one under way, case %#", (secrets, revisions) => {
    const { manifests } = collect(...secrets);
    const found = manifests.map(({ source }) => (source.kind === "helm" ? source.revision : 0));
    expect([...new Set(found)].sort()).toEqual(revisions);
  });

  it("that cannot be decoded are reported", () => {
    const broken = { ...release(1, "deployed"), data: { release: "bm90IGEgcmVsZWFzZQ==" } };
    const { coverage, resources } = collect(broken);
    expect(resources).toHaveLength(1);
    expect(coverage.entries).toContainEqual(
      expect.objectContaining({
        subject: { place: "Helm release shop in namespace shop, revision 1" },
        status: "unreadable",
        place: "x.yaml:1",
      }),
    );
  });
});

describe("coverage", () => {
  it("counts events, which are not kept", () => {
    const event = (apiVersion: string) => ({
      apiVersion,
      kind: "Event",
      metadata: { name: "e", namespace: "a", uid: "1" },
    });
    const { resources, coverage } = collect(event("v1"), event("events.k8s.io/v1"));
    expect(resources).toEqual([]);
    expect(coverageOf(coverage, "Event.events.k8s.io")).toMatchObject({ status: "read", count: 2 });
  });

  it("merges reports on a kind, the worse status first, and counts objects", () => {
    const collector = createCollector();
    collector.cover({ subject: { kind: "Pod" }, status: "read", count: 1 });
    collector.cover({ subject: { kind: "Pod" }, status: "partial", count: 0, reason: "gone" });
    collector.cover({ subject: { kind: "Node" }, status: "read", count: 2 });
    collector.cover({ subject: { kind: "Node" }, status: "read", count: 3 });
    collector.add({ apiVersion: "v1", kind: "Pod", metadata: { name: "a", uid: "1" } }, origin(1));
    const { coverage } = collector.finish([], { assumeComplete: false });
    expect(coverageOf(coverage, "Pod")).toMatchObject({ status: "partial", count: 1, reason: "gone" });
    expect(coverageOf(coverage, "Node")).toMatchObject({ status: "read", count: 5 });
  });
});

it.each([true, 5, {}])(
  "does not take an object whose namespace is %s for one of another namespace",
  (namespace) => {
    const { resources, coverage } = collect(deployment({ namespace }), deployment());
    expect(resources.map(({ ref }) => ref.namespace)).toEqual(["shop"]);
    expect(coverage.entries.find((entry) => entry.status === "unreadable")?.reason).toContain(
      "put it in quotes",
    );
  },
);
