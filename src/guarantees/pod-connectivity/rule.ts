import type { World } from "../../world/world.ts";
import type { Breach, Cause, JudgeContext } from "../guarantee.ts";

/** One cause with what finds it, in states in which the old nodes are gone. */
export interface Rule extends Cause {
  find(before: World, now: World, context: JudgeContext): readonly Breach[];
}
