import type { Minor } from "../world/version.ts";

/** One kind that stops being served under one API version; from src/data/api-removals.json. */
export interface ApiRemoval {
  readonly apiVersion: string;
  readonly kind: string;
  readonly deprecatedIn: Minor | undefined;
  readonly removedIn: Minor;
  /** What to use instead, in words where no API replaces it ("none (Pod Security Admission)"). */
  readonly replacement: string;
  /** Other API versions of the kind, with the minors they are served from and (if ever) no longer in. */
  readonly alternatives: readonly ServedVersion[];
  /** True for types that only exist in requests (Eviction), never stored. */
  readonly wireTypeOnly: boolean;
  readonly note?: string;
}

export interface ServedVersion {
  readonly apiVersion: string;
  readonly introducedIn: Minor;
  readonly removedIn: Minor | undefined;
}
