import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CONTROL_PLANE_PARTS, type ControlPlane, startControlPlane } from "../support/control-plane.ts";
import { loadDirectory, loadObjects } from "../support/load.ts";
import type { Manifest } from "../support/manifests.ts";
import { describeWithParts } from "../support/parts.ts";

const CLUSTER = fileURLToPath(new URL("./testdata/cluster", import.meta.url));

describeWithParts("loading a directory", [...CONTROL_PLANE_PARTS, "kube-controller-manager"], () => {
  let plane: ControlPlane;

  beforeAll(async () => {
    plane = await startControlPlane();
    expect(await loadDirectory(plane, CLUSTER)).toBe(11);
  });
  afterAll(() => plane?.stop());

  async function get(...what: string[]): Promise<Manifest> {
    return JSON.parse(await plane.kubectl(["get", "-n", "shop", "-o", "json", ...what])) as Manifest;
  }

  test("gives owned objects their owner's new uid", async () => {
    const [deployment, replicaSet, pod] = await Promise.all([
      get("deployment", "web"),
      get("replicaset", "web-5d9"),
      get("pod", "web-5d9-abcde"),
    ]);
    expect(replicaSet?.metadata.ownerReferences?.[0]?.uid).toBe(deployment?.metadata.uid);
    expect(pod?.metadata.ownerReferences?.[0]?.uid).toBe(replicaSet?.metadata.uid);
  });

  test("writes the status that a kubelet or a controller would", async () => {
    expect(await get("pod", "web-5d9-abcde")).toMatchObject({
      status: { phase: "Running", podIP: "10.233.64.7" },
    });
    expect(await get("deployment", "web")).toMatchObject({ status: { readyReplicas: 1 } });
    expect(await get("node", "worker-1")).toMatchObject({
      status: { addresses: [{ address: "192.0.2.21" }] },
    });
    expect((await get("node", "worker-1")).spec).not.toHaveProperty("taints");
  });

  test("lets admission and controllers do their part", async () => {
    expect(await get("pod", "web-5d9-abcde")).toMatchObject({
      spec: { serviceAccountName: "default", tolerations: [{ operator: "Exists" }, { operator: "Exists" }] },
    });
    await expect
      .poll(() => get("endpoints", "web"), { timeout: 10_000 })
      .toMatchObject({ subsets: [{ addresses: [{ ip: "10.233.64.7" }] }] });
  });

  test("overwrites what the cluster made by itself, and loads kinds the cluster has just learnt", async () => {
    expect((await get("serviceaccount", "default")).metadata.labels).toEqual({ kept: "yes" });
    expect(await get("gizmo", "one")).toMatchObject({ spec: { size: 3 } });
  });

  test("takes objects that are too large for an annotation", async () => {
    const data = { text: "x".repeat(900_000) };
    const metadata = { name: "large", namespace: "shop" };
    await loadObjects(plane, [{ apiVersion: "v1", kind: "ConfigMap", metadata, data }]);
    expect((await get("configmap", "large")).data).toEqual(data);
  });

  test("says what the server refuses, and why", async () => {
    const metadata = { name: "Not A Name", namespace: "shop" };
    await expect(
      loadObjects(plane, [{ apiVersion: "v1", kind: "ConfigMap", metadata }], { retryMs: 0 }),
    ).rejects.toThrow(/1 objects could not be loaded:.*Not A Name/s);
  });
});
