import type { Minor } from "../world/version.ts";
import type { ApiRemoval } from "./api-removals.ts";

/** Looks removals up by group, version and kind: a group version alone says nothing, they are reused. */
export type RemovalIndex = ReadonlyMap<string, ApiRemoval>;

export function indexRemovals(removals: readonly ApiRemoval[]): RemovalIndex {
  return new Map(removals.map((removal) => [keyOf(removal.apiVersion, removal.kind), removal]));
}

export function findRemoval(index: RemovalIndex, apiVersion: string, kind: string): ApiRemoval | undefined {
  return index.get(keyOf(apiVersion, kind));
}

/** Whether the version is no longer served at a minor. */
export function isRemovedAt(removal: ApiRemoval, minor: Minor): boolean {
  return minor >= removal.removedIn;
}

/** Whether the version is served but announced to go. */
export function isDeprecatedAt(removal: ApiRemoval, minor: Minor): boolean {
  return removal.deprecatedIn !== undefined && removal.deprecatedIn <= minor && minor < removal.removedIn;
}

/**
 * What stops being served on the way from one minor to a later one. Where the first is not known, everything
 * that is gone at the second.
 */
export function removedBetween(
  removals: readonly ApiRemoval[],
  from: Minor | undefined,
  to: Minor,
): readonly ApiRemoval[] {
  return removals.filter(
    (removal) => isRemovedAt(removal, to) && !(from !== undefined && isRemovedAt(removal, from)),
  );
}

function keyOf(apiVersion: string, kind: string): string {
  return `${apiVersion} ${kind}`;
}
