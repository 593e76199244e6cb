import type { Resource } from "../../../world/resource.ts";
import type { ObjectStore } from "../../../world/store.ts";
import type { DirectionRules, Layer, PeerTerm, Policy, Selector } from "../../policy.ts";
import { policyOf } from "../networking-v1.ts";
import { type CiliumContext, ciliumContext } from "./context.ts";
import { endpoints } from "./endpoint-selector.ts";
import { cidrTerm } from "./peers.ts";
import { policiesOf } from "./policies.ts";

/**
 * Everything Cilium enforces, Kubernetes' NetworkPolicies too, in one layer: the allows of all policies together, and
 * before them the denies of all (docs.cilium.io, Deny Policies). Undefined where enforcement is switched off.
 */
export function ciliumLayer(objects: ObjectStore): Layer | undefined {
  const context = ciliumContext(objects);
  const { settings } = context;
  if (settings.enforcement === "never") return undefined;
  const own = [
    ...objects.list("CiliumNetworkPolicy.cilium.io"),
    ...objects.list("CiliumClusterwideNetworkPolicy.cilium.io"),
  ].map((resource) => policiesOf(resource, context));
  const plain = objects
    .list("NetworkPolicy.networking.k8s.io")
    .map((resource) => asCilium(policyOf(resource), context));
  const always =
    settings.enforcement === "always" && settings.resource !== undefined
      ? [denyAll(settings.resource, context)]
      : [];
  return {
    id: "cilium",
    title: "Cilium",
    end: "deny",
    // The agent lets the local host in by an allow, over which denies prevail (mapstate.go, DetermineAllowLocalhostIngress).
    deniesOwnNode: true,
    policies: [
      ...own.flatMap(({ denies }) => denies),
      ...always,
      ...own.flatMap(({ allows }) => allows),
      ...plain,
    ],
  };
}

/** What `enable-policy: always` amounts to. */
function denyAll(resource: Resource, context: CiliumContext): Policy {
  const nothing: DirectionRules = { isolates: true, rules: [] };
  return { resource, subjects: endpoints([], undefined, context), ingress: nothing, egress: nothing };
}

/** A NetworkPolicy as Cilium reads it: by identity labels only, and with blocks that name no pods. */
function asCilium(policy: Policy, context: CiliumContext): Policy {
  const side = (rules: DirectionRules | undefined): DirectionRules | undefined =>
    rules && {
      ...rules,
      rules: rules.rules.map((rule) => ({
        ...rule,
        peers: rule.peers.map((term) => termAsCilium(term, context)),
      })),
    };
  return {
    ...policy,
    subjects: byIdentity(policy.subjects, context),
    ingress: side(policy.ingress),
    egress: side(policy.egress),
  };
}

function termAsCilium(term: PeerTerm, context: CiliumContext): PeerTerm {
  if (term.kind === "pods") return { kind: "pods", selector: byIdentity(term.selector, context) };
  return term.kind === "block" ? cidrTerm(term, context) : term;
}

/** The selector over those labels alone that make up identities. */
function byIdentity(selector: Selector, { isIdentity }: CiliumContext): Selector {
  return {
    ...selector,
    key: `identity ${selector.key}`,
    matches(subject) {
      const kept: Record<string, string> = {};
      let unsure = false;
      for (const [key, value] of Object.entries(subject.labels)) {
        const is = isIdentity(key);
        if (is === true) kept[key] = value;
        else if (is === undefined) unsure = true;
      }
      return unsure ? undefined : selector.matches({ ...subject, labels: kept });
    },
  };
}
