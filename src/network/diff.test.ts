import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { replacedNodes, testNode, testWorld } from "../guarantees/testing.ts";
import type { World } from "../world/world.ts";
import { type DiffLine, diffNetworks } from "./diff.ts";
import { portsText } from "./names.ts";
import { answersOf } from "./testing/answers.ts";
import { brokenWorld } from "./testing/broken-worlds.ts";
import { policyObject, policySpec, type SmallWorld, worldOf } from "./testing/small-worlds.ts";
import { viewOf } from "./view-of.ts";

const NODES = [
  testNode("worker-1", { internalIP: "192.0.2.1" }),
  testNode("worker-2", { internalIP: "192.0.2.2" }),
];

/** Deployments `namespace/name` with as many pods as said, whose names end in `suffix`. */
function cluster(
  workloads: Readonly<Record<string, number>>,
  policies: readonly string[] = [],
  suffix = "x",
): World {
  const pods = Object.entries(workloads).flatMap(([id, count]) => {
    const [namespace, name] = id.split("/");
    return Array.from(
      { length: count },
      (_, index) => `
apiVersion: v1
kind: Pod
metadata:
  namespace: ${namespace}
  name: ${name}-${suffix}${index}
  labels: { app: ${name} }
  ownerReferences: [{ apiVersion: apps/v1, kind: StatefulSet, name: ${name}, uid: ${name}, controller: true }]
spec: { nodeName: worker-1, containers: [{ name: c }] }
status: { podIP: 10.0.0.${index + 1} }
`,
    );
  });
  return testWorld([...pods, ...policies].join("---"), { nodes: NODES });
}

function policy(namespace: string, name: string, spec: string): string {
  return `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { namespace: ${namespace}, name: ${name} }
spec: ${spec}
`;
}

function diff(before: World, after: World) {
  const result = diffNetworks(viewOf(before), viewOf(after), (world) => viewOf(world));
  const text = (line: DiffLine): string =>
    `${line.from.names.join(" ")} => ${line.to.names.join(" ")} : ${portsText(line.ports, result.table)} x${line.connections}`;
  return { ...result, lost: result.lost.map(text), gained: result.gained.map(text), unknown: result.unknown };
}

const SHUT = policy("b", "shut", "{podSelector: {}, policyTypes: [Ingress]}");

it("a thousand equal losses are one line", () => {
  const many = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`a/web${n}`, 1]));
  const both = { ...many, "b/db": 1, "b/cache": 1 };
  const { lost, gained, unknown } = diff(cluster(both), cluster(both, [SHUT]));
  expect(lost).toEqual([
    // 40 workloads, two nodes and the addresses, each to both; and the two to each other.
    "*/* *[Node] 0.0.0.0-255.255.255.255 => b/* : All Connections x88",
  ]);
  expect([gained, unknown]).toEqual([[], []]);
});

it("the other way round it is gained", () => {
  const workloads = { "a/web": 1, "b/db": 1 };
  const { lost, gained } = diff(cluster(workloads, [SHUT]), cluster(workloads));
  expect(lost).toEqual([]);
  expect(gained).toEqual(["*/* *[Node] 0.0.0.0-255.255.255.255 => b/db[StatefulSet] : All Connections x4"]);
});

describe("workloads of two sources", () => {
  it("are matched by name, whatever their pods are called and however many there are", () => {
    const { lost, gained, gone, added } = diff(
      cluster({ "a/web": 3, "b/db": 1 }, [], "old"),
      cluster({ "a/web": 2, "b/db": 4 }, [], "new"),
    );
    expect({ lost, gained, gone, added }).toEqual({ lost: [], gained: [], gone: [], added: [] });
  });
  it("that only one has are named, their connections are not", () => {
    const { lost, gained, gone, added } = diff(
      cluster({ "a/web": 1, "b/db": 1 }),
      cluster({ "a/web": 1, "b/mq": 1 }),
    );
    expect({ lost, gained, gone, added }).toEqual({
      lost: [],
      gained: [],
      gone: ["b/db[StatefulSet]"],
      added: ["b/mq[StatefulSet]"],
    });
  });
});

it("nodes are recognised after they were replaced; what names their addresses is unknown then", () => {
  const rules =
    "{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 192.0.2.1/32}}], ports: [{port: 80}]}]}";
  const before = cluster({ "b/db": 1 }, [policy("b", "nodes", rules)]);
  const { lost, gained, unknown } = diff(before, { ...before, nodes: replacedNodes(NODES) });
  expect([lost, gained]).toEqual([[], []]);
  expect(unknown.map(({ before: was, after: now, from }) => [...from.names, was, now])).toEqual([
    ["worker-1[Node]", "allowed", "unknown"],
    ["worker-2[Node]", "denied", "unknown"],
  ]);
  expect(unknown[0]?.reasons).toEqual([
    "NetworkPolicy b/nodes: it names addresses, and the host's address is not known",
  ]);
});

it("agrees with asking both worlds about every pair of pods", () => {
  const change = fc.tuple(brokenWorld, fc.constantFrom("a", "b"), policySpec);
  fc.assert(
    fc.property(change, ([small, namespace, spec]) => {
      const later: SmallWorld = {
        ...small,
        policies: [...small.policies, policyObject(namespace, "late", spec)],
      };
      const worlds = [worldOf(small), worldOf(later)] as const;
      const result = diffNetworks(viewOf(worlds[0]), viewOf(worlds[1]), (world) => viewOf(world));
      const [was, now] = worlds.map((world) => answersOf(world));
      const found = new Set<string>();
      for (const line of [...result.lost, ...result.gained, ...result.unknown]) {
        for (const from of line.from.peers) {
          for (const to of line.to.peers) {
            if (from.workload === to.workload) continue;
            const has = (port: number): boolean =>
              line.ports.TCP.some(
                (first, at) => at % 2 === 0 && first <= port && port <= (line.ports.TCP[at + 1] ?? 0),
              );
            for (const port of [79, 80, 8080]) {
              if (has(port)) found.add(`${from.name} ${to.name} ${port} ${line.before} ${line.after}`);
            }
          }
        }
      }
      const expected = new Set<string>();
      for (const from of small.pods) {
        for (const to of small.pods) {
          if (from.name === to.name) continue;
          for (const port of [79, 80, 8080]) {
            const ask = (answers: ReturnType<typeof answersOf> | undefined) =>
              answers?.ask(`${from.namespace}/${from.name}`, `${to.namespace}/${to.name}`, `${port}/TCP`);
            const [before, after] = [ask(was), ask(now)];
            if (before === after && before !== "unknown") continue;
            expected.add(
              `${from.namespace}/${from.name}[Pod] ${to.namespace}/${to.name}[Pod] ${port} ${before} ${after}`,
            );
          }
        }
      }
      expect([...found].sort()).toEqual([...expected].sort());
    }),
    { numRuns: 200 },
  );
});
