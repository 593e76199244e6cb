import type { ObjectRef } from "../world/resource.ts";
import type { RoadFacts } from "./facts.ts";
import type { Turn } from "./walk.ts";
import { onWorkerAddresses } from "./who-enters.ts";

/** One thing that has to be mended before the road goes on. */
export interface Fix {
  /** The finding's id, where it is one. */
  readonly finding: string | undefined;
  readonly subject: ObjectRef;
  readonly message: string;
}

/** What stands in the way at the turn that led to a `fix-first` outcome. */
export function fixesOf(turns: readonly Turn[], facts: RoadFacts): readonly Fix[] {
  const last = turns.at(-1)?.question.id;
  if (last === "adapted-to-coredns") {
    return (facts.dnsFindings ?? [])
      .filter((finding) => finding.verdict === "breaks")
      .map(({ id, subject, message }) => ({ finding: id, subject, message }));
  }
  if (last === "load-balancer-used") {
    return onWorkerAddresses(facts, turns).map(({ controller, words }) => ({
      finding: undefined,
      subject: controller.workload.ref,
      message: words,
    }));
  }
  return [];
}
