import type { Road, RoadTurn } from "../road-section.ts";
import type { Decision } from "./decision.ts";

/** Words about a decision that every view for people uses. Names stand in them unescaped. */

export function moveWords({ cluster, profile, target }: Decision): string {
  const from = cluster.version === undefined ? "of unknown version" : `at ${cluster.version}`;
  const what = cluster.sources.join(", ");
  return `${what}: ${profile.source} ${from} -> ${profile.target} at ${target.version}, as the platform is described for ${profile.on} (profile ${profile.name})`;
}

export function notAffected({ cluster, profile }: Decision): string {
  return `${cluster.sources.join(", ")} already runs on ${profile.target}: there is nothing to decide.`;
}

/** A question that remains, with the evidence beside it. */
export interface OpenQuestion {
  readonly id: string;
  readonly ask: string;
  readonly answers: readonly { readonly value: string; readonly label: string }[];
  readonly reason: string;
  readonly evidence: RoadTurn["evidence"];
}

export function openQuestions({ open, turns }: Road): readonly OpenQuestion[] {
  return open.map(({ question, ask, answers, lacking, reason }) => ({
    id: question,
    ask: lacking === undefined ? ask : `${ask} Yes: which address blocks does it come from (proxyRanges)?`,
    answers: lacking === undefined ? answers : [],
    reason,
    evidence: turns.find((turn) => turn.question === question)?.evidence ?? [],
  }));
}
