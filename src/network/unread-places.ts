import { type Coverage, unreadPlaces } from "../world/coverage.ts";
import { podSelector } from "./label-selector.ts";
import type { DirectionRules, Layer, Policy } from "./policy.ts";

/**
 * What could not be read of the files may be a policy, of any pod: looked at first, it leaves every connection of pods
 * open. Undefined where all was read. An API server's answers are told of by kind.
 */
export function unreadLayer(coverage: Coverage): Layer | undefined {
  const policies = unreadPlaces(coverage).flatMap(({ subject, status, place, reason }) =>
    !("place" in subject) || status !== "unreadable" || place?.startsWith("GET ")
      ? []
      : [unreadPolicy(subject.place, reason)],
  );
  return policies.length === 0
    ? undefined
    : { id: "unread-places", title: "what could not be read", end: "deny", policies };
}

function unreadPolicy(place: string, reason = "nobody knows why"): Policy {
  const ref = { apiVersion: "", kind: "document", name: place };
  const uncertain = `it could not be read (${reason}), and may be a policy`;
  const anything: DirectionRules = {
    isolates: true,
    rules: [{ action: "pass", peers: [{ kind: "any" }], ports: "all", uncertain, path: [] }],
  };
  return {
    resource: {
      ref,
      object: { apiVersion: "", kind: "document", metadata: { name: place } },
      origin: { kind: "live", source: place },
      observed: false,
      manifests: [],
      owner: { kind: "unknown", name: "" },
    },
    subjects: podSelector({}),
    ingress: anything,
    egress: anything,
  };
}
