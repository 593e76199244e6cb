import { describe, expect, it } from "vitest";
import { breachesOf, found, pods } from "./testing.ts";

const templates = (spec: string) =>
  `volumeClaimTemplates: [{ metadata: { name: data }, spec: { ${spec} } }], `;
const stateful = (spec: string) =>
  pods("", "{ name: data, mountPath: /data }", { kind: "StatefulSet", replicas: 2, more: templates(spec) });
const claim = (spec: string, more = "") => `---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { namespace: shop, name: files${more} }
spec: { ${spec} }
`;
const storageClass = (name: string, annotations = "") => `---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: ${name}, annotations: { ${annotations} } }
provisioner: cinder.csi.openstack.org
`;
const removed = ["4k"];

describe("storage-class-removed", () => {
  const cause = "storage-class-removed";

  it("breaks a StatefulSet whose templates name the class", () => {
    const [breach] = breachesOf(cause, stateful("storageClassName: 4k"), { removed });
    expect(breach).toMatchObject({ verdict: "breaks", subject: { kind: "StatefulSet", name: "db" } });
    expect(breach?.message).toContain("Its 2 pods keep the volumes they have; a further replica");
    expect(breach?.evidence[0]?.path.join(".")).toBe("spec.volumeClaimTemplates.0.spec.storageClassName");
  });

  it("breaks pods that make a claim each time they start", () => {
    const ephemeral = pods(
      "ephemeral: { volumeClaimTemplate: { spec: { storageClassName: 4k } } }",
      "{ name: data, mountPath: /data }",
    );
    const [breach] = breachesOf(cause, ephemeral, { removed });
    expect(breach?.message).toContain("from then on each evicted pod stays pending");
  });

  it("breaks a claim that is not bound, and advises on those that are", () => {
    const waiting = claim("storageClassName: 4k");
    const bound = claim("storageClassName: 4k, volumeName: pv-1").replace("files", "bound");
    expect(found(cause, waiting + bound + storageClass("4k"), { removed })).toEqual([
      "advice StorageClass 4k",
      "breaks PersistentVolumeClaim shop/files",
    ]);
  });

  it("reads the class from the old annotation", () => {
    const old = claim("", ", annotations: { volume.beta.kubernetes.io/storage-class: 4k }");
    expect(found(cause, old, { removed })).toEqual(["breaks PersistentVolumeClaim shop/files"]);
  });

  it("does not know what an operator makes of a class that its resource names", () => {
    const cluster = `---
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: { namespace: shop, name: pg }
spec: { storage: { storageClass: 4k, size: 1Gi } }
`;
    const [breach] = breachesOf(cause, cluster, { removed });
    expect(breach).toMatchObject({ verdict: "unknown", subject: { kind: "Cluster", name: "pg" } });
    expect(breach?.evidence[0]?.path).toEqual(["spec", "storage", "storageClass"]);
  });

  it("breaks what Helm will ask for again", () => {
    const object = {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { namespace: "shop", name: "later" },
      spec: { storageClassName: "4k" },
    };
    const origin = { kind: "snapshot" as const, source: "test" };
    const manifest = {
      source: { kind: "file" as const },
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      origin,
      object,
      ref: { apiVersion: "v1", kind: "PersistentVolumeClaim", namespace: "shop", name: "later" },
      owner: { kind: "unknown" as const, name: "" },
    };
    expect(found(cause, "", { removed, change: { manifests: [manifest] } })).toEqual([
      "breaks PersistentVolumeClaim shop/later",
    ]);
  });

  it.each([
    ["a class that stays", stateful("storageClassName: 8k")],
    [
      "a kind of Kubernetes' own that says so",
      "---\napiVersion: x.storage.k8s.io/v1\nkind: X\nmetadata: { name: x }\nspec: { storageClass: 4k }\n",
    ],
    ["no class", stateful("")],
    ["a claim that asks for no class at all", claim('storageClassName: ""')],
  ])("not %s", (_, yaml) => {
    expect(found(cause, yaml, { removed })).toEqual([]);
  });

  it("not before the class is taken away", () => {
    expect(found(cause, stateful("storageClassName: 4k"))).toEqual([]);
  });
});

describe("default-class-removed", () => {
  const cause = "default-class-removed";
  const DEFAULT = 'storageclass.kubernetes.io/is-default-class: "true"';

  it("breaks those who leave the class open", () => {
    const [breach] = breachesOf(cause, storageClass("4k", DEFAULT) + stateful(""), { removed });
    expect(breach).toMatchObject({ verdict: "breaks", subject: { kind: "StorageClass", name: "4k" } });
    expect(breach?.message).toContain("StatefulSet shop/db make such claims");
  });

  it("does not know whether anybody else does", () => {
    expect(found(cause, storageClass("4k", DEFAULT), { removed })).toEqual(["unknown StorageClass 4k"]);
  });

  it.each([
    ["another default is left", storageClass("4k", DEFAULT) + storageClass("8k", DEFAULT)],
    ["the class is not the default", storageClass("4k")],
    ["the default stays", storageClass("8k", DEFAULT) + storageClass("4k")],
  ])("not where %s", (_, yaml) => {
    expect(found(cause, yaml + stateful(""), { removed })).toEqual([]);
  });
});
