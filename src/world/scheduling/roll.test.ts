import { describe, expect, it } from "vitest";
import { replacedNodes, testNode, testWorld } from "../../guarantees/testing.ts";
import type { NodeModel } from "../node.ts";
import { allowanceOf, readBudget } from "./disruption-budget.ts";
import { namespaceLabels, podClasses } from "./pod-class.ts";
import { type RollOutcome, simulateRoll } from "./roll.ts";

interface Options {
  readonly surge?: number;
  readonly to?: readonly NodeModel[];
  readonly replaced?: boolean;
  readonly minor?: number;
}

function roll(nodes: readonly NodeModel[], yaml: string, options: Options = {}): RollOutcome {
  const world = testWorld(yaml, { nodes });
  const classes = podClasses(world.workloads, world.objects);
  const budgets = world.objects.list("PodDisruptionBudget.policy").flatMap((resource) => {
    const budget = readBudget(resource);
    const guarded = classes.filter((pods) => budget.selects(pods.labels));
    const pods = guarded.reduce((sum, { pods: list }) => sum + list.length, 0);
    const allowance = allowanceOf(budget, { pods, scale: pods });
    return allowance === undefined ? [] : [{ budget, allowance, classes: guarded }];
  });
  return simulateRoll({
    roll: {
      from: nodes,
      to: options.to ?? replacedNodes(nodes),
      surge: options.surge ?? 1,
      replaced: options.replaced ?? true,
    },
    classes,
    budgets,
    minor: options.minor ?? 25,
    namespaceLabels: namespaceLabels(world.objects),
  });
}

function deployment(name: string, replicas: number, spec: string, labels = `app: ${name}`): string {
  return `---
apiVersion: apps/v1
kind: Deployment
metadata: { namespace: shop, name: ${name} }
spec:
  replicas: ${replicas}
  template:
    metadata: { labels: { ${labels} } }
    spec:
${spec
  .trim()
  .split("\n")
  .map((line) => `      ${line}`)
  .join("\n")}
`;
}

function budget(name: string, rule: string): string {
  return `---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { namespace: shop, name: ${name} }
spec: { ${rule}, selector: { matchLabels: { app: ${name} } } }
`;
}

const asks = (cpu: string) => `containers: [{ name: main, resources: { requests: { cpu: "${cpu}" } } }]`;
const workers = (count: number) =>
  Array.from({ length: count }, (_, index) => testNode(`worker-${index + 1}`));

const APART = `affinity:
  podAntiAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      - { topologyKey: kubernetes.io/hostname, labelSelector: { matchLabels: { app: web } } }`;

describe("simulateRoll", () => {
  it("places everything again when a new node joins before each drain", () => {
    const outcome = roll(workers(3), deployment("web", 11, asks("1")));
    expect(outcome).toMatchObject({ deadlocks: [], unplaced: [] });
  });

  it("proves that nodes without a spare one cannot hold what all of them held", () => {
    const outcome = roll(workers(3), deployment("web", 11, asks("1")), { surge: 0 });
    expect(outcome.unplaced).toHaveLength(1);
    expect(outcome.unplaced[0]).toMatchObject({
      count: 3,
      reason: "room",
      lasting: false,
      proof: { kind: "all-pods", resource: "cpu", asked: 11, offered: 8 },
    });
  });

  it("claims no proof where only the order of placing may be to blame", () => {
    // 3 x 2 CPUs and 1.5 do fit two nodes of 4; whether the order of evictions finds it is luck.
    const outcome = roll(workers(3), deployment("a", 3, asks("2")) + deployment("b", 1, asks("1.5")), {
      surge: 0,
    });
    for (const unplaced of outcome.unplaced) expect(unplaced.proof).toBeUndefined();
  });

  it("sees a pod no new node offers enough for, once a DaemonSet takes its share", () => {
    const nodes = [testNode("worker-1", { labels: { "example.com/pool": "db" } })];
    const agent = `---
apiVersion: apps/v1
kind: DaemonSet
metadata: { namespace: ops, name: agent }
spec:
  template:
    metadata: { labels: { app: agent } }
    spec:
      affinity:
        nodeAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            nodeSelectorTerms:
              - matchExpressions: [{ key: example.com/pool, operator: DoesNotExist }]
      ${asks("2")}
`;
    const outcome = roll(nodes, deployment("db", 1, asks("3")) + agent);
    expect(outcome.unplaced[0]).toMatchObject({
      lasting: true,
      proof: { kind: "one-pod", resource: "cpu", asked: 3, offered: 2 },
    });
  });

  it("lets one replica per node move on to the new node", () => {
    const yaml = deployment("web", 3, `${APART}\n${asks("1")}`) + budget("web", "maxUnavailable: 1");
    expect(roll(workers(3), yaml)).toMatchObject({ deadlocks: [], unplaced: [] });
  });

  it("leaves a replica without a node while its own is away, when none is made first", () => {
    const yaml = deployment("web", 3, `${APART}\n${asks("1")}`) + budget("web", "maxUnavailable: 1");
    const outcome = roll(workers(3), yaml, { surge: 0 });
    expect(outcome.deadlocks).toEqual([]);
    expect(outcome.unplaced[0]).toMatchObject({
      reason: "rules",
      lasting: false,
      proof: undefined,
      count: 1,
    });
  });

  it("finds the deadlock of a hostname spread that counts the cordoned node", () => {
    const spread = `topologySpreadConstraints:
  - { maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: DoNotSchedule, labelSelector: { matchLabels: { app: web } } }`;
    const yaml = deployment("web", 8, `${spread}\n${asks("100m")}`) + budget("web", "maxUnavailable: 1");
    const outcome = roll(workers(2), yaml);
    expect(outcome.deadlocks).toHaveLength(1);
    expect(outcome.deadlocks[0]).toMatchObject({
      node: { name: "worker-1" },
      waitingCount: 1,
      certain: false,
    });
    const honoring = yaml.replace("maxSkew: 1,", "maxSkew: 1, nodeTaintsPolicy: Honor,");
    expect(roll(workers(2), honoring, { minor: 25 }).deadlocks).toHaveLength(1);
    expect(roll(workers(2), honoring, { minor: 26 }).deadlocks).toEqual([]);
  });

  it("finds the deadlock of pods whose label no new node has", () => {
    const nodes = [testNode("worker-1", { labels: { "example.com/pool": "db" } }), testNode("worker-2")];
    const selector = `nodeSelector: { example.com/pool: db }\n${asks("1")}`;
    const yaml = deployment("web", 2, selector) + budget("web", "maxUnavailable: 1");
    const outcome = roll(nodes, yaml);
    expect(outcome.deadlocks).toHaveLength(1);
    expect(outcome.deadlocks[0]).toMatchObject({ node: { name: "worker-1" }, certain: true });
    // Where they cannot go is another finding.
    expect(outcome.unplaced).toEqual([]);
  });

  it("moves pods of a known node, not those the scheduler would have put there", () => {
    const pod = (name: string, node: string) => `---
apiVersion: v1
kind: Pod
metadata:
  namespace: shop
  name: ${name}
  labels: { app: web }
  ownerReferences: [{ apiVersion: apps/v1, kind: ReplicaSet, name: web-1, uid: a, controller: true }]
spec: { nodeName: ${node}, containers: [{ name: main, resources: { requests: { cpu: "3" } } }] }
status: { phase: Running }
`;
    const outcome = roll(workers(2), pod("web-a", "worker-1") + pod("web-b", "worker-1"), { surge: 0 });
    expect(outcome.guessed).toBe(false);
    expect(outcome.unplaced[0]).toMatchObject({ node: { name: "worker-1" }, count: 1 });
  });

  it("asks nothing of nodes whose size is not known", () => {
    const nodes = workers(2).map((node) => ({ ...node, allocatable: undefined }));
    expect(roll(nodes, deployment("web", 500, asks("1")), { surge: 0 }).unplaced).toEqual([]);
  });

  it("keeps pods apart from a taint they do not tolerate, and lets them in where it is gone", () => {
    const taint = { key: "example.com/gpu", value: "", effect: "NoSchedule" as const };
    const nodes = [testNode("worker-1", { taints: [taint] }), testNode("worker-2")];
    const yaml = deployment("web", 4, asks("1"));
    expect(roll(nodes, yaml).unplaced).toEqual([]);
    const full = deployment("web", 8, asks("1"));
    expect(roll([...nodes, testNode("worker-3")], full).unplaced).toEqual([]);
    const kept = roll([...nodes, testNode("worker-3")], full, {
      surge: 0,
      to: [...nodes, testNode("worker-3")],
    });
    expect(kept.unplaced[0]).toMatchObject({
      lasting: false,
      reason: "room",
      proof: { asked: 8, offered: 4 },
    });
  });

  it("counts a DaemonSet's pods on old nodes, whose pods were not read", () => {
    const agent = `---
apiVersion: apps/v1
kind: DaemonSet
metadata: { namespace: ops, name: agent }
spec: { template: { metadata: { labels: { app: agent } }, spec: { ${asks("3")} } } }
`;
    // Beside the agent one pod fits each node: the other three had no place before, and are nobody's loss.
    expect(roll(workers(3), deployment("web", 6, asks("1")) + agent).unplaced).toEqual([]);
    const outcome = roll(workers(3), deployment("web", 6, asks("1")) + agent, { surge: 0 });
    expect(outcome.unplaced[0]).toMatchObject({ count: 1, proof: { asked: 3, offered: 2 } });
  });

  it("leaves pods that ask for it on their node until that is gone", () => {
    const kept = deployment("web", 3, `${APART}\n${asks("1")}`, 'app: web, cluster.x-k8s.io/drain: "skip"');
    const yaml = kept + budget("web", "maxUnavailable: 1");
    expect(roll(workers(3), yaml)).toMatchObject({ deadlocks: [], unplaced: [] });
  });
});
