import limits from "../../data/acme-limits.json" with { type: "json" };
import type { ManagedCertificate } from "../../world/certificates/certificates.ts";
import type { Issuer } from "../../world/certificates/issuers.ts";
import { registeredDomain } from "../../world/certificates/registered-domain.ts";
import { tlsSecretOf } from "../../world/certificates/renewal.ts";
import { refLabel } from "../../world/resource.ts";
import { cite } from "../cite.ts";
import { CLUSTER } from "../cluster-ref.ts";
import type { Breach } from "../guarantee.ts";
import type { Renewals } from "./renewals.ts";
import type { Rule } from "./rule.ts";

type Authority = (typeof limits.authorities)[number];

/** Certificates that a new cluster may have to have issued all at once, against what the authority gives in that time. */
export const issuanceLimit: Rule = {
  id: "issuance-limit",
  title: "More certificates than the authority issues in a week",
  hazards: ["CM-9"],
  find(renewals) {
    if (renewals.now.world.copy === undefined) return [];
    return limits.authorities.flatMap((authority) => {
      const asked = certificatesFrom(authority, renewals);
      return [
        ...countBy(asked, domainsOf).map(([domain, group]) => ({
          group,
          most: authority.perRegisteredDomain.most,
          what: `for ${domain} in ${authority.perRegisteredDomain.days} days`,
        })),
        ...countBy(asked, setOfNames).map(([names, group]) => ({
          group,
          most: authority.perSetOfNames.most,
          what: `for the same names (${names}) in ${authority.perSetOfNames.days} days`,
        })),
        ...countBy(asked, accountOf).map(([account, group]) => ({
          group,
          most: authority.ordersPerAccount.most,
          what: `to the account of ${account} in ${authority.ordersPerAccount.hours} hours`,
        })),
      ].flatMap((count) => (count.group.length > count.most ? [breachOf(authority, count, renewals)] : []));
    });
  },
};

interface Asked {
  readonly certificate: ManagedCertificate;
  readonly issuer: Issuer;
}

function certificatesFrom({ server }: Authority, { now }: Renewals): readonly Asked[] {
  const found = new Map<ManagedCertificate, Asked>();
  for (const { certificate, issuer } of now.challenges) {
    if (hostOf(issuer.server) === server) found.set(certificate, { certificate, issuer });
  }
  return [...found.values()];
}

function hostOf(server: string | undefined): string | undefined {
  return /^https?:\/\/([^/:?#]{1,255})/i.exec(server ?? "")?.[1]?.toLowerCase();
}

/** Each of these under every key it counts for. */
function countBy(asked: readonly Asked[], keys: (asked: Asked) => readonly string[]): [string, Asked[]][] {
  const groups = new Map<string, Asked[]>();
  for (const entry of asked) {
    for (const key of new Set(keys(entry))) {
      const there = groups.get(key);
      if (there === undefined) groups.set(key, [entry]);
      else there.push(entry);
    }
  }
  return [...groups];
}

function domainsOf({ certificate }: Asked): readonly string[] {
  return certificate.dnsNames.flatMap((name) => registeredDomain(name) ?? []);
}

function setOfNames({ certificate }: Asked): readonly string[] {
  const names = [...new Set(certificate.dnsNames.map((name) => name.toLowerCase()))].sort();
  return names.length === 0 ? [] : [names.join(", ")];
}

function accountOf({ issuer }: Asked): readonly string[] {
  return [refLabel(issuer.resource.ref)];
}

const MOST_CITED = 5;

function breachOf(
  { title }: Authority,
  { group, most, what }: { group: readonly Asked[]; most: number; what: string },
  { now }: Renewals,
): Breach {
  const missing = group.filter(
    ({ certificate }) => tlsSecretOf(now.world.objects, certificate) === undefined,
  ).length;
  const certain = missing > most;
  return {
    cause: issuanceLimit.id,
    verdict: certain ? "breaks" : "unknown",
    subject: CLUSTER,
    detail: what,
    message: `${group.length} certificates are kept here, and ${title} issues ${most} ${what}. A new cluster asks for all of them whose Secrets it does not find${missing === 0 ? "" : ` (${missing} were not found here either)`}: the rest have to wait.`,
    remedy: `Copy the Secrets of the certificates before the Ingresses and Certificates; have what is missing issued in the old cluster first, spread over weeks.`,
    evidence: group
      .slice(0, MOST_CITED)
      .map(({ certificate }) => cite(certificate.resource, certificate.issuerAt)),
  };
}
