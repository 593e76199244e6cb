import type { EntryPlan } from "../../platforms/entry-plan.ts";
import type { Profile, StageSpec } from "../../platforms/profile.ts";
import type { Minor } from "../../world/version.ts";
import type { World } from "../../world/world.ts";

/** What a stage may know beside the world it changes. */
export interface StageContext {
  readonly profile: Profile;
  readonly spec: StageSpec;
  /** The minor an `upgrade` stage arrives at. */
  readonly minor: Minor;
  /** How traffic is to enter by the load balancer. */
  readonly entryPlan: EntryPlan;
}

/**
 * What the platform does to a world. `passing` is the mixed world on the way, undefined for a stage without
 * one; `settled` is the world it ends in. States' ids are set by the route.
 */
export interface StageEffect {
  readonly passing: World | undefined;
  readonly settled: World;
}

export type Stage = (world: World, context: StageContext) => StageEffect;
