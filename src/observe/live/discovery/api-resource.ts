import type { GroupKind } from "../../../world/resource.ts";

/** One kind in one version, as a server says that it serves it. */
export interface ApiResource {
  /** "" for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** As paths name it: `deployments`. */
  readonly plural: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

/** A group's version that the server names and cannot describe: the API behind it does not answer. */
export interface BrokenApi {
  readonly group: string;
  readonly version: string;
  readonly reason: string;
}

export interface Discovered {
  readonly resources: readonly ApiResource[];
  readonly broken: readonly BrokenApi[];
}

/** `/api/v1`, `/apis/apps/v1`. */
export function versionPath(group: string, version: string): string {
  return group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
}

export function groupKindOf({ group, kind }: { readonly group: string; readonly kind: string }): GroupKind {
  return group === "" ? kind : `${kind}.${group}`;
}
