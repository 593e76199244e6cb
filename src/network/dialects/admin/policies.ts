import { at, type Json, listOf, numberOf, stringOf } from "../../../world/json.ts";
import type { Resource } from "../../../world/resource.ts";
import { podSelector } from "../../label-selector.ts";
import type { Action, Direction, DirectionRules, PeerTerm, Policy, Rule } from "../../policy.ts";
import { faulty } from "../faulty.ts";
import { faultsOf } from "../shape.ts";
import { peerOf, podsOf } from "./peers.ts";
import { portsOf } from "./ports.ts";
import { ADMIN_SPEC } from "./shape.ts";

export interface AdminPolicy {
  readonly policy: Policy;
  readonly tier: "admin" | "baseline";
  readonly priority: number;
}

/** Names of the actions: Allow in v1alpha1, Accept in v1alpha2. */
const ACTIONS: Readonly<Record<string, Action>> = {
  Allow: "allow",
  Accept: "allow",
  Deny: "deny",
  Pass: "pass",
};

/** An AdminNetworkPolicy, a BaselineAdminNetworkPolicy or a ClusterNetworkPolicy. */
export function adminPolicyOf(resource: Resource): AdminPolicy {
  const spec = at(resource.object, "spec");
  const { kind } = resource.ref;
  const problems: string[] = [];
  const subjects = podsOf(at(spec, "subject"));
  if (subjects === undefined) problems.push("its subject cannot be read");
  const priority = kind === "BaselineAdminNetworkPolicy" ? 0 : numberOf(at(spec, "priority"));
  if (priority === undefined) problems.push("it has no priority");
  const baseline = kind === "BaselineAdminNetworkPolicy" || at(spec, "tier") === "Baseline";
  if (kind === "ClusterNetworkPolicy" && !baseline && at(spec, "tier") !== "Admin")
    problems.push("its tier is none");
  const read: Policy = {
    resource,
    subjects: subjects ?? podSelector({}),
    ...(problems.length === 0 ? {} : { uncertain: problems.join("; ") }),
    ingress: sideOf(spec, "ingress"),
    egress: sideOf(spec, "egress"),
  };
  const [policy] = faulty([read], faultsOf(spec, ADMIN_SPEC, ["spec"]), ["spec"]);
  return {
    tier: baseline ? "baseline" : "admin",
    // Where its place is not known, it is looked at first: the doubt then covers every place.
    priority: priority ?? -1,
    policy: policy ?? read,
  };
}

function sideOf(spec: unknown, direction: Direction): DirectionRules | undefined {
  const rules = listOf(at(spec, direction));
  if (rules.length === 0) return undefined;
  return { isolates: false, rules: rules.map((rule, index) => ruleOf(rule, index, direction)) };
}

function ruleOf(rule: Json, index: number, direction: Direction): Rule {
  const problems: string[] = [];
  const named = stringOf(at(rule, "action"));
  const action = ACTIONS[named ?? ""];
  if (action === undefined) problems.push(`the action ${JSON.stringify(named)} is none`);
  const peers = listOf(at(rule, direction === "ingress" ? "from" : "to"));
  const terms = peers.map((peer) => peerOf(peer, direction));
  if (peers.length === 0 || terms.includes(undefined)) problems.push("a peer is of a kind nobody knows");
  const ports = portsOf(rule);
  if (ports === undefined) problems.push("its ports cannot be read");
  const known = terms.filter((term) => term !== undefined);
  return {
    // Of an action nobody knows either may come, which is what a pass that may match stands for.
    action: action ?? "pass",
    peers: known.length === terms.length && known.length > 0 ? known : [ANY],
    ports: ports ?? "all",
    path: ["spec", direction, index],
    ...(problems.length === 0 ? {} : { uncertain: problems.join("; ") }),
  };
}

const ANY: PeerTerm = { kind: "any" };
