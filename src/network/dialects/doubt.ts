import type { Path } from "../../world/json.ts";
import type { Resource } from "../../world/resource.ts";
import { podSelector } from "../label-selector.ts";
import type { DirectionRules, Layer, Policy } from "../policy.ts";

/** The layer with each of its policies in doubt: it may or may not be enforced. */
export function doubted(layer: Layer, reason: string): Layer {
  return {
    ...layer,
    policies: layer.policies.map((policy) => ({ ...policy, uncertain: policy.uncertain ?? reason })),
  };
}

/** A policy of which only the namespace is read: it may allow, deny or leave anything for the pods there. */
export function unread(resource: Resource, reason: string): Policy {
  const { namespace } = resource.ref;
  const unknown = anything(reason, ["spec"]);
  return {
    resource,
    subjects: podSelector(namespace === undefined ? {} : { namespace, pods: {} }),
    uncertain: reason,
    ingress: unknown,
    egress: unknown,
  };
}

/** Rules of which nothing is known. */
export function anything(reason: string, path: Path): DirectionRules {
  return {
    isolates: true,
    rules: [{ action: "pass", peers: [{ kind: "any" }], ports: "all", uncertain: reason, path }],
  };
}
