import { featureOn, type Profile } from "../platforms/profile.ts";
import { formatMinor } from "../world/version.ts";
import type { RoadFacts } from "./facts.ts";
import { type Fix, fixesOf } from "./fixes.ts";
import { FLOW, type FlowStep, type Outcome, type OutcomeKind } from "./flow.ts";
import type { Turn } from "./walk.ts";

/** Where the road ends, and what each side does next. */
export interface RoadOutcome {
  readonly id: string;
  readonly kind: OutcomeKind;
  readonly title: string;
  /** In order, one sentence each. */
  readonly provider: readonly string[];
  readonly customer: readonly string[];
  /** What has to be mended first; empty unless `kind` is `fix-first`. */
  readonly fixes: readonly Fix[];
  /** For `deferred`: when the platform is expected to offer what is missing, in the profile's words. */
  readonly until: string | undefined;
}

export function roadOutcome(outcome: Outcome, turns: readonly Turn[], facts: RoadFacts): RoadOutcome {
  const { id, kind, title } = outcome;
  const sentences = (ids: readonly string[]): string[] =>
    ids
      .flatMap((wanted) => FLOW.steps.filter((step) => step.id === wanted && isDue(step, turns)))
      .map((step) => filledIn(step.text, facts));
  return {
    id,
    kind,
    title,
    provider: sentences(outcome.provider),
    customer: sentences(outcome.customer),
    fixes: kind === "fix-first" ? fixesOf(turns, facts) : [],
    until: kind === "deferred" ? untilWords(facts) : undefined,
  };
}

function isDue({ when = {} }: FlowStep, turns: readonly Turn[]): boolean {
  return Object.entries(when).every(([question, values]) =>
    turns.some((turn) => turn.question.id === question && values.includes(turn.value)),
  );
}

function filledIn(text: string, facts: RoadFacts): string {
  return text.replaceAll(/\{([a-z]+)\}/g, (hole, name: string) => WORDS[name]?.(facts) ?? hole);
}

/** What the steps' sentences leave to the profile. */
const WORDS: Readonly<Record<string, (facts: RoadFacts) => string>> = {
  target: ({ profile }) => profile.target.title,
  oldest: ({ profile }) => profile.target.oldest,
  newest: ({ profile }) => profile.source.newest,
  until: untilWords,
  versions: (facts) => `Kubernetes ${versionsOffered(facts.profile, facts).join(" or ")}`,
  free: ({ profile }) => {
    const days = profile.target.newCluster?.freeDays;
    return days === undefined ? "" : ` The new one is free for ${days} days; after that both are billed.`;
  },
};

export function versionsOffered({ target }: Profile, facts: Pick<RoadFacts, "target">): readonly string[] {
  return target.offered.length > 0 ? target.offered : [formatMinor(facts.target)];
}

function untilWords({ profile, on }: RoadFacts): string {
  const status = featureOn(profile, "node-floating-ips", on);
  if (status?.expected !== undefined) return `expected ${status.expected}`;
  return "no date is given";
}
