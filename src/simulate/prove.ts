import { CLUSTER } from "../guarantees/cluster-ref.ts";
import type { Breach, Guarantee, JudgeContext } from "../guarantees/guarantee.ts";
import { notRead } from "../guarantees/not-read.ts";
import { refKey } from "../world/resource.ts";
import type { StateId } from "../world/world.ts";
import {
  compareVerdicts,
  type Finding,
  type GuaranteeResult,
  type Proof,
  type State,
  type Verdict,
} from "./proof.ts";

/** What one guarantee has to say of a route. */
export interface Proven {
  readonly result: GuaranteeResult;
  readonly findings: readonly Finding[];
}

/**
 * Judges every guarantee in every state. The first state is the cluster as it was read: what held there must
 * hold in all others. A state in which nothing changed that a guarantee reads keeps the verdict before it.
 */
export function prove(
  states: readonly State[],
  guarantees: readonly Guarantee[],
  context: JudgeContext,
): Proof {
  return proofOf(
    states,
    guarantees.map((guarantee) => proveGuarantee(states, guarantee, context)),
  );
}

/** The same for one guarantee, for whoever has something to do between two. */
export function proveGuarantee(
  states: readonly State[],
  guarantee: Guarantee,
  context: JudgeContext,
): Proven {
  const findings = gather(guarantee.id, judgeStates(states, guarantee, context));
  const { id, promise } = guarantee;
  return { findings, result: { id, promise, verdicts: verdictsFrom(findings, states) } };
}

export function proofOf(states: readonly State[], proven: readonly Proven[]): Proof {
  return {
    states,
    guarantees: proven.map(({ result }) => result),
    findings: proven.flatMap(({ findings }) => findings).sort(byWorst(states)),
  };
}

interface Judged {
  readonly state: StateId;
  readonly breaches: readonly Breach[];
}

function judgeStates(
  states: readonly State[],
  guarantee: Guarantee,
  context: JudgeContext,
): readonly Judged[] {
  const before = states[0]?.world;
  if (before === undefined) return [];
  const gaps = notRead(guarantee, before, CLUSTER);
  const parts = guarantee.reads(before);
  const judged: Judged[] = [];
  let last: { parts: readonly unknown[]; breaches: readonly Breach[] } | undefined;
  for (const { id, world } of states) {
    const now = guarantee.reads(world);
    if (last === undefined || !sameParts(now, last.parts)) {
      // Until something it depends on changes, a promise holds whatever was read: nothing can have been lost.
      const open = sameParts(now, parts) ? [] : gaps;
      last = { parts: now, breaches: [...guarantee.judge(before, world, context), ...open] };
    }
    judged.push({ state: id, breaches: last.breaches });
  }
  return judged;
}

function sameParts(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((part, index) => part === b[index]);
}

/** One finding for a breach that stands in several states; it keeps the worst verdict and its first message. */
function gather(guarantee: string, judged: readonly Judged[]): readonly Finding[] {
  const found = new Map<string, Finding>();
  for (const { state, breaches } of judged) {
    for (const breach of breaches) {
      const key = `${breach.cause}|${refKey(breach.subject)}|${breach.detail ?? ""}`;
      const earlier = found.get(key);
      if (earlier === undefined) {
        const verdicts = { [state]: breach.verdict };
        found.set(key, { ...breach, guarantee, id: `${guarantee}/${breach.cause}`, state, verdicts });
        continue;
      }
      const worse = compareVerdicts(breach.verdict, earlier.verdict) < 0;
      const inState = earlier.verdicts[state];
      const worst =
        inState === undefined || compareVerdicts(breach.verdict, inState) < 0 ? breach.verdict : inState;
      const verdicts = { ...earlier.verdicts, [state]: worst };
      found.set(key, worse ? { ...earlier, ...breach, verdicts } : { ...earlier, verdicts });
    }
  }
  return [...found.values()];
}

/** A guarantee's verdict in every state, from its findings: any that breaks breaks it; advice changes nothing. */
export function verdictsFrom(
  findings: readonly Pick<Finding, "verdicts">[],
  states: readonly State[],
): Readonly<Record<StateId, Verdict>> {
  const verdicts: Record<StateId, Verdict> = {};
  for (const { id } of states) {
    const here = findings.map((finding) => finding.verdicts[id]);
    verdicts[id] = here.includes("breaks") ? "breaks" : here.includes("unknown") ? "unknown" : "holds";
  }
  return verdicts;
}

function byWorst(states: readonly State[]): (a: Finding, b: Finding) => number {
  const order = new Map(states.map((state, index) => [state.id, index]));
  return (a, b) =>
    compareVerdicts(a.verdict, b.verdict) ||
    (order.get(a.state) ?? 0) - (order.get(b.state) ?? 0) ||
    compareText(a.id, b.id) ||
    compareText(refKey(a.subject), refKey(b.subject)) ||
    compareText(a.detail ?? "", b.detail ?? "");
}

/** By code units: the same order on every machine and locale. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
