import { describe, expect, it } from "vitest";
import { breachesOf, found, pods } from "./testing.ts";

const cause = "volume-plugin-removed";
const volume = (source: string) => `---
apiVersion: v1
kind: PersistentVolume
metadata: { name: pv-1 }
spec: { ${source} }
`;
const GLUSTER = "glusterfs: { endpoints: gluster, path: data }";
const CINDER = "cinder: { volumeID: a }";
const driver = `---
apiVersion: storage.k8s.io/v1
kind: CSIDriver
metadata: { name: cinder.csi.openstack.org }
`;

describe(cause, () => {
  it("breaks a volume whose type is gone", () => {
    const [breach] = breachesOf(cause, volume(GLUSTER));
    expect(breach).toMatchObject({ verdict: "breaks", subject: { kind: "PersistentVolume", name: "pv-1" } });
    expect(breach?.evidence[0]?.path).toEqual(["spec", "glusterfs"]);
  });

  it("finds it in a pod's own volumes", () => {
    expect(found(cause, pods(GLUSTER, "{ name: data, mountPath: /data }"))).toEqual([
      "breaks Deployment shop/db",
    ]);
  });

  it("does not know whether a volume's driver comes", () => {
    expect(found(cause, volume(CINDER))).toEqual(["unknown PersistentVolume pv-1"]);
    expect(found(cause, volume(CINDER) + driver)).toEqual([]);
  });

  it.each([
    ["while its code is still there", volume(GLUSTER), { minor: 25 }],
    ["where it was gone before", volume(GLUSTER), { from: 26, minor: 27 }],
    ["of a driver", volume("csi: { driver: cinder.csi.openstack.org, volumeHandle: a }"), {}],
    ["that goes later", volume("rbd: { image: a }"), { minor: 30 }],
  ])("not a volume %s", (_, yaml, setting) => {
    expect(found(cause, yaml, setting)).toEqual([]);
  });

  it("goes with the minor that drops it", () => {
    expect(found(cause, volume("rbd: { image: a }"), { minor: 31 })).toEqual([
      "breaks PersistentVolume pv-1",
    ]);
  });
});
