import { describe, expect, it } from "vitest";
import { testNode } from "../testing.ts";
import { breachesOf, budget, found, workload } from "./testing.ts";

const asks = (cpu: string) => `containers: [{ name: main, resources: { requests: { cpu: "${cpu}" } } }]`;
const apart = `affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: kubernetes.io/hostname, labelSelector: { matchLabels: { app: web } } }] } }`;
const workers = (count: number) =>
  Array.from({ length: count }, (_, index) => testNode(`worker-${index + 1}`));

describe("no-room", () => {
  const cause = "no-room";

  it("says by how much the nodes that are left are too small", () => {
    const yaml = workload("web", { replicas: 11, spec: asks("1") });
    const [breach] = breachesOf(cause, yaml, { nodes: workers(3), surge: 0 });
    expect(breach).toMatchObject({ verdict: "breaks", subject: { kind: "Deployment", name: "web" } });
    expect(breach?.message).toBe(
      "Deployment shop/web has 3 pods that cannot be placed when worker-1 is drained, until that node is back: the pods that can only run there ask for 11 CPUs, and the nodes that are left offer 8 CPUs beside their DaemonSets.",
    );
  });

  it("does not know where only rules between pods keep them off", () => {
    const yaml = workload("web", { replicas: 3, spec: `${apart}\n${asks("1")}` });
    expect(found(cause, yaml, { nodes: workers(3), surge: 0 })).toEqual(["unknown Deployment shop/web"]);
  });

  it("sees a DaemonSet come to nodes it kept away from", () => {
    const nodes = [testNode("worker-1", { labels: { pool: "db" } }), testNode("worker-2")];
    const expression = "{ key: pool, operator: DoesNotExist }";
    const agent = workload("agent", {
      kind: "DaemonSet",
      spec: `affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [${expression}] }] } } }\n${asks("2")}`,
    });
    const [breach] = breachesOf(cause, agent + workload("db", { replicas: 1, spec: asks("3") }), { nodes });
    expect(breach?.message).toContain(
      "one pod asks for 3 CPUs, and no node it may run on offers more than 2 CPUs",
    );
  });

  it.each([
    ["a spare node joins first", 11, 3, 1],
    ["the others have room", 8, 3, 0],
  ])("not where %s", (_, replicas, nodes, surge) => {
    const yaml = workload("web", { replicas, spec: asks("1") });
    expect(found(cause, yaml, { nodes: workers(nodes), surge })).toEqual([]);
  });

  it("takes no room for cron jobs that do not run now", () => {
    const yaml =
      workload("web", { replicas: 8, spec: asks("1") }) +
      workload("nightly", { kind: "CronJob", spec: asks("4") });
    expect(found(cause, yaml, { nodes: workers(3), surge: 0 })).toEqual([]);
  });

  it("leaves pods whose label is lost to that finding", () => {
    const nodes = [testNode("worker-1", { labels: { pool: "db" } }), testNode("worker-2")];
    const yaml = workload("db", { replicas: 2, spec: `nodeSelector: { pool: db }\n${asks("1")}` });
    expect(found(cause, yaml, { nodes })).toEqual([]);
  });
});

describe("pods whose label is lost", () => {
  const nodes = [1, 2].map((index) => testNode(`worker-${index}`, { labels: { pool: "db" } }));
  const spread =
    "topologySpreadConstraints: [{ maxSkew: 1, topologyKey: pool, whenUnsatisfiable: DoNotSchedule, labelSelector: { matchLabels: { app: web } } }]";

  it.each([
    ["one a node, that wait for each other on the way", `nodeSelector: { pool: db }\n${apart}\n${asks("1")}`],
    ["spread over the label", `${spread}\n${asks("1")}`],
  ])("are no matter of room: %s", (_, spec) => {
    const yaml = workload("web", { replicas: 2, spec }) + budget("web", "maxUnavailable: 1");
    expect(found("no-room", yaml, { nodes })).toEqual([]);
    expect(found("label-lost", yaml, { nodes })).toEqual(["breaks Deployment shop/web"]);
    expect(found("drain-deadlock", yaml, { nodes })).toEqual(["breaks Deployment shop/web"]);
  });
});

describe("drain-deadlock", () => {
  const cause = "drain-deadlock";

  it("finds the budget that pods without a node use up", () => {
    const nodes = [testNode("worker-1", { labels: { pool: "db" } }), testNode("worker-2")];
    const yaml = workload("db", { replicas: 2, spec: `nodeSelector: { pool: db }\n${asks("1")}` });
    const [breach] = breachesOf(cause, yaml + budget("db", "maxUnavailable: 1"), { nodes });
    expect(breach).toMatchObject({ verdict: "breaks", subject: { kind: "Deployment", name: "db" } });
    expect(breach?.evidence.map(({ ref, path }) => `${ref.kind} ${path.join(".")}`)).toEqual([
      "PodDisruptionBudget spec.maxUnavailable",
      "Deployment spec.template.spec.nodeSelector",
    ]);
  });

  it("does not know where another order of placing might find a way", () => {
    const spread =
      "topologySpreadConstraints: [{ maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: DoNotSchedule, labelSelector: { matchLabels: { app: web } } }]";
    const yaml = workload("web", { replicas: 8, spec: `${spread}\n${asks("100m")}` });
    expect(found(cause, yaml + budget("web", "maxUnavailable: 1"), { nodes: workers(2) })).toEqual([
      "unknown Deployment shop/web",
    ]);
  });

  it.each([
    ["one pod a node moves on to the new node", `${apart}\n${asks("1")}`, 3],
    ["nothing keeps the pods off", asks("1"), 8],
  ])("not where %s", (_, spec, replicas) => {
    const yaml = workload("web", { replicas, spec }) + budget("web", "maxUnavailable: 1");
    expect(found(cause, yaml, { nodes: workers(3) })).toEqual([]);
  });
});
