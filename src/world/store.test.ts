import { expect, it } from "vitest";
import { manifests, resourceOf } from "../guarantees/testing.ts";
import { ObjectStore } from "./store.ts";

const YAML = `
{ apiVersion: v1, kind: ConfigMap, metadata: { name: a, namespace: x } }
---
{ apiVersion: v1, kind: Service, metadata: { name: a, namespace: x } }
---
{ apiVersion: extensions/v1beta1, kind: Deployment, metadata: { name: d, namespace: x } }
`;
const store = ObjectStore.of(manifests(YAML).map((object) => resourceOf(object)));

it("finds objects by kind, whatever their version, and by name", () => {
  expect(store.size).toBe(3);
  expect(store.list("Deployment.apps").length).toBe(1);
  expect(store.find({ apiVersion: "apps/v1", kind: "Deployment", namespace: "x", name: "d" })).toBeDefined();
  expect(store.get("ConfigMap", "y", "a")).toBeUndefined();
});

it("shares what a change does not touch and leaves the old store alone", () => {
  const [added] = manifests("{ apiVersion: v1, kind: ConfigMap, metadata: { name: b, namespace: x } }");
  const changed = store.with({
    put: added === undefined ? [] : [resourceOf(added)],
    remove: [{ apiVersion: "v1", kind: "ConfigMap", namespace: "x", name: "a" }],
  });
  expect(changed.list("ConfigMap").map((resource) => resource.ref.name)).toEqual(["b"]);
  expect(store.list("ConfigMap").map((resource) => resource.ref.name)).toEqual(["a"]);
  expect(changed.list("Service")).toBe(store.list("Service"));
  expect(changed.get("ConfigMap", "x", "b")).toBeDefined();
});
