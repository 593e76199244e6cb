import type { Minor } from "../../world/version.ts";
import type { ApiRemoval } from "../api-removals.ts";
import { isDeprecatedAt, isRemovedAt } from "../api-removals-between.ts";

/** The versions a judgement is made between. */
export interface Moment {
  /** The minor the cluster was read at; undefined when no source tells: then everything may still be served. */
  readonly before: Minor | undefined;
  readonly now: Minor;
  /** The minor the move arrives at. */
  readonly target: Minor;
}

/**
 * `lost`: served before the move and not any more. `already`: not served before either, so no loss of the move.
 * `announced`: served at the end of the move and deprecated there.
 */
export type Fate = "lost" | "already" | "announced";

export function fateOf(removal: ApiRemoval, { before, now, target }: Moment): Fate | undefined {
  if (isRemovedAt(removal, now)) {
    return before !== undefined && isRemovedAt(removal, before) ? "already" : "lost";
  }
  return now >= target && isDeprecatedAt(removal, now) ? "announced" : undefined;
}
