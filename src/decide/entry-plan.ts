import { type EntryPlan, PLAIN_ENTRY_PLAN } from "../platforms/entry-plan.ts";
import type { Turn } from "./walk.ts";

/** How traffic will enter: what the turns settle about it, over what is done where nobody asks for anything. */
export function entryPlanOf(turns: readonly Turn[]): EntryPlan {
  let plan = PLAIN_ENTRY_PLAN;
  for (const { edge, proxyRanges } of turns) {
    const { maintainer = plan.maintainer, mode = plan.mode } = edge.plan ?? {};
    plan = { maintainer, mode, proxyRanges: proxyRanges.length > 0 ? proxyRanges : plan.proxyRanges };
  }
  return plan;
}
