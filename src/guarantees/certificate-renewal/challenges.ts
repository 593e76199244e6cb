import type { ManagedCertificate } from "../../world/certificates/certificates.ts";
import type { Issuer } from "../../world/certificates/issuers.ts";
import { pickSolver } from "../../world/certificates/pick-solver.ts";
import type { Solver, SolverTarget } from "../../world/certificates/solver.ts";

/** How a name of a certificate is proven to be ours. */
export interface Challenge {
  readonly issuer: Issuer;
  readonly certificate: ManagedCertificate;
  readonly dnsName: string;
  /** Undefined where no solver of the issuer is for this name. */
  readonly solver: Solver | undefined;
}

/** A challenge that an Ingress answers on port 80. */
export interface IngressChallenge extends Challenge {
  readonly solver: Solver;
  readonly target: SolverTarget;
}

export function challengesOf(
  certificates: readonly ManagedCertificate[],
  issuers: readonly Issuer[],
): readonly Challenge[] {
  const byName = new Map(
    issuers.map((issuer) => [issuerKey(issuer.kind, issuer.namespace, issuer.name), issuer]),
  );
  return certificates.flatMap((certificate) => {
    const issuer = issuerOfCertificate(certificate, byName);
    if (issuer?.type !== "acme") return [];
    return certificate.dnsNames.map((dnsName) => ({
      issuer,
      certificate,
      dnsName,
      solver: pickSolver(issuer.solvers, dnsName, certificate.labels),
    }));
  });
}

function issuerOfCertificate(
  { issuer, namespace }: ManagedCertificate,
  byName: ReadonlyMap<string, Issuer>,
): Issuer | undefined {
  if (issuer === undefined) return undefined;
  const { kind, name } = issuer;
  const found = byName.get(issuerKey(kind, kind === "Issuer" ? namespace : undefined, name));
  // Issuers of other groups are somebody else's controllers'.
  return found?.group === issuer.group ? found : undefined;
}

function issuerKey(kind: string, namespace: string | undefined, name: string): string {
  return `${kind}|${namespace ?? ""}|${name}`;
}

/** The challenges an Ingress answers, with the class or Ingress it is: the certificate's own word before the issuer's. */
export function ingressChallenges(challenges: readonly Challenge[]): readonly IngressChallenge[] {
  return challenges.flatMap((challenge) => {
    const { solver, certificate } = challenge;
    if (solver?.challenge.type !== "http-01" || solver.challenge.via !== "ingress") return [];
    return [{ ...challenge, solver, target: certificate.override ?? solver.challenge.target }];
  });
}
