import { at, listOf, stringMapOf, stringOf } from "../../../world/json.ts";
import type { Resource } from "../../../world/resource.ts";
import type { Direction, Policy, Selector } from "../../policy.ts";
import { unread } from "../doubt.ts";
import { type CalicoContext, matchesSelection, readSelector, textAt } from "./entity-selector.ts";
import { setViews } from "./label-views.ts";
import { listBoth } from "./objects.ts";
import { DIRECTIONS, typesOf } from "./types.ts";

/** What the endpoints Calico makes by itself bear: it allows what no policy decides (kube-controllers, autoHostEndpoints). */
const DEFAULT_ALLOW = "projectcalico-default-allow";

/**
 * Host endpoints limit what their node sends and receives: by policies that select them, and where there is none by
 * denying all but the failsafe ports. Neither is followed, so for their nodes both directions are open.
 */
export function hostPolicies(context: CalicoContext): readonly Policy[] {
  const global = listBoth(context.objects, "GlobalNetworkPolicy");
  return listBoth(context.objects, "HostEndpoint").flatMap((endpoint) => {
    const node = stringOf(at(endpoint.object, "spec", "node"));
    if (node === undefined) return [];
    const open = listOf(at(endpoint.object, "spec", "profiles")).includes(DEFAULT_ALLOW);
    const selecting = global.filter((policy) => selects(policy, endpoint));
    const limited = DIRECTIONS.filter(
      (direction) => !open || selecting.some((policy) => typesOf(policy).includes(direction)),
    );
    return limited.length === 0 ? [] : [doubt(endpoint, node, limited)];
  });
}

function doubt(endpoint: Resource, node: string, limited: readonly Direction[]): Policy {
  const { ingress, egress, ...policy } = unread(endpoint, `what it limits on node ${node} is not followed`);
  const subjects: Selector = {
    key: `node ${node}`,
    namespace: undefined,
    label: undefined,
    matches: (subject) => subject.kind === "node" && subject.node === node,
  };
  return {
    ...policy,
    subjects,
    ingress: limited.includes("ingress") ? ingress : undefined,
    egress: limited.includes("egress") ? egress : undefined,
  };
}

function selects(policy: Resource, endpoint: Resource): boolean {
  const spec = at(policy.object, "spec");
  const views = setViews(stringMapOf(at(endpoint.object, "metadata", "labels")), undefined, {});
  const unreadable: string[] = [];
  const selection = {
    namespace: undefined,
    own: readSelector(textAt(spec, "selector"), unreadable),
    namespaces: readSelector(textAt(spec, "namespaceSelector"), unreadable),
    // A host endpoint has no service account.
    accounts: readSelector(textAt(spec, "serviceAccountSelector"), unreadable),
    accountNames: [],
  };
  return unreadable.length > 0 || matchesSelection(selection, views) !== false;
}
