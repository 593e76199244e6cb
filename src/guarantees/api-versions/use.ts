import type { ManifestSource, ObjectRef, Owner } from "../../world/resource.ts";
import type { ApiRemoval } from "../api-removals.ts";
import type { Evidence } from "../guarantee.ts";

export type HelmSource = Extract<ManifestSource, { kind: "helm" }>;

/**
 * Who says that an object should exist with an API version. `object`: nobody needs to say it, the object is
 * there and its kind has no other version. In the order of their weight as evidence.
 */
export type Speaker =
  | { readonly kind: "helm"; readonly release: HelmSource }
  | { readonly kind: "manifest" }
  | { readonly kind: "last-applied" }
  | { readonly kind: "server-side-apply"; readonly manager: string }
  | { readonly kind: "manager"; readonly manager: string }
  | { readonly kind: "embedded" }
  | { readonly kind: "object" };

/** One statement that names an API version that is, or will be, no longer served. */
export interface Use {
  readonly speaker: Speaker;
  readonly removal: ApiRemoval;
  /** The object spoken of, with the API version the statement gives it. */
  readonly object: ObjectRef;
  /** What the finding is about: the object, or the other object that holds a manifest of it. */
  readonly subject: ObjectRef;
  /** Who applies the object again. */
  readonly owner: Owner;
  readonly evidence: Evidence;
}

/** Statements about one subject and one removal: one finding. The first is the weightiest. */
export interface UseGroup {
  readonly first: Use;
  readonly uses: readonly Use[];
}
