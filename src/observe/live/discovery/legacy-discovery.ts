import { at, type JsonObject, listOf, objectsOf, stringOf } from "../../../world/json.ts";
import type { ApiResource } from "./api-resource.ts";

export interface GroupVersion {
  readonly group: string;
  readonly version: string;
}

/** Reads /api (APIVersions: the core group). */
export function readCoreVersions(body: JsonObject): GroupVersion[] {
  return listOf(at(body, "versions")).flatMap((version) =>
    typeof version === "string" ? [{ group: "", version }] : [],
  );
}

/** Reads /apis (APIGroupList). */
export function readGroups(body: JsonObject): GroupVersion[] {
  return objectsOf(at(body, "groups")).flatMap((group) => {
    const name = stringOf(at(group, "name")) ?? "";
    return objectsOf(at(group, "versions")).flatMap((entry) => {
      const version = stringOf(at(entry, "version"));
      return version === undefined ? [] : [{ group: name, version }];
    });
  });
}

/** Reads /apis/GROUP/VERSION (APIResourceList); subresources (`pods/log`) are left out. */
export function readResources({ group, version }: GroupVersion, body: JsonObject): ApiResource[] {
  return objectsOf(at(body, "resources")).flatMap((resource) => {
    const plural = stringOf(at(resource, "name")) ?? "";
    const kind = stringOf(at(resource, "kind")) ?? "";
    if (plural === "" || kind === "" || plural.includes("/")) return [];
    const verbs = listOf(at(resource, "verbs")).filter((verb) => typeof verb === "string");
    return [{ group, version, kind, plural, namespaced: at(resource, "namespaced") === true, verbs }];
  });
}
