import { isObject, type JsonObject, stringOf } from "../../world/json.ts";
import { builtInScope } from "./identity.ts";
import { LAST_APPLIED } from "./owner.ts";

/** Fields only a server sets: with them, the object was read from one, however it came here. */
export function isLive(metadata: JsonObject): boolean {
  const set = metadata.uid ?? metadata.resourceVersion;
  return typeof set === "string" && set !== "";
}

/** The object's name; `import-*` for one that asks the server to complete `import-`. */
export function nameOf(metadata: JsonObject): string | undefined {
  const { name } = metadata;
  if (typeof name === "string" && name !== "") return name;
  if (typeof name === "number" || typeof name === "boolean") return String(name);
  const prefix = stringOf(metadata.generateName);
  return prefix === undefined || prefix === "" ? undefined : `${prefix}*`;
}

/** Gives the metadata a name and a namespace as refs need them, in place, and drops the last-applied text. */
export function normaliseMetadata(metadata: Record<string, unknown>, apiVersion: string, kind: string): void {
  metadata.name = nameOf(metadata as JsonObject);
  const { annotations } = metadata;
  if (isObject(annotations) && annotations[LAST_APPLIED] !== undefined) {
    delete (annotations as Record<string, unknown>)[LAST_APPLIED];
  }
  const scope = builtInScope(apiVersion, kind);
  if (scope === "Cluster" || typeof metadata.namespace !== "string" || metadata.namespace === "") {
    delete metadata.namespace;
    if (scope === "Namespaced") metadata.namespace = "default";
  }
}
