import { formatPath, type Path } from "../../world/json.ts";
import type { DirectionRules, Policy, Rule } from "../policy.ts";
import { anything } from "./doubt.ts";
import type { Fault } from "./shape.ts";

/**
 * The policies with what is malformed taken for unknown: a fault in a rule makes that rule one that may decide about
 * anything; one elsewhere the policy, for the pods it selects. `base` is where the policy's fields are.
 */
export function faulty(policies: readonly Policy[], faults: readonly Fault[], base: Path): readonly Policy[] {
  if (faults.length === 0) return policies;
  const malformed = faults
    .filter((fault) => fault.ownDoubt && inRule(fault, base))
    .map(({ path, reason }) => ({ path, reason }));
  const own = faults.filter((fault) => !inRule(fault, base));
  const reason = own.length === 0 ? undefined : textOf(own, base);
  const wide = own.some(({ ownDoubt }) => !ownDoubt);
  const side = (rules: DirectionRules | undefined): DirectionRules | undefined => {
    if (reason !== undefined && wide) return anything(reason, base);
    return rules && { ...rules, rules: rules.rules.map((rule) => doubted(rule, faults, base)) };
  };
  return policies.map((policy) => ({
    ...policy,
    ...(reason === undefined ? {} : { uncertain: policy.uncertain ?? reason }),
    malformed,
    ingress: side(policy.ingress),
    egress: side(policy.egress),
  }));
}

/** `spec.ingress[0].from`: beyond the field and the number of a rule. */
function inRule({ path }: Fault, base: Path): boolean {
  const [field, index] = path.slice(base.length);
  return /^(?:in|e)gress/.test(String(field)) && typeof index === "number";
}

function doubted(rule: Rule, faults: readonly Fault[], base: Path): Rule {
  const own = faults.filter(
    ({ path, ownDoubt }) => !ownDoubt && rule.path.every((segment, index) => path[index] === segment),
  );
  if (own.length === 0) return rule;
  return { ...rule, uncertain: textOf(own, base), peers: [{ kind: "any" }], ports: "all" };
}

function textOf(faults: readonly Fault[], base: Path): string {
  return faults.map(({ path, reason }) => `${formatPath(path.slice(base.length))}: ${reason}`).join("; ");
}
