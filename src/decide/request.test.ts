import { expect, it } from "vitest";
import { testNode, testWorld } from "../guarantees/testing.ts";
import { clusterRequestSchema } from "./cluster-request.ts";
import { clusterRequest } from "./request.ts";
import { decideRoad } from "./road.ts";
import { given, testFacts } from "./testing.ts";

const nodes = [
  testNode("master-1", { role: "control-plane" }),
  testNode("worker-1", { labels: { "node.kubernetes.io/instance-type": "v1-c2-m8" }, zone: "az1" }),
  testNode("worker-2", { labels: { "node.kubernetes.io/instance-type": "v1-c2-m8" }, zone: "az2" }),
  testNode("worker-3", { zone: "az1", allocatable: { cpu: "8", memory: "32Gi" } }),
];
const pod = (name: string, node: string, requests: string) => `
apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: shop, uid: ${name} }
spec:
  nodeName: ${node}
  containers: [{ name: web, image: web, resources: { requests: ${requests} } }]
`;
const claim = (name: string, storageClass: string, size: string) => `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: ${name}, namespace: shop }
spec: { storageClassName: ${storageClass}, resources: { requests: { storage: ${size} } } }
`;
const yaml = [
  pod("a", "worker-1", "{ cpu: 1500m, memory: 6Gi }"),
  pod("b", "worker-2", "{ cpu: 100m, memory: 11Gi }"),
  pod("c", "worker-3", "{ cpu: 250m }"),
  claim("one", "4k", "10Gi"),
  claim("two", "4k", "512Mi"),
  "apiVersion: v1\nkind: Service\nmetadata: { name: edge, namespace: shop }\nspec: { type: LoadBalancer }",
].join("---\n");

function request(answers: Record<string, string> = {}) {
  const base = testFacts({ world: testWorld(yaml, { nodes }) });
  const { target } = base.profile;
  const storageClassesRemoved = [{ name: "4k", removedIn: "1.26" }];
  const facts = { ...base, profile: { ...base.profile, target: { ...target, storageClassesRemoved } } };
  return clusterRequest(facts, decideRoad(facts, given({ "upgrade-or-migrate": "migrate", ...answers })));
}

it("sizes the new cluster by what pods request, flavour by flavour", () => {
  expect(request()).toMatchObject({
    version: "1.26",
    offered: ["1.26", "1.29"],
    freeDays: 30,
    controlPlaneNodes: 1,
    workers: [
      {
        flavour: "unknown",
        zones: ["az1"],
        count: 1,
        each: { cpu: 8, memoryGiB: 32 },
        requested: { cpu: 0.3, memoryGiB: 0 },
        least: 1,
      },
      {
        flavour: "v1-c2-m8",
        zones: ["az1", "az2"],
        count: 2,
        each: { cpu: 4, memoryGiB: 16 },
        requested: { cpu: 1.6, memoryGiB: 17 },
        least: 2,
      },
    ],
    storage: [{ storageClass: "4k", volumes: 2, sizeGiB: 10.5, removedIn: "1.26" }],
    loadBalancers: 1,
  });
});

it("says what makes it no more than a lower bound", () => {
  expect(request().remarks).toEqual(["1 pod of 3 request no CPU or no memory"]);
});

it("asks for floating IPs where somebody requires them", () => {
  expect(request().features).toEqual([]);
  expect(request({ "floating-ips-required": "yes" }).features).toEqual([
    { id: "node-floating-ips", why: expect.stringContaining("said in a test (") },
  ]);
});

it("is what its schema says", () => {
  expect(clusterRequestSchema.parse(request())).toEqual(request());
});

it("counts pods that are on no node where only one flavour can take them", () => {
  const one = [testNode("master-1", { role: "control-plane" }), testNode("worker-1")];
  const waiting = pod("d", '""', "{ cpu: 9, memory: 1Gi }").replace('  nodeName: ""\n', "");
  const facts = (workers: typeof one) => testFacts({ world: testWorld(waiting, { nodes: workers }) });
  const asked = (workers: typeof one) =>
    clusterRequest(facts(workers), decideRoad(facts(workers), given({})));
  expect(asked(one)).toMatchObject({
    unplaced: { cpu: 9, memoryGiB: 1 },
    workers: [{ count: 1, requested: { cpu: 0, memoryGiB: 0 }, least: 3 }],
  });
  const other = testNode("worker-2", { labels: { "node.kubernetes.io/instance-type": "v1-c2-m8" } });
  expect(asked([...one, other]).workers.map((workers) => workers.least)).toEqual([undefined, undefined]);
});

it("counts a DaemonSet on every node that takes it, where none of its pods was read", () => {
  const agent = `
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: agent, namespace: shop }
spec:
  selector: { matchLabels: { app: agent } }
  template:
    metadata: { labels: { app: agent } }
    spec: { containers: [{ name: agent, image: agent, resources: { requests: { cpu: 100m, memory: 1Gi } } }] }
`;
  const facts = testFacts({ world: testWorld(agent, { nodes }) });
  const { workers, unplaced } = clusterRequest(
    facts,
    decideRoad(facts, given({ "upgrade-or-migrate": "migrate" })),
  );
  expect(unplaced).toBeUndefined();
  expect(workers.map(({ requested }) => requested)).toEqual([
    { cpu: 0.1, memoryGiB: 1 },
    { cpu: 0.2, memoryGiB: 2 },
  ]);
});
