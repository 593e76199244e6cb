import type { ObjectRef } from "../../world/resource.ts";
import type { Minor } from "../../world/version.ts";
import type { Workload } from "../../world/workload.ts";
import type { World } from "../../world/world.ts";
import type { Breach, Cause, JudgeContext } from "../guarantee.ts";

/** One state of the move, prepared once for all causes. */
export interface Step {
  readonly before: World;
  readonly now: World;
  readonly context: JudgeContext;
  readonly minor: Minor;
  /** Whether nodes are, or were, replaced by others: what was on their disks is gone. */
  readonly replaced: boolean;
  /** Whether pods are evicted in this state, or were in an earlier one. */
  readonly evicted: boolean;
  /** The customer's workloads that have pods, static pods left out. */
  readonly workloads: readonly Workload[];
  isPlatform(ref: ObjectRef): boolean;
}

/** One cause with what finds it. */
export interface Rule extends Cause {
  find(step: Step): readonly Breach[];
}
