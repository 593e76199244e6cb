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
  const anything: DirectionRules = {
    isolates: true,
    rules: [{ action: "pass", peers: [{ kind: "any" }], ports: "all", uncertain: reason, path: ["spec"] }],
  };
  return {
    resource,
    subjects: podSelector(namespace === undefined ? {} : { namespace, pods: {} }),
    uncertain: reason,
    ingress: anything,
    egress: anything,
  };
}
