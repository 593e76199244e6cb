import { describe, expect, it } from "vitest";
import { resourceOf, testNode } from "../../guarantees/testing.ts";
import type { KubeObject } from "../resource.ts";
import { admitsVolume, volumeDemands } from "./volumes.ts";

const BETA = "failure-domain.beta.kubernetes.io/zone";

function volume(labels: Record<string, string>, key?: string, source = "csi") {
  const nodeAffinity =
    key === undefined
      ? {}
      : {
          nodeAffinity: {
            required: {
              nodeSelectorTerms: [{ matchExpressions: [{ key, operator: "In", values: ["nova-1"] }] }],
            },
          },
        };
  const object: KubeObject = {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name: "pv-1", labels },
    spec: { [source]: {}, ...nodeAffinity },
  };
  return volumeDemands(resourceOf(object));
}

const here = testNode("a");
const elsewhere = testNode("b", { zone: "nova-2" });
const nowhere = testNode("c", { zone: undefined });

describe("node affinity of a volume", () => {
  it.each([
    "topology.kubernetes.io/zone",
    "topology.cinder.csi.openstack.org/zone",
    "topology.ebs.csi.aws.com/zone",
  ])("reads %s as the node's zone", (key) => {
    expect(admitsVolume(volume({}, key), here, 26)).toBe(true);
    expect(admitsVolume(volume({}, key), elsewhere, 26)).toBe(false);
  });

  it("believes a driver's own label over the zone", () => {
    const key = "topology.cinder.csi.openstack.org/zone";
    const node = testNode("d", { labels: { [key]: "nova-9" } });
    expect(admitsVolume(volume({}, key), node, 26)).toBe(false);
  });

  it("reads an in-tree Cinder volume's zone as the driver's", () => {
    expect(admitsVolume(volume({}, BETA, "cinder"), here, 26)).toBe(true);
    expect(admitsVolume(volume({}, BETA), here, 26)).toBe(false);
  });
});

describe("zone labels of a volume", () => {
  it.each([
    ["the node's zone", { "topology.kubernetes.io/zone": "nova-1" }, here, true],
    ["another zone", { "topology.kubernetes.io/zone": "nova-1" }, elsewhere, false],
    ["one of several zones", { "topology.kubernetes.io/zone": "nova-1__nova-2" }, elsewhere, true],
    ["any zone, where nodes have none", { "topology.kubernetes.io/zone": "nova-1" }, nowhere, true],
    ["a region the node does not tell", { "topology.kubernetes.io/region": "r" }, here, false],
  ])("admit %s", (_, labels, node, expected) => {
    expect(admitsVolume(volume(labels as Record<string, string>), node, 26)).toBe(expected);
  });

  it("are read by their stable name from 1.28 on", () => {
    expect(admitsVolume(volume({ [BETA]: "nova-1" }), here, 27)).toBe(false);
    expect(admitsVolume(volume({ [BETA]: "nova-1" }), here, 28)).toBe(true);
  });
});
