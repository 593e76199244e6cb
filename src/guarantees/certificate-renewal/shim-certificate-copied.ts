import type { ManagedCertificate } from "../../world/certificates/certificates.ts";
import { refLabel } from "../../world/resource.ts";
import { cite } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import type { Rule } from "./rule.ts";

/**
 * The Certificate made for an Ingress knows it by its uid, and a copy's Ingress has another one: cert-manager leaves
 * the Certificate alone from then on (cert-manager.io/docs/devops-tips/backup).
 */
export const shimCertificateCopied: Rule = {
  id: "shim-certificate-copied",
  title: "A Certificate that was made for an Ingress would be copied",
  hazards: ["CM-6"],
  find({ now }) {
    if (now.world.copy === undefined) return [];
    return now.certificates.filter(isMade).map(breachOf);
  },
};

function isMade({ resource, madeFrom }: ManagedCertificate): boolean {
  return madeFrom !== undefined && resource.ref.kind === "Certificate";
}

function breachOf({ resource, madeFrom }: ManagedCertificate): Breach {
  const who = refLabel(resource.ref);
  const from = madeFrom === undefined ? "" : refLabel(madeFrom);
  return {
    cause: shimCertificateCopied.id,
    verdict: "unknown",
    subject: resource.ref,
    message: `${who} was made for ${from} and is owned by it. In a new cluster the ${madeFrom?.kind ?? "owner"} is another one: a copied Certificate is never updated again, or deleted as an orphan. Whether the copy takes it along cannot be told.`,
    remedy: `Leave ${who} out of what is copied, and copy its Secret before ${from}: cert-manager makes the Certificate anew and takes the Secret over.`,
    evidence: [cite(resource, ["metadata", "ownerReferences"])],
  };
}
