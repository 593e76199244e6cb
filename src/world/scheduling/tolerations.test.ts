import { expect, it } from "vitest";
import { testNode } from "../../guarantees/testing.ts";
import type { Taint } from "../node.ts";
import { repellingTaints, toleratedBy } from "./tolerations.ts";

const taint: Taint = { key: "dedicated", value: "db", effect: "NoSchedule" };

it.each([
  ["everything", { operator: "Exists" }, 0],
  ["the key", { key: "dedicated", operator: "Exists" }, 0],
  ["key and value", { key: "dedicated", operator: "Equal", value: "db" }, 0],
  ["key and value, by default", { key: "dedicated", value: "db" }, 0],
  ["the effect as well", { key: "dedicated", value: "db", effect: "NoSchedule" }, 0],
  ["another value", { key: "dedicated", value: "web" }, undefined],
  ["another key", { key: "other", operator: "Exists" }, undefined],
  ["another effect", { key: "dedicated", operator: "Exists", effect: "NoExecute" }, undefined],
])("tolerates by %s", (_, toleration, index) => {
  expect(toleratedBy([toleration], taint)).toBe(index);
});

it("leaves out taints that only ask, and those of the moment", () => {
  const taints: Taint[] = [
    taint,
    { key: "a", value: "", effect: "PreferNoSchedule" },
    { key: "node.kubernetes.io/not-ready", value: "", effect: "NoExecute" },
    { key: "node.cluster.x-k8s.io/uninitialized", value: "", effect: "NoSchedule" },
  ];
  expect(repellingTaints(testNode("a", { taints }))).toEqual([taint]);
});
