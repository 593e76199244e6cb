import { at, isObject, type Json, listOf, type Path, stringOf } from "../../../world/json.ts";
import type { Resource } from "../../../world/resource.ts";
import { nodeSelector } from "../../label-selector.ts";
import type { Action, Direction, Policy, Rule } from "../../policy.ts";
import { unread } from "../doubt.ts";
import { faulty } from "../faulty.ts";
import { faultsOf } from "../shape.ts";
import { conditionsOf, endpoints, POD_NAMESPACE } from "./endpoint-selector.ts";
import { EVERYBODY, NOBODY } from "./peers.ts";
import { portsOf } from "./ports.ts";
import { type CiliumScope, peersOf } from "./rule-peers.ts";
import { CILIUM_SPEC } from "./shape.ts";

/** A policy's denying rules and its allowing ones: every deny of every policy comes before every allow. */
export interface CiliumPolicies {
  readonly denies: readonly Policy[];
  readonly allows: readonly Policy[];
}

/** A CiliumNetworkPolicy or CiliumClusterwideNetworkPolicy: its `spec`, and each of its `specs`. */
export function policiesOf(resource: Resource, context: CiliumScope["context"]): CiliumPolicies {
  const namespace =
    resource.ref.kind === "CiliumNetworkPolicy" ? (resource.ref.namespace ?? "default") : undefined;
  const scope: CiliumScope = { namespace, context };
  const one = at(resource.object, "spec");
  const all = [
    ...(isObject(one) ? [fromSpec(resource, one, ["spec"], scope)] : []),
    ...listOf(at(resource.object, "specs")).map((spec, index) =>
      fromSpec(resource, spec, ["specs", index], scope),
    ),
  ];
  return { denies: all.flatMap(({ denies }) => denies), allows: all.flatMap(({ allows }) => allows) };
}

function fromSpec(resource: Resource, spec: Json, path: Path, scope: CiliumScope): CiliumPolicies {
  const selector = at(spec, "endpointSelector");
  const nodes = at(spec, "nodeSelector");
  // A host policy: it selects nodes, and no pod.
  if (selector === undefined && nodes !== undefined) {
    return { denies: [], allows: hostPolicies(resource, spec, nodes, scope) };
  }
  const problems: string[] = [];
  const read = conditionsOf(selector);
  if (read === undefined) problems.push("endpointSelector is no selector");
  // The namespace is the policy's own, whatever the selector says of it (ParseToCiliumRule).
  const conditions = (read ?? []).filter(
    ({ source, key }) => scope.namespace === undefined || source !== "k8s" || key !== POD_NAMESPACE,
  );
  const rules = (direction: Direction, action: Action): readonly Rule[] => {
    const key = action === "deny" ? `${direction}Deny` : direction;
    return listOf(at(spec, key)).flatMap((rule, index) =>
      rulesOf(rule, direction, action, [...path, key, index], scope, problems),
    );
  };
  const side = (direction: Direction, action: Action) => ({
    isolates: isolates(spec, direction),
    rules: [...(action === "deny" ? requirements(spec, direction, path) : []), ...rules(direction, action)],
  });
  const made = (["deny", "allow"] as const).map((action) => ({
    resource,
    subjects: endpoints(conditions, scope.namespace, scope.context),
    ingress: side("ingress", action),
    egress: side("egress", action),
  }));
  const uncertain = problems.length === 0 ? {} : { uncertain: [...new Set(problems)].join("; ") };
  const [denies, allows] = faulty(
    made.map((policy): Policy => ({ ...policy, ...uncertain })),
    faultsOf(spec, CILIUM_SPEC, path),
    path,
  );
  const hasDenies = (denies?.ingress?.rules.length ?? 0) + (denies?.egress?.rules.length ?? 0) > 0;
  return {
    denies: denies === undefined || !hasDenies ? [] : [denies],
    allows: allows === undefined ? [] : [allows],
  };
}

/** Policies of hosts count where the agent runs the host firewall; what they decide is not followed. */
function hostPolicies(
  resource: Resource,
  spec: Json,
  nodes: Json,
  { context }: CiliumScope,
): readonly Policy[] {
  if (context.settings.hostFirewall === false) return [];
  const { ingress, egress, ...policy } = unread(resource, "policies of hosts are not followed");
  return [
    {
      ...policy,
      subjects: nodeSelector(nodes),
      ingress: hasRules(spec, "ingress") ? ingress : undefined,
      egress: hasRules(spec, "egress") ? egress : undefined,
    },
  ];
}

function hasRules(spec: Json, direction: Direction): boolean {
  return listOf(at(spec, direction)).length > 0 || listOf(at(spec, `${direction}Deny`)).length > 0;
}

/** A direction with rules denies by default, an empty list is none (rule_validation.go, Sanitize). */
function isolates(spec: Json, direction: Direction): boolean {
  const given = at(spec, "enableDefaultDeny", direction);
  if (typeof given === "boolean") return given;
  return hasRules(spec, direction);
}

function rulesOf(
  rule: Json,
  direction: Direction,
  action: Action,
  path: Path,
  scope: CiliumScope,
  problems: string[],
): readonly Rule[] {
  const peers = peersOf(rule, direction, action, scope);
  const ports = portsOf(rule);
  problems.push(...peers.problems);
  const onPorts = listOf(at(rule, "toPorts")).length > 0 || listOf(at(rule, "icmps")).length > 0;
  // Ports alone are for everybody; a rule that says nothing at all admits nobody (rule.go, mergeIngress).
  const terms = peers.terms ?? [onPorts ? EVERYBODY : NOBODY];
  const mode = stringOf(at(rule, "authentication", "mode"));
  const authenticated =
    mode === undefined || mode === "disabled" ? {} : { uncertain: `the peers must authenticate (${mode})` };
  return [
    { action, peers: terms, ports: ports.plain, path, ...authenticated },
    ...ports.inspected.map(
      (one): Rule => ({ action, peers: terms, ports: one.ports, path, uncertain: one.reason }),
    ),
  ];
}

/** `fromRequires` and `toRequires` limit the rules of every policy: anything may be denied for them. */
function requirements(spec: Json, direction: Direction, path: Path): readonly Rule[] {
  const field = direction === "ingress" ? "fromRequires" : "toRequires";
  return [direction, `${direction}Deny`].flatMap((key) =>
    listOf(at(spec, key)).flatMap((rule, index): Rule[] =>
      listOf(at(rule, field)).length === 0
        ? []
        : [
            {
              action: "deny",
              peers: [EVERYBODY],
              ports: "all",
              path: [...path, key, index, field],
              uncertain: `${field} limits what other rules allow`,
            },
          ],
    ),
  );
}
