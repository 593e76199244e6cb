import type { Breach, Cause } from "../guarantee.ts";
import type { DnsMove } from "./move.ts";

/** One cause with what finds it. */
export interface Rule extends Cause {
  find(move: DnsMove): readonly Breach[];
}
