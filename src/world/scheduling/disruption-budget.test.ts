import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "../json.ts";
import type { KubeObject } from "../resource.ts";
import { allowanceOf, disruptionsAllowed, readBudget, unreadyEvictable } from "./disruption-budget.ts";

function budget(spec: Record<string, Json>, apiVersion = "policy/v1") {
  const object: KubeObject = {
    apiVersion,
    kind: "PodDisruptionBudget",
    metadata: { name: "web", namespace: "shop" },
    spec,
  };
  return readBudget({
    ref: { apiVersion, kind: "PodDisruptionBudget", namespace: "shop", name: "web" },
    object,
    origin: { kind: "snapshot", source: "test" },
    observed: true,
    manifests: [],
    owner: { kind: "unknown", name: "" },
  });
}

function allowed(spec: Record<string, Json>, pods: number, scale: number | undefined = pods, healthy = pods) {
  const allowance = allowanceOf(budget(spec), { pods, scale });
  return allowance === undefined ? undefined : disruptionsAllowed(allowance, healthy);
}

describe("disruptionsAllowed", () => {
  it.each([
    [{ minAvailable: 1 }, 1, 0],
    [{ minAvailable: 1 }, 2, 1],
    [{ minAvailable: 5 }, 3, 0],
    [{ minAvailable: 0 }, 1, 1],
    [{ minAvailable: "50%" }, 3, 1],
    [{ minAvailable: "100%" }, 10, 0],
    [{ minAvailable: "91%" }, 10, 0],
    [{ minAvailable: "90%" }, 10, 1],
    [{ maxUnavailable: 0 }, 3, 0],
    [{ maxUnavailable: 1 }, 3, 1],
    [{ maxUnavailable: 9 }, 3, 3],
    [{ maxUnavailable: "1%" }, 3, 1],
    [{ maxUnavailable: "0%" }, 3, 0],
    [{ maxUnavailable: "34%" }, 3, 2],
    // Neither field: nothing is expected, so nothing is allowed.
    [{}, 3, 0],
  ])("%j over %i pods allows %i", (spec, pods, expected) => {
    expect(allowed(spec as unknown as Record<string, Json>, pods)).toBe(expected);
  });

  it("expects no pod where pods have no controller and the budget is a share", () => {
    expect(allowed({ minAvailable: "50%" }, 3, 0)).toBe(0);
    expect(allowed({ maxUnavailable: 1 }, 3, 0)).toBe(0);
    expect(allowed({ minAvailable: 1 }, 3, 0)).toBe(2);
  });

  it("is not computed where a controller has no scale, or the share cannot be read", () => {
    const noScale = { pods: 3, scale: undefined };
    expect(allowanceOf(budget({ maxUnavailable: 1 }), noScale)).toBeUndefined();
    expect(allowanceOf(budget({ minAvailable: "10%" }), noScale)).toBeUndefined();
    expect(allowanceOf(budget({ minAvailable: 1 }), noScale)).toEqual({ expected: 3, desiredHealthy: 1 });
    expect(allowed({ minAvailable: "2" }, 3)).toBeUndefined();
  });

  it("never turns 0 when replicas are added under an integer minAvailable", () => {
    fc.assert(
      fc.property(fc.nat(30), fc.nat(30), fc.nat(30), (least, pods, more) => {
        fc.pre((allowed({ minAvailable: least }, pods) ?? 0) > 0);
        expect(allowed({ minAvailable: least }, pods + more)).toBeGreaterThan(0);
      }),
    );
  });

  it("never lets fewer pods be ready than demanded, and is monotone in the ready ones", () => {
    const demand = fc.oneof(
      fc.nat(20),
      fc.nat(100).map((share) => `${share}%`),
    );
    const field = fc.constantFrom("minAvailable", "maxUnavailable");
    fc.assert(
      fc.property(field, demand, fc.nat(20), fc.nat(20), (key, value, scale, unready) => {
        const allowance = allowanceOf(budget({ [key]: value }), { pods: scale, scale });
        if (allowance === undefined) return;
        const healthy = Math.max(0, scale - unready);
        const many = disruptionsAllowed(allowance, scale);
        const few = disruptionsAllowed(allowance, healthy);
        expect(few).toBeLessThanOrEqual(many);
        if (few > 0) expect(healthy - few).toBeGreaterThanOrEqual(allowance.desiredHealthy);
      }),
    );
  });
});

describe("unreadyEvictable", () => {
  it.each([
    ["enough others are ready", 2, 2, false, true],
    ["too few are ready", 1, 2, false, false],
    ["nobody must be ready, none is", 0, 0, false, false],
    ["nobody must be ready, one is", 1, 0, false, true],
    ["the budget lets unready pods go", 0, 2, true, true],
  ])("when %s", (_, healthy, desiredHealthy, always, expected) => {
    expect(unreadyEvictable({ expected: 3, desiredHealthy }, healthy, always)).toBe(expected);
  });
});

describe("a budget's selector", () => {
  const labels = { app: "web" };
  it.each([
    ["policy/v1", { selector: {} }, true],
    ["policy/v1beta1", { selector: {} }, false],
    ["policy/v1beta1", { selector: { matchLabels: {} } }, false],
    ["policy/v1", {}, false],
    ["policy/v1beta1", {}, false],
    ["policy/v1", { selector: { matchLabels: { app: "web" } } }, true],
    ["policy/v1beta1", { selector: { matchLabels: { app: "web" } } }, true],
    ["policy/v1", { selector: { matchLabels: { app: "api" } } }, false],
    // How each version shows the other's empty selector (pkg/apis/policy, StripPDBV1beta1Label).
    [
      "policy/v1",
      {
        selector: {
          matchExpressions: [
            { key: "pdb.kubernetes.io/deprecated-v1beta1-empty-selector-match", operator: "Exists" },
          ],
        },
      },
      false,
    ],
    [
      "policy/v1beta1",
      {
        selector: {
          matchExpressions: [
            { key: "pdb.kubernetes.io/deprecated-v1beta1-empty-selector-match", operator: "DoesNotExist" },
          ],
        },
      },
      true,
    ],
  ])("%s %j: %s", (apiVersion, spec, expected) => {
    expect(budget(spec as unknown as Record<string, Json>, apiVersion).selects(labels)).toBe(expected);
  });
});
