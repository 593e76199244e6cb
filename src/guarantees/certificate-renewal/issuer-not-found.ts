import type { ManagedCertificate } from "../../world/certificates/certificates.ts";
import { coverageOf } from "../../world/coverage.ts";
import { refLabel } from "../../world/resource.ts";
import { cite, counted, listed } from "../cite.ts";
import { CLUSTER } from "../cluster-ref.ts";
import type { Breach } from "../guarantee.ts";
import type { Renewals } from "./renewals.ts";
import type { Rule } from "./rule.ts";

const KINDS = ["ClusterIssuer", "Issuer", "Certificate"];
const GROUPS = ["cert-manager.io", "certmanager.k8s.io"];
const MOST_CITED = 10;

/** Without its issuer nobody knows how a certificate is issued; without these kinds read, nobody knows of any. */
export const issuerNotFound: Rule = {
  id: "issuer-not-found",
  title: "How certificates are issued was not found",
  hazards: ["CM-1", "CM-2"],
  find(renewals) {
    const missing = KINDS.filter((kind) => isMissing(kind, renewals));
    const orphans = withoutIssuer(renewals);
    const runs = renewals.now.certManager !== undefined;
    if (orphans.length === 0 && (missing.length === 0 || !runs)) return [];
    return [breachOf(missing, orphans)];
  },
};

function isMissing(kind: string, { now: { world } }: Renewals): boolean {
  return GROUPS.every((group) => coverageOf(world.coverage, `${kind}.${group}`).status !== "read");
}

/** Certificates whose issuer is not among the objects. Issuers of other groups are other controllers' own. */
function withoutIssuer({ now }: Renewals): readonly ManagedCertificate[] {
  const there = new Set(now.issuers.map(({ kind, namespace, name }) => `${kind}|${namespace ?? ""}|${name}`));
  return now.certificates.filter(({ issuer, namespace }) => {
    if (issuer === undefined || !GROUPS.includes(issuer.group)) return false;
    return !there.has(`${issuer.kind}|${issuer.kind === "Issuer" ? namespace : ""}|${issuer.name}`);
  });
}

function breachOf(missing: readonly string[], orphans: readonly ManagedCertificate[]): Breach {
  const names = listed(orphans.map(({ resource, name }) => `${refLabel(resource.ref)} (${name})`));
  const who =
    orphans.length === 0
      ? "cert-manager runs here"
      : `${counted(orphans.length, "certificate")} of an issuer that is not there: ${names}`;
  return {
    cause: issuerNotFound.id,
    verdict: missing.length === 0 ? "advice" : "unknown",
    subject: CLUSTER,
    message:
      missing.length === 0
        ? `${who}. Nothing issues or renews these today, and nothing will.`
        : `${who}, and not every ${listed(missing)} was read: how names are proven, and so whether certificates go on being issued, is not known.`,
    remedy:
      missing.length === 0
        ? "Name an issuer that exists, or take the certificates out."
        : "Read cert-manager's kinds too: kubectl get certificates,issuers,clusterissuers -A -o yaml.",
    evidence: orphans.slice(0, MOST_CITED).map(({ resource, issuerAt }) => cite(resource, issuerAt)),
  };
}
