import type { Minor } from "../world/version.ts";
import type { ApiRemoval } from "./api-removals.ts";

/** Looks removals up by group, version and kind: a group version alone says nothing, they are reused. */
export type RemovalIndex = ReadonlyMap<string, ReadonlyMap<string, ApiRemoval>>;

export function indexRemovals(removals: readonly ApiRemoval[]): RemovalIndex {
  const index = new Map<string, Map<string, ApiRemoval>>();
  for (const removal of removals) {
    const kinds = index.get(removal.apiVersion);
    if (kinds === undefined) index.set(removal.apiVersion, new Map([[removal.kind, removal]]));
    else kinds.set(removal.kind, removal);
  }
  return index;
}

export function findRemoval(index: RemovalIndex, apiVersion: string, kind: string): ApiRemoval | undefined {
  return index.get(apiVersion)?.get(kind);
}

/** Whether the version is no longer served at a minor. */
export function isRemovedAt(removal: ApiRemoval, minor: Minor): boolean {
  return minor >= removal.removedIn;
}

/** Whether the version is served but announced to go. */
export function isDeprecatedAt(removal: ApiRemoval, minor: Minor): boolean {
  return removal.deprecatedIn !== undefined && removal.deprecatedIn <= minor && minor < removal.removedIn;
}
