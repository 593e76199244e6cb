import { describe, expect, it } from "vitest";
import removalsJson from "../data/api-removals.json" with { type: "json" };
import { loadRemovals } from "./api-removals.ts";
import { findRemoval, indexRemovals, isDeprecatedAt } from "./api-removals-between.ts";
import { compareVersions, replacementAt } from "./api-removals-replacement.ts";

const removals = loadRemovals(removalsJson);
const index = indexRemovals(removals);

function replacement(apiVersion: string, kind: string, target: number, now: number | undefined) {
  const removal = findRemoval(index, apiVersion, kind);
  return removal && replacementAt(removal, target, now);
}

describe("loadRemovals", () => {
  it("reads every row of the table", () => {
    expect(removals).toHaveLength(removalsJson.removals.length);
    expect([...index.values()].flatMap((kinds) => [...kinds.values()])).toHaveLength(removals.length);
  });

  it("knows when a replacement that is not listed as an alternative is served", () => {
    expect(replacement("apiextensions.k8s.io/v1beta1", "CustomResourceDefinition", 26, 20)).toMatchObject({
      apiVersion: "apiextensions.k8s.io/v1",
      servedNow: true,
    });
  });

  it.each([
    ["nothing", undefined],
    ["no rows", { removals: [] }],
    ["a row without a kind", { removals: [{ apiVersion: "a/v1", removedIn: "1.20", replacement: "x" }] }],
    [
      "a minor that is none",
      { removals: [{ apiVersion: "a/v1", kind: "A", removedIn: "soon", replacement: "x" }] },
    ],
  ])("refuses %s", (_, json) => {
    expect(() => loadRemovals(json)).toThrow(TypeError);
  });
});

describe("findRemoval", () => {
  it.each([
    ["storage.k8s.io/v1beta1", "CSIStorageCapacity", 27],
    ["storage.k8s.io/v1beta1", "StorageClass", 22],
    ["storage.k8s.io/v1beta1", "VolumeAttributesClass", 37],
    ["networking.k8s.io/v1beta1", "Ingress", 22],
    ["networking.k8s.io/v1beta1", "IPAddress", 37],
    ["admissionregistration.k8s.io/v1beta1", "MutatingWebhookConfiguration", 22],
    ["admissionregistration.k8s.io/v1beta1", "ValidatingAdmissionPolicy", 34],
  ])("tells %s %s from its namesakes: removed in 1.%i", (apiVersion, kind, removedIn) => {
    expect(findRemoval(index, apiVersion, kind)?.removedIn).toBe(removedIn);
  });
});

describe("replacementAt", () => {
  it.each(
    removalsJson.removals
      .filter((row) => row.replacementAt1_26 !== null)
      .map((row) => [row.apiVersion, row.kind, row.replacementAt1_26] as const),
  )("%s %s becomes %s at 1.26", (apiVersion, kind, expected) => {
    expect(replacement(apiVersion, kind, 26, 25)?.apiVersion).toBe(expected);
  });

  it.each([
    [25, 26, "flowcontrol.apiserver.k8s.io/v1beta3", false, "flowcontrol.apiserver.k8s.io/v1beta2"],
    [26, 26, "flowcontrol.apiserver.k8s.io/v1beta3", true, undefined],
    [25, 28, "flowcontrol.apiserver.k8s.io/v1beta3", false, "flowcontrol.apiserver.k8s.io/v1beta2"],
    [25, 29, "flowcontrol.apiserver.k8s.io/v1", false, "flowcontrol.apiserver.k8s.io/v1beta2"],
    [20, 29, "flowcontrol.apiserver.k8s.io/v1", false, "flowcontrol.apiserver.k8s.io/v1beta2"],
    [undefined, 32, "flowcontrol.apiserver.k8s.io/v1", true, undefined],
  ])("FlowSchema v1beta1 from 1.%s to 1.%i: %s", (now, target, apiVersion, servedNow, bridge) => {
    const found = replacement("flowcontrol.apiserver.k8s.io/v1beta1", "FlowSchema", target, now);
    expect(found).toMatchObject({ apiVersion, servedNow });
    expect(found?.bridge?.apiVersion).toBe(bridge);
  });

  it("never falls back to autoscaling/v1, which knows no metrics but CPU", () => {
    expect(replacement("autoscaling/v2beta2", "HorizontalPodAutoscaler", 26, 20)).toMatchObject({
      apiVersion: "autoscaling/v2",
      servedFrom: 23,
      servedNow: false,
    });
    expect(replacement("autoscaling/v2beta2", "HorizontalPodAutoscaler", 26, 20)?.bridge).toBeUndefined();
  });

  it.each([
    ["policy/v1beta1", "PodSecurityPolicy"],
    ["extensions/v1beta1", "PodSecurityPolicy"],
    ["settings.k8s.io/v1alpha1", "PodPreset"],
  ])("%s %s has none", (apiVersion, kind) => {
    expect(replacement(apiVersion, kind, 26, 24)).toBeUndefined();
  });
});

describe("isDeprecatedAt", () => {
  it.each([
    ["flowcontrol.apiserver.k8s.io/v1beta2", "FlowSchema", 26, true],
    ["flowcontrol.apiserver.k8s.io/v1beta2", "FlowSchema", 25, false],
    ["flowcontrol.apiserver.k8s.io/v1beta2", "FlowSchema", 29, false],
    ["storage.k8s.io/v1beta1", "CSIStorageCapacity", 26, true],
  ])("%s %s at 1.%i: %s", (apiVersion, kind, minor, expected) => {
    const removal = findRemoval(index, apiVersion, kind);
    expect(removal !== undefined && isDeprecatedAt(removal, minor)).toBe(expected);
  });
});

describe("compareVersions", () => {
  it("orders as Kubernetes does", () => {
    const versions = ["v1alpha2", "v10", "v1beta2", "v2", "v1", "v1beta10", "foo", "v1alpha1"];
    expect([...versions].sort(compareVersions).reverse()).toEqual([
      "v10",
      "v2",
      "v1",
      "v1beta10",
      "v1beta2",
      "v1alpha2",
      "v1alpha1",
      "foo",
    ]);
  });
});
