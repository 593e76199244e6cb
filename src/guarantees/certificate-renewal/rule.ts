import type { Breach, Cause } from "../guarantee.ts";
import type { Renewals } from "./renewals.ts";

/** One cause with what finds it. */
export interface Rule extends Cause {
  find(renewals: Renewals): readonly Breach[];
}
