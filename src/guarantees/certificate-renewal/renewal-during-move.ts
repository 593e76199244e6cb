import type { ManagedCertificate } from "../../world/certificates/certificates.ts";
import { daysAfter, tlsSecretOf, type Validity } from "../../world/certificates/renewal.ts";
import { coverageOf } from "../../world/coverage.ts";
import { refLabel } from "../../world/resource.ts";
import { cite, counted, listed } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import { byNamespace } from "./by-namespace.ts";
import { type Due, dueOf, MOVE_DAYS } from "./due.ts";
import type { Renewals } from "./renewals.ts";
import type { Rule } from "./rule.ts";

/**
 * Until names lead to the new cluster it cannot answer HTTP-01 for them, so a copied certificate has to last until then:
 * one that has to be renewed meanwhile, or that is not there to be copied, cannot be had.
 */
export const renewalDuringMove: Rule = {
  id: "renewal-during-move",
  title: "A certificate has to be issued before names lead to the new cluster",
  hazards: ["CM-5"],
  find(renewals) {
    const { now, context } = renewals;
    if (now.world.copy === undefined || now.world.traffic.users === "new") return [];
    const certificates = now.overHttp.flatMap(({ challenges }) =>
      challenges.map(({ certificate }) => certificate),
    );
    const due = dueOf(certificates, now.world.objects, context.on);
    const namespaceOf = ({ certificate }: Due) => certificate.namespace;
    const end = daysAfter(context.on, MOVE_DAYS);
    const soon = due.filter((one) => one.soon);
    const over = soon.filter(({ validity }) => validity !== undefined && validity.notAfter <= end);
    const late = soon.filter((one) => !over.includes(one));
    return [
      ...byNamespace(over, namespaceOf).map((group) => dueSoon(group, "breaks", renewals)),
      ...byNamespace(late, namespaceOf).map((group) => dueSoon(group, "unknown", renewals)),
      ...byNamespace(
        due.filter((one) => isMissing(one, renewals)),
        namespaceOf,
      ).map(notThere),
    ];
  },
};

const MOST_CITED = 10;

function dueSoon(
  group: readonly [Due, ...Due[]],
  verdict: "breaks" | "unknown",
  { context }: Renewals,
): Breach {
  const [first, ...others] = group;
  const { certificate, validity } = first;
  const subject = validity?.secret.ref ?? certificate.resource.ref;
  const ends = validity === undefined ? "" : endWords(validity, context.on);
  const late =
    validity !== undefined && validity.renewsOn < context.on
      ? " That it was not by now says that something is wrong today already."
      : "";
  const more =
    others.length === 0
      ? ""
      : ` So it is with ${counted(others.length, "other")} of the namespace: ${names(others)}.`;
  return {
    cause: renewalDuringMove.id,
    verdict,
    subject,
    detail: `due ${verdict}`,
    message: `${refLabel(subject)} has to be renewed from ${validity?.renewsOn ?? context.on} on and ${ends}. In a new cluster ${issuerWords(certificate)} cannot renew it over HTTP-01 before its names lead there, which ${MOVE_DAYS} days after ${context.on} may still not be so.${late}${more}`,
    remedy: `Have it renewed in the old cluster first (cmctl renew ${certificate.name} -n ${certificate.namespace}), and copy the Secret after that; or prove its names by DNS-01.`,
    evidence: group
      .slice(0, MOST_CITED)
      .flatMap((one) => [
        ...(one.validity === undefined ? [] : [cite(one.validity.secret, ["certificate", "notAfter"])]),
        cite(one.certificate.resource, one.certificate.issuerAt),
      ]),
  };
}

function endWords({ notAfter }: Validity, on: string): string {
  return `${notAfter < on ? "ran out" : "runs out"} on ${notAfter}`;
}

/** Where Secrets were not read as a whole, that is one gap and not one for each certificate. */
function isMissing({ certificate, validity }: Due, { now: { world } }: Renewals): boolean {
  if (validity !== undefined) return false;
  const read = coverageOf(world.coverage, "Secret").status === "read";
  return read || tlsSecretOf(world.objects, certificate) !== undefined;
}

function notThere(group: readonly [Due, ...Due[]]): Breach {
  const [{ certificate }, ...others] = group;
  const secret = `Secret ${certificate.namespace}/${certificate.secretName ?? certificate.name}`;
  const who = refLabel(certificate.resource.ref);
  const more =
    others.length === 0
      ? ""
      : ` So it is with ${counted(others.length, "other")} of the namespace: ${names(others)}.`;
  return {
    cause: renewalDuringMove.id,
    verdict: "unknown",
    subject: certificate.resource.ref,
    detail: "not there",
    message: `${who} asks for certificate ${certificate.name}, and no certificate was found in ${secret}. If there is none to copy, a new cluster has none either: ${issuerWords(certificate)} cannot issue it over HTTP-01 before its names lead there.${more}`,
    remedy:
      "See whether it was ever issued; if so, copy the Secret, and if not, have it issued in the old cluster first, or prove its names by DNS-01.",
    evidence: group
      .slice(0, MOST_CITED)
      .map((one) => cite(one.certificate.resource, one.certificate.issuerAt)),
  };
}

function issuerWords({ issuer }: ManagedCertificate): string {
  return issuer === undefined ? "its issuer" : `${issuer.kind} ${issuer.name}`;
}

function names(due: readonly Due[]): string {
  return listed(due.map(({ certificate }) => certificate.name));
}
