import { type EntryPlan, PLAIN_ENTRY_PLAN } from "../platforms/entry-plan.ts";
import type { Turn } from "./walk.ts";

/**
 * How traffic will enter: what the turns settle about it, over what is done where nobody asks for anything. From the
 * first turn on that could settle something and that nobody answered, nothing is settled: what is only assumed must not
 * make a load balancer speak PROXY protocol.
 */
export function entryPlanOf(turns: readonly Turn[]): EntryPlan {
  let plan = PLAIN_ENTRY_PLAN;
  for (const { node, question, value, edge, how, proxyRanges } of turns) {
    if (how === "assumed" && Object.values(node.next).some((next) => next.plan !== undefined)) return plan;
    const { maintainer = plan.maintainer, mode = plan.mode } = edge.plan ?? {};
    const ranges = proxyRanges.length > 0 ? proxyRanges : plan.proxyRanges;
    const said =
      question.id === "load-balancer-used" && value === "yes" && (how === "given" || how === "asked");
    // The same plan stays the same object: what was judged by it is remembered by it.
    if (maintainer === plan.maintainer && mode === plan.mode && ranges === plan.proxyRanges && !said)
      continue;
    plan = { ...plan, maintainer, mode, proxyRanges: ranges, ...(said ? { balancersOnly: true } : {}) };
  }
  return plan;
}
