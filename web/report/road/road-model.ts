import type { Road, RoadTurn } from "../../../src/report/road-section.ts";
import type { Mark } from "../model/verdict.ts";

/** A turn with its number on the way, taken ones first. */
export interface NumberedTurn {
  readonly turn: RoadTurn;
  /** 1-based. */
  readonly number: number;
  readonly isAhead: boolean;
  /** Nobody answered it, or the answer lacks something: what lies behind rests on an assumption. */
  readonly isOpen: boolean;
}

export function numberedTurns({ turns, ahead }: Road): readonly NumberedTurn[] {
  return [...turns, ...ahead].map((turn, index) => ({
    turn,
    number: index + 1,
    isAhead: index >= turns.length,
    isOpen: turn.how === "assumed" || turn.lacking !== undefined,
  }));
}

/** The sign of each kind of end, and what it stands for. */
export const END_MARKS: Readonly<Record<Road["outcome"]["kind"], Mark>> = {
  ready: "holds",
  "fix-first": "breaks",
  deferred: "unknown",
  "new-cluster": "advice",
};

export const END_WORDS: Readonly<Record<Road["outcome"]["kind"], string>> = {
  ready: "ready for upgrade",
  "fix-first": "fix something first",
  deferred: "deferred",
  "new-cluster": "a new cluster",
};
