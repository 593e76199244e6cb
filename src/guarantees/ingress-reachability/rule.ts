import type { World } from "../../world/world.ts";
import type { Breach, Cause, JudgeContext } from "../guarantee.ts";

/** One cause with how it is found. */
export interface Rule extends Cause {
  find(before: World, now: World, context: JudgeContext): readonly Breach[];
}
