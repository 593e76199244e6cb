import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../json.ts";
import { places } from "./testing.ts";

const metadata = { name: "web", namespace: "shop" };
const container = (extra: JsonObject): JsonObject => ({ name: "app", image: "app:1.0", ...extra });
const deployment = (extra: JsonObject): JsonObject => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata,
  spec: { template: { spec: { containers: [container(extra)] } } },
});

describe("copies", () => {
  const pod = (name: string, owner: JsonObject, extra: JsonObject, labels: JsonObject = {}): Json => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      namespace: "shop",
      labels,
      ownerReferences: [{ controller: true, apiVersion: "apps/v1", ...owner }],
    },
    spec: { containers: [container(extra)] },
  });
  const args = { args: ["--db=10.128.0.11"] };
  const path = "spec.containers[0].args[0] 10.128.0.11";

  it("a workload's pods repeat what its template says", () => {
    const replicaSet = {
      ...deployment(args),
      kind: "ReplicaSet",
      metadata: {
        name: "web-5d4",
        namespace: "shop",
        ownerReferences: [{ controller: true, apiVersion: "apps/v1", kind: "Deployment", name: "web" }],
      },
    };
    const pods = [1, 2, 3].map((n) => pod(`web-5d4-${n}`, { kind: "ReplicaSet", name: "web-5d4" }, args));
    expect(places([...pods, replicaSet, deployment(args)])).toEqual([
      "Deployment spec.template.spec.containers[0].args[0] 10.128.0.11",
    ]);
  });

  it("also when the ReplicaSet between them was not read", () => {
    const owner = { kind: "ReplicaSet", name: "web-5d4" };
    const pods = [1, 2].map((n) => pod(`web-5d4-${n}`, owner, args, { "pod-template-hash": "5d4" }));
    expect(places([deployment(args), ...pods])).toHaveLength(1);
  });

  it("pods whose workload was not read are told once", () => {
    const pods = [1, 2, 3].map((n) => pod(`db-${n}`, { kind: "StatefulSet", name: "db" }, args));
    expect(places(pods)).toEqual([`Pod ${path}`]);
  });

  it("what only the pods have is told once beside the template", () => {
    const own = { args: ["--db=10.128.0.12"] };
    const owner = { kind: "ReplicaSet", name: "web-5d4" };
    const pods = [1, 2].map((n) => pod(`web-${n}`, owner, own, { "pod-template-hash": "5d4" }));
    expect(places([deployment(args), ...pods])).toEqual([
      "Deployment spec.template.spec.containers[0].args[0] 10.128.0.11",
      "Pod spec.containers[0].args[0] 10.128.0.12",
    ]);
  });
});
