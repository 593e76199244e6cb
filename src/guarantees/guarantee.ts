import type { Path } from "../world/json.ts";
import type { GroupKind, ObjectRef, Origin } from "../world/resource.ts";
import type { StateId, World } from "../world/world.ts";
import type { ApiRemoval } from "./api-removals.ts";

/** `advice` is worth knowing and changes no verdict; `unknown` is never shown as a pass. */
export type FindingVerdict = "breaks" | "unknown" | "advice";

/** One place a person can look at: an object's field, with the value that stands there. */
export interface Evidence {
  readonly ref: ObjectRef;
  readonly origin: Origin;
  /** The field inside the object; empty for the object as a whole. */
  readonly path: Path;
  /** The value in short; never a secret. */
  readonly value?: string;
  /** What this place has to do with it, where the field alone does not tell: "Helm release shop, revision 4". */
  readonly note?: string;
}

/** A counterexample: this subject loses this promise, by this evidence. */
export interface Breach {
  /** The cause's id inside its guarantee: "drain-blocked". Registered in the guarantee's `causes`. */
  readonly cause: string;
  readonly verdict: FindingVerdict;
  readonly subject: ObjectRef;
  /** Tells apart several breaches of one cause at one subject ("container web, TZ_IP"); not shown. */
  readonly detail?: string;
  /** One or two sentences: what is lost, when and why. Names and values, no markup. */
  readonly message: string;
  /** One sentence in the imperative: what to do about it. */
  readonly remedy: string;
  readonly evidence: readonly Evidence[];
}

/** A kind of object the guarantee is judged by, and what is not known without it. */
export interface ResourceNeed {
  readonly kind: GroupKind;
  /** `all`: nothing can be judged without it. `part`: only what `why` says stays unknown. */
  readonly weight: "all" | "part";
  /** Completes "without it ...": "a budget that forbids every eviction would not be seen". */
  readonly why: string;
}

export interface Cause {
  readonly id: string;
  /** Short title for lists: "Eviction is never allowed". */
  readonly title: string;
  /** The hazards of the fact sheet it covers: ["DR-1"]. */
  readonly hazards: readonly string[];
}

/**
 * A promise to the cluster's users. To add one: a folder with this as its named export, a line in
 * registry.ts, and its pages under docs/.
 */
export interface Guarantee {
  readonly id: string;
  /** The promise in one clause: "every workload can be drained and placed again". */
  readonly promise: string;
  readonly needs: readonly ResourceNeed[];
  readonly causes: readonly Cause[];
  /**
   * The parts of a world the judgement depends on, compared by identity: a state in which none changed
   * keeps the last state's breaches. Leave a part out and the engine will not look again when it changes.
   */
  reads(world: World): readonly unknown[];
  /** Everything lost in `now` of what held in `before` (the cluster as it was read). Pure; throws nothing. */
  judge(before: World, now: World, context: JudgeContext): readonly Breach[];
}

/** What a judgement may rely on beside the worlds. */
export interface JudgeContext {
  readonly profile: import("../platforms/profile.ts").Profile;
  readonly target: { readonly minor: number };
  /** API removals, 1.16 onwards (src/data/api-removals.json). */
  readonly removals: readonly ApiRemoval[];
  /** Every mention of an address of the old platform, found once for all guarantees. */
  readonly mentions: readonly import("../world/addresses/scan.ts").AddressMention[];
  readonly route: "in-place" | "new-cluster";
  /** How the load balancer is put before the ingress, as the road decided it. */
  readonly entryPlan: import("../platforms/entry-plan.ts").EntryPlan;
  /** The route's states in order, to say when something bites. */
  readonly states: readonly StateId[];
  /** The day the move is judged for (YYYY-MM-DD): decides which of the profile's features exist. */
  readonly on: string;
  /** Whether somebody outside admits the nodes' floating IPs, as a person answered; undefined: nobody did. */
  readonly floatingIpsRequired?: "yes" | "no" | undefined;
}
