import { expect, it } from "vitest";
import type { UnboundManifest } from "../resource.ts";
import { manifestResources } from "./manifests.ts";
import { scanAddresses } from "./scan.ts";
import { KNOWN } from "./testing.ts";

const ref = { apiVersion: "v1", kind: "ConfigMap", namespace: "shop", name: "x" };
const manifest: UnboundManifest = {
  ref,
  apiVersion: "v1",
  kind: "ConfigMap",
  origin: { kind: "snapshot", source: "test" },
  source: {
    kind: "helm",
    release: "shop",
    namespace: "shop",
    chart: "shop-1.0.0",
    revision: 1,
    status: "deployed",
    storedIn: { apiVersion: "v1", kind: "Secret", namespace: "shop", name: "sh.helm.release.v1.shop.v1" },
  },
};

it("what a release holds is scanned like what the cluster holds", () => {
  const object = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "x" }, data: { a: "10.128.0.11" } };
  const [resource, ...rest] = manifestResources([{ ...manifest, object }, manifest]);
  expect(rest).toEqual([]);
  expect(resource).toMatchObject({
    ref,
    observed: false,
    owner: { kind: "helm", name: "release shop in namespace shop" },
  });
  const mentions = scanAddresses(resource === undefined ? [] : [resource], KNOWN, () => false);
  expect(mentions.map(({ path, resource: { ref: named } }) => [named.name, ...path])).toEqual([
    ["x", "data", "a"],
  ]);
});
