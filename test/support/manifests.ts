import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { CORE_SCHEMA, loadAll } from "js-yaml";

/** An object as a manifest says it. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    ownerReferences?: { apiVersion: string; kind: string; name: string; uid?: string }[];
    [field: string]: unknown;
  };
  [field: string]: unknown;
}

/**
 * Every Kubernetes object in the YAML and JSON files of a file or directory (recursive), Lists opened. Documents that
 * are no objects are left out. Not the program's own reader: what a test compares must not come from what it tests.
 */
export function readManifests(path: string): Manifest[] {
  const files = statSync(path).isDirectory()
    ? readdirSync(path, { recursive: true, encoding: "utf8" })
        .filter((name) => /\.(ya?ml|json)$/.test(name))
        .sort()
        .map((name) => join(path, name))
    : [path];
  return files.flatMap((file) =>
    loadAll(readFileSync(file, "utf8"), null, { schema: CORE_SCHEMA }).flatMap(openLists),
  );
}

function openLists(document: unknown): Manifest[] {
  const { apiVersion, kind, items, metadata } = (document ?? {}) as Partial<Manifest>;
  if (typeof apiVersion !== "string" || typeof kind !== "string") {
    return [];
  }
  if (kind.endsWith("List") && Array.isArray(items)) {
    // `kubectl get --raw` leaves the items' own kind out.
    const itemKind = kind === "List" ? {} : { apiVersion, kind: kind.slice(0, -"List".length) };
    return items.flatMap((item) => openLists({ ...itemKind, ...item }));
  }
  return typeof metadata?.name === "string" ? [document as Manifest] : [];
}
