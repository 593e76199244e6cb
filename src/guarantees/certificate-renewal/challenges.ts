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

/** A challenge that an Ingress (or a route at a Gateway) answers on port 80. */
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

/** Challenges of one issuer that the same kind of Ingress in the same namespace answers: what becomes of one becomes of all. */
export interface ChallengeClass {
  readonly first: IngressChallenge;
  readonly challenges: readonly IngressChallenge[];
}

/** The challenges over HTTP, with the class or Ingress that answers them: the certificate's own word before the issuer's. */
export function challengeClasses(challenges: readonly Challenge[]): readonly ChallengeClass[] {
  const classes = new Map<string, { first: IngressChallenge; challenges: IngressChallenge[] }>();
  for (const challenge of challenges) {
    const { solver, certificate, issuer } = challenge;
    if (solver?.challenge.type !== "http-01") continue;
    const { via, target: own } = solver.challenge;
    const target = via === "ingress" ? (certificate.override ?? own) : own;
    const name = "name" in target ? target.name : "";
    const scope = `${issuerKey(issuer.kind, issuer.namespace, issuer.name)}|${solver.at.join(".")}`;
    const key = `${scope}|${certificate.namespace}|${target.by}|${name}`;
    const entry: IngressChallenge = { ...challenge, solver, target };
    const there = classes.get(key);
    if (there === undefined) classes.set(key, { first: entry, challenges: [entry] });
    else there.challenges.push(entry);
  }
  return [...classes.values()];
}

/** Those an Ingress answers, and not a route at a Gateway. */
export function byIngress({ first }: ChallengeClass): boolean {
  return first.target.by !== "gateway";
}
