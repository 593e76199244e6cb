import type { ManagedCertificate } from "../../world/certificates/certificates.ts";
import { tlsSecretOf } from "../../world/certificates/renewal.ts";
import { coverageOf } from "../../world/coverage.ts";
import { refKey, refLabel } from "../../world/resource.ts";
import { cite } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
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
    const certificates = overHttp(renewals);
    return dueOf(certificates, now.world.objects, context.on).flatMap((due) => judge(due, renewals) ?? []);
  },
};

/** Certificates with a name that is proven over HTTP. */
function overHttp({ now }: Renewals): readonly ManagedCertificate[] {
  return now.challenges
    .filter(({ solver }) => solver?.challenge.type === "http-01")
    .map(({ certificate }) => certificate);
}

function judge(due: Due, renewals: Renewals): Breach | undefined {
  const { certificate, validity, soon } = due;
  const { now, context } = renewals;
  const issuer = `${certificate.issuer?.kind ?? "Issuer"} ${certificate.issuer?.name ?? ""}`;
  const own = cite(certificate.resource, certificate.issuerAt);
  const remedy = `Have it renewed in the old cluster first (cmctl renew ${certificate.name} -n ${certificate.namespace}), and copy the Secret after that; or prove its names by DNS-01.`;
  if (validity !== undefined) {
    if (!soon) return undefined;
    const over = validity.notAfter < context.on ? "ran out" : "runs out";
    const late =
      validity.renewsOn < context.on
        ? " That it was not by now says that something is wrong today already."
        : "";
    return {
      cause: renewalDuringMove.id,
      verdict: "breaks",
      subject: validity.secret.ref,
      message: `${refLabel(validity.secret.ref)} has to be renewed from ${validity.renewsOn} on and ${over} on ${validity.notAfter}. In a new cluster ${issuer} cannot renew it over HTTP-01 before its names lead there, which within ${MOVE_DAYS} days of ${context.on} may not be.${late}`,
      remedy,
      evidence: [cite(validity.secret, ["certificate", "notAfter"]), own],
    };
  }
  const secret = tlsSecretOf(now.world.objects, certificate);
  const read = coverageOf(now.world.coverage, "Secret").status === "read";
  // Where Secrets were not read as a whole, that is one gap and not one for each certificate.
  if (secret === undefined && !read) return undefined;
  const what =
    secret === undefined
      ? `no Secret ${certificate.namespace}/${certificate.secretName ?? certificate.name} was found`
      : `${refLabel(secret.ref)} holds no certificate that can be read`;
  return {
    cause: renewalDuringMove.id,
    verdict: "unknown",
    subject: certificate.resource.ref,
    detail: refKey({
      apiVersion: "v1",
      kind: "Secret",
      namespace: certificate.namespace,
      name: certificate.name,
    }),
    message: `${refLabel(certificate.resource.ref)} asks for certificate ${certificate.name}, and ${what}. If there is none to copy, a new cluster has none either: ${issuer} cannot issue it over HTTP-01 before its names lead there.`,
    remedy,
    evidence: [own],
  };
}
