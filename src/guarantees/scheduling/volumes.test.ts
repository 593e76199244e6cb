import { describe, expect, it } from "vitest";
import { testNode } from "../testing.ts";
import { breachesOf, found, workload } from "./testing.ts";

const beta = { "failure-domain.beta.kubernetes.io/zone": "nova-1" };
const nodes = [testNode("worker-1", { labels: beta }), testNode("worker-2", { zone: "nova-2" })];

function volume(key: string, value: string, more = ""): string {
  return `---
apiVersion: v1
kind: PersistentVolume
metadata: { name: pv-1${more} }
spec:
  csi: { driver: cinder.csi.openstack.org, volumeHandle: "1" }
  ${
    key === ""
      ? ""
      : `nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: ${key}, operator: In, values: [${value}] }] }] } }`
  }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { namespace: shop, name: data-db-0 }
spec: { volumeName: pv-1 }
`;
}

const db = workload("db", {
  kind: "StatefulSet",
  replicas: 1,
  more: "volumeClaimTemplates: [{ metadata: { name: data }, spec: {} }]",
});
const web = workload("web", {
  replicas: 1,
  spec: "volumes: [{ name: data, persistentVolumeClaim: { claimName: data-db-0 } }]\ncontainers: [{ name: main }]",
});

describe("volume-node-bound", () => {
  const cause = "volume-node-bound";

  it("finds a volume bound to a node's name", () => {
    const [breach] = breachesOf(cause, db + volume("kubernetes.io/hostname", "worker-1"), { nodes });
    expect(breach).toMatchObject({ verdict: "breaks", subject: { kind: "StatefulSet", name: "db" } });
    expect(breach?.evidence[0]?.path.join(".")).toBe(
      "spec.nodeAffinity.required.nodeSelectorTerms.0.matchExpressions.0",
    );
  });

  it("finds one bound by a driver's label that names nodes", () => {
    expect(found(cause, web + volume("topology.topolvm.io/node", "worker-2"), { nodes })).toEqual([
      "breaks Deployment shop/web",
    ]);
  });

  it.each([
    ["a volume in a zone that has nodes", "topology.cinder.csi.openstack.org/zone", "nova-2"],
    ["a volume without a place", "", ""],
  ])("not %s", (_, key, value) => {
    expect(found(cause, db + volume(key, value), { nodes })).toEqual([]);
  });
});

describe("volume-zone", () => {
  const cause = "volume-zone";
  const running = `---
apiVersion: v1
kind: Pod
metadata:
  namespace: shop
  name: db-0
  uid: db-0
  labels: { app: db }
  ownerReferences: [{ apiVersion: apps/v1, kind: StatefulSet, name: db, uid: u, controller: true }]
spec:
  nodeName: worker-1
  volumes: [{ name: data, persistentVolumeClaim: { claimName: data-db-0 } }]
  containers: [{ name: main }]
status: { phase: Running }
`;

  it("finds a pod that runs although its volume's zone has no node", () => {
    const yaml = db + running + volume("topology.cinder.csi.openstack.org/zone", "nova-3");
    const [breach] = breachesOf(cause, yaml, { nodes });
    expect(breach).toMatchObject({ verdict: "breaks", subject: { kind: "StatefulSet" } });
    expect(breach?.message).toContain("(zones with nodes: nova-1 and nova-2)");
  });

  it("does not know where no node was there before either", () => {
    expect(found(cause, db + volume("topology.kubernetes.io/zone", "nova-3"), { nodes })).toEqual([
      "unknown StatefulSet shop/db",
    ]);
  });

  it("finds a zone in which the pod's own rules leave no node", () => {
    const pinned = web.replace("volumes:", "nodeSelector: { pool: a }\n      volumes:");
    const pools = [testNode("worker-1", { labels: { pool: "a" } }), testNode("worker-2", { zone: "nova-2" })];
    const yaml = pinned + volume("topology.kubernetes.io/zone", "nova-1");
    expect(found(cause, yaml, { nodes: pools })).toEqual([]);
    expect(found("label-lost", yaml, { nodes: pools })).toEqual(["breaks Deployment shop/web"]);
  });

  it("reads the zone of an in-tree volume as its driver does", () => {
    const inTree = volume("failure-domain.beta.kubernetes.io/zone", "nova-1").replace(
      'csi: { driver: cinder.csi.openstack.org, volumeHandle: "1" }',
      'cinder: { volumeID: "1" }',
    );
    for (const one of [cause, "volume-beta-topology"]) expect(found(one, db + inTree, { nodes })).toEqual([]);
  });
});

describe("volume-beta-topology", () => {
  const cause = "volume-beta-topology";

  it("does not know whether new nodes have the deprecated label", () => {
    expect(found(cause, db + volume("failure-domain.beta.kubernetes.io/zone", "nova-1"), { nodes })).toEqual([
      "unknown StatefulSet shop/db",
    ]);
  });

  it("reads labels on the volume itself, which 1.28 translates", () => {
    const labelled = volume("", "", ", labels: { failure-domain.beta.kubernetes.io/zone: nova-1 }");
    expect(found(cause, db + labelled, { nodes, minor: 26 })).toEqual(["unknown StatefulSet shop/db"]);
    expect(found(cause, db + labelled, { nodes, minor: 28 })).toEqual([]);
  });

  it("not where new nodes have it", () => {
    const keep = ["failure-domain.beta.kubernetes.io/"];
    expect(
      found(cause, db + volume("failure-domain.beta.kubernetes.io/zone", "nova-1"), { nodes, keep }),
    ).toEqual([]);
  });
});
