import type { ManagedCertificate } from "../../world/certificates/certificates.ts";
import { refLabel } from "../../world/resource.ts";
import { cite, counted, listed } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import { byNamespace } from "./by-namespace.ts";
import type { Rule } from "./rule.ts";

/**
 * The Certificate made for an Ingress knows it by its uid, and a copy's Ingress has another one: cert-manager leaves
 * the Certificate alone from then on (cert-manager.io/docs/devops-tips/backup).
 */
export const shimCertificateCopied: Rule = {
  id: "shim-certificate-copied",
  title: "Certificates that were made for Ingresses would be copied",
  hazards: ["CM-6"],
  find({ now }) {
    if (now.world.copy === undefined) return [];
    return byNamespace(now.certificates.filter(isMade), ({ namespace }) => namespace).map(breachOf);
  },
};

function isMade({ resource, madeFrom }: ManagedCertificate): boolean {
  return madeFrom !== undefined && resource.ref.kind === "Certificate";
}

const MOST_CITED = 10;

function breachOf(certificates: readonly [ManagedCertificate, ...ManagedCertificate[]]): Breach {
  const [first, ...others] = certificates;
  const who = refLabel(first.resource.ref);
  const from = first.madeFrom === undefined ? "its owner" : refLabel(first.madeFrom);
  const more =
    others.length === 0
      ? ""
      : `, as ${counted(others.length, "other")} of the namespace (${listed(others.map(({ name }) => name))})`;
  return {
    cause: shimCertificateCopied.id,
    verdict: "unknown",
    subject: first.resource.ref,
    message: `${who} was made for ${from} and is owned by it${more}. In a new cluster the owner is another one: a copied Certificate is never updated again, or deleted as an orphan. Whether the copy takes it along cannot be told.`,
    remedy: `Leave such Certificates of namespace ${first.namespace} out of what is copied, and copy their Secrets before the Ingresses: cert-manager makes the Certificates anew and takes the Secrets over.`,
    evidence: certificates
      .slice(0, MOST_CITED)
      .map(({ resource }) => cite(resource, ["metadata", "ownerReferences"])),
  };
}
