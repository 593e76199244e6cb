import { describe, expect, it } from "vitest";
import { testContext, testNode } from "../testing.ts";
import { breachesOf, found, workload } from "./testing.ts";

const cause = "label-lost";
const nodes = [
  testNode("worker-1", { labels: { "example.com/pool": "db", disk: "ssd" } }),
  testNode("worker-2", { labels: { "example.com/pool": "web" } }),
  testNode("worker-3"),
];
const main = "containers: [{ name: main }]";
const affinity = (kind: string, body: string) => `affinity: { ${kind}: ${body} }\n${main}`;
const required = (expression: string) =>
  affinity(
    "nodeAffinity",
    `{ requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [${expression}] }] } }`,
  );
const preferred = (expression: string) =>
  affinity(
    "nodeAffinity",
    `{ preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference: { matchExpressions: [${expression}] } }] }`,
  );
const pods = (kind: string, topologyKey: string) =>
  affinity(
    kind,
    `{ requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: ${topologyKey}, labelSelector: { matchLabels: { app: web } } }] }`,
  );
const spread = (topologyKey: string, when: string) =>
  `topologySpreadConstraints: [{ maxSkew: 1, topologyKey: ${topologyKey}, whenUnsatisfiable: ${when}, labelSelector: { matchLabels: { app: web } } }]\n${main}`;
const web = (spec: string) => workload("web", { replicas: 2, spec });

describe(cause, () => {
  it.each([
    ["nodeSelector", `nodeSelector: { example.com/pool: db }\n${main}`],
    ["required node affinity", required("{ key: disk, operator: Exists }")],
    ["spread that must hold", spread("example.com/pool", "DoNotSchedule")],
    ["pod affinity", pods("podAffinity", "example.com/pool")],
    ["pod anti-affinity, which no longer binds", pods("podAntiAffinity", "example.com/pool")],
  ])("breaks %s", (_, spec) => {
    expect(found(cause, web(spec), { nodes })).toEqual(["breaks Deployment shop/web"]);
    expect(found(cause, web(spec), { nodes, state: "rolled" })).toEqual(["breaks Deployment shop/web"]);
    expect(found(cause, web(spec), { nodes, state: "before" })).toEqual([]);
    expect(found(cause, web(spec), { nodes, keep: ["example.com/", "disk"] })).toEqual([]);
  });

  it.each([
    ["a preferred node", preferred("{ key: disk, operator: In, values: [ssd] }")],
    ["a spread that only asks", spread("example.com/pool", "ScheduleAnyway")],
    ["nodes to keep away from", required("{ key: disk, operator: DoesNotExist }")],
  ])("advises on %s", (_, spec) => {
    expect(found(cause, web(spec), { nodes })).toEqual(["advice Deployment shop/web"]);
  });

  it.each([
    ["a label all nodes get", `nodeSelector: { kubernetes.io/os: linux }\n${main}`],
    ["a zone", `nodeSelector: { topology.kubernetes.io/zone: nova-1 }\n${main}`],
    ["a label no node has today either", `nodeSelector: { example.com/gpu: "true" }\n${main}`],
    ["an alternative that is left", required("{ key: kubernetes.io/os, operator: In, values: [linux] }")],
    ["a spread over zones", spread("topology.kubernetes.io/zone", "DoNotSchedule")],
  ])("not %s", (_, spec) => {
    expect(found(cause, web(spec), { nodes })).toEqual([]);
  });

  it("finds a place by one of several alternatives", () => {
    const spec = affinity(
      "nodeAffinity",
      `{ requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [
        { matchExpressions: [{ key: disk, operator: Exists }] },
        { matchExpressions: [{ key: kubernetes.io/os, operator: Exists }] }] } }`,
    );
    expect(found(cause, web(spec), { nodes })).toEqual([]);
    // A DaemonSet runs wherever one of them lets it: it loses nothing either.
    expect(found(cause, workload("web", { kind: "DaemonSet", spec }), { nodes })).toEqual([]);
  });

  it("says that a DaemonSet runs nowhere", () => {
    const agent = workload("agent", { kind: "DaemonSet", spec: `nodeSelector: { disk: ssd }\n${main}` });
    const [breach] = breachesOf(cause, agent, { nodes });
    expect(breach?.message).toBe(
      "DaemonSet shop/agent runs on nodes with disk=ssd only. Only worker-1 has label disk, and the node that replaces it does not: it runs nowhere.",
    );
  });

  it("names every lost label on its own, and cites the field", () => {
    const spec = `nodeSelector: { example.com/pool: db, disk: ssd }\n${main}`;
    const breaches = breachesOf(cause, web(spec), { nodes });
    expect(breaches.map(({ detail }) => detail)).toEqual(["example.com/pool", "disk"]);
    expect(breaches[0]?.evidence[0]).toMatchObject({
      path: ["spec", "template", "spec", "nodeSelector", "example.com/pool"],
      value: "db",
    });
  });

  it("looks into cron jobs, but not at what is scaled to nothing", () => {
    const spec = `nodeSelector: { disk: ssd }\n${main}`;
    expect(found(cause, workload("nightly", { kind: "CronJob", spec }), { nodes })).toEqual([
      "breaks CronJob shop/nightly",
    ]);
    expect(found(cause, workload("web", { replicas: 0, spec }), { nodes })).toEqual([]);
  });

  it("does not know where no node was read", () => {
    const roll = { from: [], to: [], surge: 1, replaced: true };
    const spec = `nodeSelector: { disk: ssd }\n${main}`;
    const setting = { nodes: [], state: "before" as const, change: { roll }, context: testContext() };
    expect(found(cause, web(spec), setting)).toEqual(["unknown Deployment shop/web"]);
  });
});
