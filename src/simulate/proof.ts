import type { Breach, FindingVerdict } from "../guarantees/guarantee.ts";
import type { StateId, World } from "../world/world.ts";

export type Verdict = "holds" | "breaks" | "unknown";

/** One column of the proof: a moment of the move. */
export interface State {
  readonly id: StateId;
  readonly title: string;
  readonly story: string;
  readonly actor: "provider" | "customer" | "both" | "nobody";
  /** True for moments passed through, in which old and new stand side by side. */
  readonly mixed: boolean;
  readonly world: World;
}

/** A breach with the states it stands in. */
export interface Finding extends Breach {
  readonly guarantee: string;
  /** `guarantee/cause`. */
  readonly id: string;
  /** The first state it bites. */
  readonly state: StateId;
  /** Its verdict in every state it stands in, in the route's order. */
  readonly verdicts: Readonly<Record<StateId, FindingVerdict>>;
}

export interface GuaranteeResult {
  readonly id: string;
  readonly promise: string;
  readonly verdicts: Readonly<Record<StateId, Verdict>>;
}

export interface Proof {
  readonly states: readonly State[];
  readonly guarantees: readonly GuaranteeResult[];
  readonly findings: readonly Finding[];
}

const RANK: Readonly<Record<FindingVerdict, number>> = { breaks: 0, unknown: 1, advice: 2 };

export function compareVerdicts(a: FindingVerdict, b: FindingVerdict): number {
  return RANK[a] - RANK[b];
}
