import { describe, expect, it } from "vitest";
import { breachesOf, budget, found, workload } from "./testing.ts";

const cause = "several-budgets";
const web = workload("web", { replicas: 3 });
const all = `---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { namespace: shop, name: everything }
spec: { maxUnavailable: 1, selector: {} }
`;

describe(cause, () => {
  it("finds pods that two budgets select, however much each allows", () => {
    const [breach] = breachesOf(cause, web + budget("web", "maxUnavailable: 1") + all);
    expect(breach).toMatchObject({ verdict: "breaks", subject: { kind: "Deployment", name: "web" } });
    expect(breach?.message).toContain("PodDisruptionBudget shop/web and PodDisruptionBudget shop/everything");
  });

  it("takes an empty selector for none at policy/v1beta1", () => {
    const old = all.replace("policy/v1\n", "policy/v1beta1\n");
    expect(found(cause, web + budget("web", "maxUnavailable: 1") + old)).toEqual([]);
  });

  it("not for budgets of other pods or namespaces", () => {
    const other = all.replace("namespace: shop", "namespace: other");
    expect(found(cause, web + budget("web", "maxUnavailable: 1") + other)).toEqual([]);
    expect(
      found(cause, web + budget("web", "maxUnavailable: 1") + budget("api", "maxUnavailable: 1")),
    ).toEqual([]);
  });

  it("not for pods that a drain leaves alone", () => {
    const agent = workload("web", { kind: "DaemonSet" });
    expect(found(cause, agent + budget("web", "minAvailable: 1") + all)).toEqual([]);
  });
});
