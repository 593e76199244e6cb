import { coverageOf } from "../../world/coverage.ts";
import { refLabel } from "../../world/resource.ts";
import { cite, listed } from "../cite.ts";
import { CLUSTER } from "../cluster-ref.ts";
import type { Breach } from "../guarantee.ts";
import type { Renewals } from "./renewals.ts";
import type { Rule } from "./rule.ts";

const MOST_CITED = 10;

/** Without its issuer nobody knows how a certificate is issued; without Issuers read, nobody knows of any. */
export const issuersNotRead: Rule = {
  id: "issuers-not-read",
  title: "How certificates are issued was not read",
  hazards: ["CM-1", "CM-2"],
  find(renewals) {
    const missing = ["ClusterIssuer", "Issuer", "Certificate"].filter((kind) => isMissing(kind, renewals));
    if (missing.length === 0) return [];
    const orphans = withoutIssuer(renewals);
    if (renewals.now.certManager === undefined && orphans.length === 0) return [];
    const hit =
      orphans.length === 0
        ? "cert-manager runs here"
        : `${listed(orphans.map(({ resource }) => refLabel(resource.ref)))} ${orphans.length === 1 ? "names an issuer" : "name issuers"} that ${orphans.length === 1 ? "is" : "are"} not there`;
    return [breachOf(missing, hit, orphans)];
  },
};

function isMissing(kind: string, { now: { world } }: Renewals): boolean {
  return coverageOf(world.coverage, `${kind}.cert-manager.io`).status !== "read";
}

function withoutIssuer({ now }: Renewals) {
  const there = new Set(now.issuers.map(({ kind, namespace, name }) => `${kind}|${namespace ?? ""}|${name}`));
  return now.certificates.filter(({ issuer, namespace }) => {
    if (issuer === undefined || !/^(Cluster)?Issuer$/.test(issuer.kind)) return false;
    const scope = issuer.kind === "Issuer" ? namespace : "";
    return !there.has(`${issuer.kind}|${scope}|${issuer.name}`);
  });
}

function breachOf(
  missing: readonly string[],
  hit: string,
  orphans: ReturnType<typeof withoutIssuer>,
): Breach {
  return {
    cause: issuersNotRead.id,
    verdict: "unknown",
    subject: CLUSTER,
    message: `${hit}, and not every ${listed(missing)} was read: how names are proven, and so whether certificates go on being issued, is not known.`,
    remedy: `Read the kinds of cert-manager too: kubectl get certificates,issuers,clusterissuers -A -o yaml.`,
    evidence: orphans.slice(0, MOST_CITED).map(({ resource, issuerAt }) => cite(resource, issuerAt)),
  };
}
