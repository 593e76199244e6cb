import { at } from "../../world/json.ts";
import { refLabel } from "../../world/resource.ts";
import {
  type Allowance,
  disruptionsAllowed,
  unreadyEvictable,
} from "../../world/scheduling/disruption-budget.ts";
import type { Pod } from "../../world/workload.ts";
import { cite, counted, listed } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import { demandOf } from "./budget-words.ts";
import type { JudgedBudget } from "./budgets.ts";
import { isNeverSatisfied } from "./drain-blocked.ts";
import { drainEnds, isDraining, type Move } from "./move.ts";
import type { Rule } from "./rule.ts";

/** A budget that would allow evictions if its pods were ready; as they were read, too few are. */
export const unreadyPods: Rule = {
  id: "unready-pods",
  title: "Pods that are not ready use up a disruption budget",
  hazards: ["DR-2", "DR-3"],
  find(move) {
    return isDraining(move) ? move.budgets.flatMap((budget) => judge(budget, move)) : [];
  },
};

function judge(budget: JudgedBudget, move: Move): readonly Breach[] {
  const { allowance, alone } = budget;
  if (allowance === undefined || alone.length === 0 || isNeverSatisfied(budget)) return [];
  const pods = [...new Set(budget.classes.map(({ workload }) => workload))].flatMap(({ pods: all }) => all);
  const unready = pods.filter(runsUnready);
  const starting = pods.filter(isStarting);
  const ready = pods.filter((pod) => !runsUnready(pod) && !isStarting(pod));
  if (unready.length + starting.length === 0 || disruptionsAllowed(allowance, ready.length) > 0) return [];
  const held = unready.length > 0 && !unreadyEvictable(allowance, ready.length, budget.alwaysAllow);
  // Pods that have not started are evicted whatever the budget says (canIgnorePDB).
  const blocked = held || ready.length > 0;
  return [breach(budget, allowance, { ready, unready: [...unready, ...starting], blocked, held }, move)];
}

interface Health {
  readonly ready: readonly Pod[];
  readonly unready: readonly Pod[];
  readonly blocked: boolean;
  /** The unready pods themselves may not be evicted. */
  readonly held: boolean;
}

function breach(budget: JudgedBudget, allowance: Allowance, health: Health, move: Move): Breach {
  const { resource } = budget;
  const { ready, unready, blocked, held } = health;
  const names = listed(unready.map(({ namespace, name }) => `${namespace}/${name}`));
  const state = `${ready.length} of ${counted(ready.length + unready.length, "pod")} ready, ${allowance.desiredHealthy} demanded`;
  return {
    cause: unreadyPods.id,
    verdict: blocked ? "breaks" : "advice",
    subject: resource.ref,
    message: blocked
      ? `${refLabel(resource.ref)} (${demandOf(budget).text}) allows no eviction while ${names} ${unready.length === 1 ? "is" : "are"} not ready (${state}), ${drainEnds(move)}.`
      : `${refLabel(resource.ref)} guards ${names}, which ${unready.length === 1 ? "has" : "have"} not started (${state}). Should that become running without getting ready, it holds up the drain.`,
    remedy:
      held && move.minor >= 27
        ? "Mend or scale down these pods before nodes are replaced, or set unhealthyPodEvictionPolicy to AlwaysAllow."
        : "Mend or scale down these pods before nodes are replaced.",
    evidence: [
      cite(resource, demandOf(budget).path),
      ...unready.slice(0, 3).flatMap((pod) => (pod.resource === undefined ? [] : [citePod(pod.resource)])),
    ],
  };
}

function citePod(resource: NonNullable<Pod["resource"]>) {
  const conditions = at(resource.object, "status", "conditions");
  const index = Array.isArray(conditions)
    ? conditions.findIndex((entry) => at(entry, "type") === "Ready")
    : -1;
  return index < 0
    ? cite(resource, ["status", "phase"])
    : cite(resource, ["status", "conditions", index, "status"], "condition Ready");
}

function phaseOf(pod: Pod): unknown {
  return at(pod.resource?.object, "status", "phase");
}

function isStarting(pod: Pod): boolean {
  return phaseOf(pod) === "Pending";
}

function runsUnready(pod: Pod): boolean {
  return pod.ready === false && !isStarting(pod);
}
