import { expect, it } from "vitest";
import { loadProfile } from "../config/profiles.ts";
import { resourceOf, testNode, testWorld } from "../guarantees/testing.ts";
import type { KubeObject } from "../world/resource.ts";
import { detectPlatform } from "./detect.ts";

const profile = await loadProfile("elastx-caas-v2");

function capiNode(name: string, marked = true) {
  const node = testNode(name);
  const object: KubeObject = {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name, annotations: marked ? { "cluster.x-k8s.io/cluster-name": "prod" } : {} },
  };
  return { ...node, resource: resourceOf(object) };
}

const NODELOCAL = `
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: nodelocaldns, namespace: kube-system }
`;

it("knows a Kubespray cluster by what Kubespray left in it", () => {
  const { platform, evidence } = detectPlatform(testWorld(NODELOCAL), profile);
  expect(platform).toBe("source");
  expect(evidence).toContain("NodeLocal DNS as Kubespray installs it (DaemonSet kube-system/nodelocaldns)");
});

it("believes the target only when every node bears its mark and the version is one of its own", () => {
  const marked = [capiNode("a"), capiNode("b")];
  expect(detectPlatform(testWorld("", { nodes: marked, minor: 26 }), profile).platform).toBe("target");
  expect(detectPlatform(testWorld(NODELOCAL, { nodes: marked, minor: 26 }), profile).platform).toBe("target");
  expect(detectPlatform(testWorld(NODELOCAL, { nodes: marked, minor: 25 }), profile).platform).toBe("source");
  const half = [capiNode("a"), capiNode("b", false)];
  expect(detectPlatform(testWorld("", { nodes: half, minor: 26 }), profile).platform).toBe("unknown");
});

it("does not guess", () => {
  expect(detectPlatform(testWorld(""), profile).platform).toBe("unknown");
});
