import { describe, expect, it } from "vitest";
import { breachesOf, budget, found, workload } from "./testing.ts";

const cause = "budget-not-computed";
const shared = `---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { namespace: shop, name: all }
spec: { maxUnavailable: 1, selector: {} }
`;
const custom = `---
apiVersion: v1
kind: Pod
metadata:
  namespace: shop
  name: db-0
  uid: db-0
  labels: { app: db }
  ownerReferences: [{ apiVersion: db.example.com/v1, kind: Database, name: db, uid: u, controller: true }]
spec: { nodeName: worker-1, containers: [{ name: main }] }
status: { phase: Running, conditions: [{ type: Ready, status: "True" }] }
`;

describe(cause, () => {
  it("finds a budget over a DaemonSet's pods and others'", () => {
    const yaml = workload("web", { replicas: 3 }) + workload("agent", { kind: "DaemonSet" }) + shared;
    const [breach] = breachesOf(cause, yaml);
    expect(breach).toMatchObject({
      verdict: "breaks",
      subject: { kind: "PodDisruptionBudget", name: "all" },
    });
    expect(breach?.message).toContain("DaemonSet shop/agent has no scale subresource");
    expect(breach?.remedy).toContain("leaves out DaemonSet shop/agent");
  });

  it("finds a share that is neither a number nor a percentage", () => {
    expect(found(cause, workload("web", { replicas: 3 }) + budget("web", 'minAvailable: "2"'))).toEqual([
      "breaks PodDisruptionBudget shop/web",
    ]);
  });

  it("does not know whether a custom controller can be counted", () => {
    expect(found(cause, custom + budget("db", "maxUnavailable: 1"))).toEqual([
      "unknown PodDisruptionBudget shop/db",
    ]);
  });

  it("believes the disruption controller, whichever it says", () => {
    const works = "status: { expectedPods: 1, desiredHealthy: 0, currentHealthy: 1, disruptionsAllowed: 1 }";
    expect(found(cause, custom + budget("db", "maxUnavailable: 1", works))).toEqual([]);
    const fails =
      "status: { conditions: [{ type: DisruptionAllowed, status: 'False', reason: SyncFailed }] }";
    expect(found(cause, custom + budget("db", "maxUnavailable: 1", fails))).toEqual([
      "breaks PodDisruptionBudget shop/db",
    ]);
  });

  it.each([
    [
      "a number of pods",
      workload("web", { kind: "DaemonSet" }) + shared.replace("maxUnavailable", "minAvailable"),
    ],
    ["a Deployment", workload("web", { replicas: 3 }) + shared],
    ["a DaemonSet alone, which no drain evicts", workload("web", { kind: "DaemonSet" }) + shared],
  ])("not over %s", (_, yaml) => {
    expect(found(cause, yaml)).toEqual([]);
  });
});
