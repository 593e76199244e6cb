import { describe, expect, it } from "vitest";
import { breachesOf, found, pods } from "./testing.ts";

const cause = "node-disk-volume";
const affinity = (key: string, value: string) =>
  `nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: ${key}, operator: In, values: [${value}] }] }] } }`;
const volume = (spec: string, more = "") => `---
apiVersion: v1
kind: PersistentVolume
metadata: { name: pv-1 }
spec: { ${spec} }
${more}
`;
const LOCAL = `local: { path: /mnt/disks/1 }, ${affinity("kubernetes.io/hostname", "worker-1")}`;
const claim = `---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { namespace: shop, name: data-db-0 }
spec: { volumeName: pv-1 }
`;
const db = pods("", "{ name: data, mountPath: /data }", {
  kind: "StatefulSet",
  more: "volumeClaimTemplates: [{ metadata: { name: data }, spec: {} }], ",
});
const bound = "claimRef: { namespace: shop, name: data-db-0 }";

describe(cause, () => {
  it.each([
    ["a local volume", LOCAL, "spec.local.path"],
    ["a hostPath volume", "hostPath: { path: /srv/data }", "spec.hostPath.path"],
    [
      "a driver's volume bound to a node",
      `csi: { driver: topolvm.io, volumeHandle: a }, ${affinity("topology.topolvm.io/node", "worker-1")}`,
      "spec.nodeAffinity.required.nodeSelectorTerms.0.matchExpressions.0",
    ],
  ])("finds %s", (_, spec, path) => {
    for (const yaml of [db + claim + volume(spec), db + claim + volume(`${spec}, ${bound}`)]) {
      const [breach] = breachesOf(cause, yaml);
      expect(breach).toMatchObject({ verdict: "breaks", subject: { kind: "StatefulSet", name: "db" } });
      expect(breach?.evidence[0]?.path.join(".")).toBe(path);
    }
  });

  it("names the volume where no pod that was read mounts it", () => {
    expect(found(cause, volume(`${LOCAL}, ${bound}`))).toEqual(["breaks PersistentVolume pv-1"]);
  });

  it.each([
    [
      "that was released: its data may be needed",
      "status: { phase: Released }",
      ["unknown PersistentVolume pv-1"],
    ],
    ["that nobody ever claimed", "status: { phase: Available }", []],
  ])("a volume %s", (_, status, expected) => {
    expect(found(cause, volume(LOCAL, status))).toEqual(expected);
  });

  it.each([
    ["block storage", `csi: { driver: cinder.csi.openstack.org, volumeHandle: a }, ${bound}`],
    [
      "block storage in a zone",
      `csi: { driver: cinder.csi.openstack.org, volumeHandle: a }, ${affinity("topology.cinder.csi.openstack.org/zone", "nova-1")}`,
    ],
    [
      "block storage kept off a node",
      `csi: { driver: cinder.csi.openstack.org, volumeHandle: a }, ${affinity("kubernetes.io/hostname", "worker-1").replace("In,", "NotIn,")}`,
    ],
    ["NFS", `nfs: { server: files.example.com, path: / }, ${bound}`],
  ])("not %s", (_, spec) => {
    expect(found(cause, db + claim + volume(spec))).toEqual([]);
  });

  it("leaves the disk where nodes are only drained, or before anything happens", () => {
    expect(found(cause, db + claim + volume(LOCAL), { state: "drained" })).toEqual([]);
    expect(found(cause, db + claim + volume(LOCAL), { state: "before" })).toEqual([]);
  });
});
