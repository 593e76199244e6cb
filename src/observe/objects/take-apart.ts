import { isObject, type JsonObject, stringOf } from "../../world/json.ts";
import type { Origin } from "../../world/resource.ts";

/** The kind of a typed list's items, "Pod" for PodList; undefined for `kind: List` and for what is no list. */
export function itemKind(list: JsonObject): string | undefined {
  const kind = stringOf(list.kind);
  return kind?.endsWith("List") && kind !== "List" ? kind.slice(0, -"List".length) : undefined;
}

/** A List or a typed list. An object with a name is none, whatever its kind is called (`kind: AllowList`). */
export function isList(value: JsonObject): boolean {
  const kind = stringOf(value.kind);
  if (kind === undefined || !kind.endsWith("List")) return false;
  if (!Array.isArray(value.items)) return kind !== "List" && value.items === null;
  return !(isObject(value.metadata) && typeof value.metadata.name === "string");
}

/** An item of a list with the apiVersion and kind it may leave to its list. */
export function withListKind(item: JsonObject, list: JsonObject): JsonObject {
  if (typeof item.kind === "string" && typeof item.apiVersion === "string") return item;
  const kind = itemKind(list);
  const apiVersion = stringOf(list.apiVersion);
  return kind === undefined || apiVersion === undefined ? item : { apiVersion, kind, ...item };
}

/** Where the n-th item of a list stands: in the same text, one step deeper. */
export function itemOrigin(origin: Origin, index: number): Origin {
  if (origin.kind !== "file") return origin;
  return { ...origin, within: [...(origin.within ?? []), "items", index] };
}
