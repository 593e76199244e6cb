import { describe, expect, it } from "vitest";
import { testNode } from "../testing.ts";
import { breachesOf, found, workload } from "./testing.ts";

const cause = "taint-lost";
const taint = { key: "example.com/dedicated", value: "db", effect: "NoSchedule" as const };
const nodes = [
  testNode("worker-1", { labels: { "example.com/dedicated": "db" }, taints: [taint] }),
  testNode("worker-2"),
];
const main = "containers: [{ name: main }]";
const toleration = "tolerations: [{ key: example.com/dedicated, operator: Equal, value: db }]";

describe(cause, () => {
  it("does not know whether a workload needs the nodes to itself", () => {
    const db = workload("db", {
      replicas: 1,
      spec: `nodeSelector: { example.com/dedicated: db }\n${toleration}\n${main}`,
    });
    const [breach] = breachesOf(cause, db, { nodes });
    expect(breach).toMatchObject({ verdict: "unknown", subject: { kind: "Deployment", name: "db" } });
    expect(breach?.evidence.map(({ path }) => path.join("."))).toEqual([
      "spec.template.spec.tolerations.0",
      "spec.taints.0",
    ]);
  });

  it("advises where a workload is only let in", () => {
    const db = workload("db", { replicas: 1, spec: `${toleration}\n${main}` });
    expect(found(cause, db, { nodes })).toEqual(["advice Deployment shop/db"]);
  });

  it("advises on a node that nobody was let on", () => {
    expect(found(cause, workload("web", { replicas: 1 }), { nodes })).toEqual(["advice Node worker-1"]);
    const anywhere = workload("web", { replicas: 1, spec: `tolerations: [{ operator: Exists }]\n${main}` });
    expect(found(cause, anywhere, { nodes })).toEqual(["advice Node worker-1"]);
  });

  it.each([
    [
      "the control plane's",
      { key: "node-role.kubernetes.io/control-plane", value: "", effect: "NoSchedule" as const },
    ],
    ["a moment's", { key: "node.kubernetes.io/disk-pressure", value: "", effect: "NoSchedule" as const }],
    ["one that only asks", { ...taint, effect: "PreferNoSchedule" as const }],
  ])("not for %s taint", (_, other) => {
    const controlPlane = other.key.startsWith("node-role");
    const node = testNode("node-1", { role: controlPlane ? "control-plane" : "worker", taints: [other] });
    expect(found(cause, workload("web", { replicas: 1 }), { nodes: [node] })).toEqual([]);
  });
});
