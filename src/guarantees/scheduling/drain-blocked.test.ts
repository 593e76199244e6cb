import { describe, expect, it } from "vitest";
import { testContext, testProfile } from "../testing.ts";
import { breachesOf, budget, found, workload } from "./testing.ts";

const cause = "drain-blocked";
const web = (replicas: number) => workload("web", { replicas });

describe(cause, () => {
  it.each([
    ["maxUnavailable: 0", 3],
    ['maxUnavailable: "0%"', 3],
    ["minAvailable: 2", 2],
    ["minAvailable: 5", 3],
    ['minAvailable: "100%"', 3],
    ['minAvailable: "51%"', 1],
    ["", 3],
  ])("%s over %i replicas", (rule, replicas) => {
    expect(found(cause, web(replicas) + budget("web", rule))).toEqual([
      "breaks PodDisruptionBudget shop/web",
    ]);
  });

  it.each([
    ["maxUnavailable: 1", 1],
    ['maxUnavailable: "1%"', 3],
    ["minAvailable: 1", 2],
    ["minAvailable: 0", 1],
    ['minAvailable: "50%"', 2],
    ["maxUnavailable: 0", 0],
  ])("not %s over %i replicas", (rule, replicas) => {
    expect(found(cause, web(replicas) + budget("web", rule))).toEqual([]);
  });

  it("bites while nodes are drained, not before or after", () => {
    const yaml = web(3) + budget("web", "maxUnavailable: 0");
    expect(found(cause, yaml, { state: "before" })).toEqual([]);
    expect(found(cause, yaml, { state: "rolled" })).toEqual([]);
  });

  it("bites an in-place upgrade's drains as well", () => {
    const roll = { from: [], to: [], surge: 0, replaced: false };
    const yaml = web(3) + budget("web", "maxUnavailable: 0");
    const [breach] = breachesOf(cause, yaml, { state: "before", change: { roll } });
    expect(breach?.message).toContain("the upgrade of that node waits");
  });

  it("sees a budget that shares only some of its pods with others", () => {
    const all = budget("web", "maxUnavailable: 0")
      .replace("matchLabels: { app: web }", "")
      .replace("name: web", "name: all");
    const yaml = web(2) + workload("api", { replicas: 2 }) + budget("web", "maxUnavailable: 1") + all;
    expect(found(cause, yaml)).toEqual(["breaks PodDisruptionBudget shop/all"]);
    expect(found("several-budgets", yaml)).toEqual(["breaks Deployment shop/web"]);
  });

  it("passes over budgets of pods that a drain leaves alone", () => {
    const agent = workload("agent", { kind: "DaemonSet", more: "" });
    expect(found(cause, agent + budget("agent", "minAvailable: 5"))).toEqual([]);
  });

  it("passes over pods that tell Cluster API to leave them", () => {
    const kept = web(2).replace(
      "labels: { app: web }",
      'labels: { app: web, cluster.x-k8s.io/drain: "skip" }',
    );
    expect(found(cause, kept + budget("web", "maxUnavailable: 0"))).toEqual([]);
  });

  it("is no more than advice where jobs end by themselves", () => {
    const job = workload("web", { kind: "Job", more: "parallelism: 2" });
    expect(found(cause, job + budget("web", "minAvailable: 2"))).toEqual([
      "advice PodDisruptionBudget shop/web",
    ]);
  });

  it("counts only pods with a controller where the budget is a share", () => {
    const pod = `---
apiVersion: v1
kind: Pod
metadata: { namespace: shop, name: web, labels: { app: web } }
spec: { containers: [{ name: main }] }
`;
    const [breach] = breachesOf(cause, pod + budget("web", "maxUnavailable: 1"));
    expect(breach?.verdict).toBe("breaks");
    expect(breach?.remedy).toContain("Give the pods a controller");
  });

  it("leaves the platform's own workloads to the platform", () => {
    const owned = [{ kind: "Deployment.apps", namespace: "shop", name: "web" }];
    const profile = testProfile({ source: { newest: "1.25", owned } });
    const yaml = web(1) + budget("web", "maxUnavailable: 0");
    expect(found(cause, yaml, { context: testContext({ profile }) })).toEqual([]);
  });

  it("says what waits, and until when", () => {
    const [endless] = breachesOf(cause, web(3) + budget("web", "maxUnavailable: 0"));
    expect(endless?.message).toBe(
      "PodDisruptionBudget shop/web (maxUnavailable 0) never allows an eviction of Deployment shop/web (3 pods), so the drain of its node waits without end, and with it the replacement of all nodes.",
    );
    expect(endless?.evidence.map(({ path, value }) => `${path.join(".")}=${value}`)).toEqual([
      "spec.maxUnavailable=0",
      "spec.replicas=3",
    ]);
    const drain = { surge: 1, timeoutSeconds: 600 };
    const profile = testProfile({ target: { keptLabelPrefixes: [], storageClassesRemoved: [], drain } });
    const [limited] = breachesOf(cause, web(3) + budget("web", "maxUnavailable: 0"), {
      context: testContext({ profile }),
    });
    expect(limited?.message).toContain("its node is deleted after 600 s with the pods still on it");
  });
});
