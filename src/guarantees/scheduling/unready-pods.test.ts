import { describe, expect, it } from "vitest";
import { breachesOf, budget, found, runningPod, workload } from "./testing.ts";

const cause = "unready-pods";
const web = workload("web", { replicas: 2 });
const ready = runningPod("web", "web-1-a", { node: "worker-1" });
const unready = runningPod("web", "web-1-b", { node: "worker-2", ready: false });

describe(cause, () => {
  it("finds the budget that one broken pod uses up", () => {
    expect(found(cause, web + ready + unready + budget("web", "maxUnavailable: 1"))).toEqual([
      "breaks PodDisruptionBudget shop/web",
    ]);
  });

  it("finds pods that may not be evicted because none is ready", () => {
    const both = unready + runningPod("web", "web-1-a", { ready: false });
    const [breach] = breachesOf(cause, web + both + budget("web", "minAvailable: 1"));
    expect(breach?.message).toContain("0 of 2 pods ready, 1 demanded");
    expect(breach?.evidence.some(({ note }) => note === "condition Ready")).toBe(true);
  });

  it("lets unready pods go from 1.27 on where the budget says so", () => {
    const both = unready + runningPod("web", "web-1-a", { ready: false });
    const yaml = web + both + budget("web", "minAvailable: 1, unhealthyPodEvictionPolicy: AlwaysAllow");
    expect(found(cause, yaml, { minor: 26 })).toEqual(["breaks PodDisruptionBudget shop/web"]);
    expect(found(cause, yaml, { minor: 27 })).toEqual(["advice PodDisruptionBudget shop/web"]);
  });

  it("is no more than advice for pods that have not started, which any drain may evict", () => {
    const starting = ["a", "b"].map((id) =>
      runningPod("web", `web-1-${id}`, { ready: false, phase: "Pending" }),
    );
    expect(found(cause, web + starting.join("") + budget("web", "minAvailable: 1"))).toEqual([
      "advice PodDisruptionBudget shop/web",
    ]);
  });

  it.each([
    ["all pods are ready", ready + runningPod("web", "web-1-b"), "maxUnavailable: 1"],
    ["the budget has an eviction left", ready + unready, "maxUnavailable: 2"],
    ["the budget never allows any: that is another finding", ready + unready, "maxUnavailable: 0"],
    ["no pod was read", "", "maxUnavailable: 1"],
  ])("not where %s", (_, pods, rule) => {
    expect(found(cause, web + pods + budget("web", rule))).toEqual([]);
  });
});
