import { at, listOf } from "../../../world/json.ts";
import type { Resource } from "../../../world/resource.ts";
import type { Direction, Policy, Rule, Selector } from "../../policy.ts";
import { faulty } from "../faulty.ts";
import { faultsOf } from "../shape.ts";
import { type CalicoContext, podsOf, readSelector, type Selection, textAt } from "./entity-selector.ts";
import { type CalicoRule, ruleOf } from "./rules.ts";
import { CALICO_SPEC } from "./shape.ts";
import { DIRECTIONS, typesOf } from "./types.ts";

/**
 * A Calico NetworkPolicy or GlobalNetworkPolicy. Where rules say more of the policy's own pods than the policy does,
 * it comes apart into one policy for each run of rules with the same pods, in order: the first verdict stays the same.
 */
export function policiesOf(resource: Resource, context: CalicoContext): readonly Policy[] {
  const spec = at(resource.object, "spec");
  const namespace = resource.ref.kind === "NetworkPolicy" ? (resource.ref.namespace ?? "default") : undefined;
  // Untracked and pre-DNAT policy is for host endpoints alone.
  if (at(spec, "doNotTrack") === true || at(spec, "preDNAT") === true) return [];
  const problems: string[] = [];
  const selection: Selection = {
    namespace,
    own: readSelector(textAt(spec, "selector"), problems),
    namespaces:
      namespace === undefined ? readSelector(textAt(spec, "namespaceSelector"), problems) : undefined,
    accounts: readSelector(textAt(spec, "serviceAccountSelector"), problems),
    accountNames: [],
  };
  const subjects = podsOf(selection, context);
  const types = typesOf(resource);
  const base = { resource, ...(problems.length === 0 ? {} : { uncertain: problems.join("; ") }) };
  const rules = DIRECTIONS.map((direction) =>
    types.includes(direction)
      ? listOf(at(spec, direction)).flatMap(
          (rule, index) => ruleOf(rule, index, direction, namespace, context) ?? [],
        )
      : undefined,
  );
  const [ingress, egress] = rules;
  const whole = rules
    .flatMap((own) => own ?? [])
    .every((one) => one.subjects === undefined && one.except === undefined);
  const parts = whole
    ? []
    : DIRECTIONS.flatMap((direction, index) => partsOf(base, subjects, direction, rules[index] ?? []));
  const inOne = (own: readonly CalicoRule[] | undefined) =>
    own === undefined ? undefined : { isolates: true, rules: whole ? own.map(({ rule }) => rule) : [] };
  const made = [{ ...base, subjects, ingress: inOne(ingress), egress: inOne(egress) }, ...parts];
  return faulty(made, faultsOf(spec, CALICO_SPEC, ["spec"]), ["spec"]);
}

/** The runs of a direction's rules. */
function partsOf(
  base: Pick<Policy, "resource" | "uncertain">,
  subjects: Selector,
  direction: Direction,
  rules: readonly CalicoRule[],
): readonly Policy[] {
  const runs: { readonly first: CalicoRule; readonly key: string; readonly rules: Rule[] }[] = [];
  for (const one of rules) {
    const key = `${one.subjects?.key} ${one.except?.key}`;
    const last = runs.at(-1);
    if (last?.key === key) last.rules.push(one.rule);
    else runs.push({ first: one, key, rules: [one.rule] });
  }
  return runs.map(({ first, rules: own }): Policy => {
    const side = { isolates: false, rules: own };
    return {
      ...base,
      subjects: narrowed(subjects, first),
      ingress: direction === "ingress" ? side : undefined,
      egress: direction === "egress" ? side : undefined,
    };
  });
}

/** The pods of the policy that the rule's near end names too. */
function narrowed(all: Selector, { subjects, except }: CalicoRule): Selector {
  if (subjects === undefined && except === undefined) return all;
  return {
    key: `${all.key} & ${subjects?.key} & ! ${except?.key}`,
    namespace: all.namespace ?? subjects?.namespace,
    label: all.label ?? subjects?.label,
    matches(subject) {
      const parts = [all.matches(subject), subjects === undefined || subjects.matches(subject)];
      const not = except === undefined ? false : except.matches(subject);
      if (parts.includes(false) || not === true) return false;
      return parts.includes(undefined) || not === undefined ? undefined : true;
    },
  };
}
