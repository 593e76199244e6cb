import { hasPort } from "../../network/port-set.ts";
import { at, type Path } from "../../world/json.ts";
import type { Resource } from "../../world/resource.ts";
import { cite } from "../cite.ts";
import type { Evidence } from "../guarantee.ts";
import type { LossGroup } from "./words.ts";

/** The rules of the policy that speak of names, and the other policies that isolate the same pods. */
export function policyEvidence({ first, losses }: LossGroup): readonly Evidence[] {
  const { policy, misses, side } = first;
  const { resource } = policy.policy;
  const spoken = policy.rules.filter(({ rule, ports }) => rule.ports !== "all" && hasPort(ports, "UDP", 53));
  const paths = misses.length > 0 ? misses.map(({ path }) => path) : spoken.map(({ rule }) => rule.path);
  const own = (paths.length === 0 ? [["spec"]] : paths).map((path) => cite(resource, path));
  const others = new Set(losses.flatMap(({ policies }) => policies));
  others.delete(policy.policy);
  const beside = [...others]
    .slice(0, MOST_OTHERS)
    .map((other) => cite(other.resource, selectorOf(other.resource), `isolates ${side} of the same pods`));
  return [...own, ...beside];
}

function selectorOf({ object }: Resource): Path {
  return at(object, "spec", "podSelector") === undefined ? ["spec"] : ["spec", "podSelector"];
}

const MOST_OTHERS = 5;
