import { type CertificateKind, certificateKind } from "../../world/certificates/kinds.ts";
import { type Resource, refLabel } from "../../world/resource.ts";
import { cite, counted } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import { byNamespace } from "./by-namespace.ts";
import type { Rule } from "./rule.ts";

const KINDS: readonly CertificateKind[] = ["CertificateRequest", "Order", "Challenge"];
const MOST_CITED = 10;

/**
 * Requests speak of a private key, an account and answers of the cluster they were made in. A copied one passes for the
 * newest, and cert-manager waits for it (rounakdatta/homelab.setup#124: 22 days without a renewal).
 */
export const requestsCopied: Rule = {
  id: "requests-copied",
  title: "Requests for certificates would be copied",
  hazards: ["CM-6"],
  find({ now: { world } }) {
    if (world.copy === undefined) return [];
    return KINDS.flatMap((kind) =>
      byNamespace(certificateKind(world.objects, kind), ({ ref }) => ref.namespace),
    ).map(breachOf);
  },
};

function breachOf(resources: readonly [Resource, ...Resource[]]): Breach {
  const [first] = resources;
  const { kind, namespace } = first.ref;
  const more =
    resources.length === 1 ? "" : ` and ${counted(resources.length - 1, "other")} of the namespace`;
  return {
    cause: requestsCopied.id,
    verdict: "unknown",
    subject: first.ref,
    message: `${refLabel(first.ref)}${more} ${resources.length === 1 ? "is" : "are"} among the objects. Copied to a new cluster, a request of the old one is taken for the newest, and renewal may wait for it without end; whether the copy takes them along cannot be told.`,
    remedy: `Leave every ${kind} out of what is copied (namespace ${namespace ?? "default"}): cert-manager makes new ones.`,
    evidence: resources.slice(0, MOST_CITED).map((resource) => cite(resource, ["metadata", "name"])),
  };
}
