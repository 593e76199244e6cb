import type { ManagedCertificate } from "../../world/certificates/certificates.ts";
import { daysAfter, tlsSecretOf, type Validity, validityOf } from "../../world/certificates/renewal.ts";
import type { ObjectStore } from "../../world/store.ts";
import { counted, listed } from "../cite.ts";

/** How long a move takes at most: a new cluster is free beside the old one for 30 days. */
export const MOVE_DAYS = 30;

/** A certificate with when it is due, as far as that is known. */
export interface Due {
  readonly certificate: ManagedCertificate;
  /** Undefined where its Secret was not read, or holds no certificate. */
  readonly validity: Validity | undefined;
  /** Whether it has to be renewed within the move's days, or should have been already. */
  readonly soon: boolean;
}

/** The certificates, those due first at the head; `on`: the day the move begins. */
export function dueOf(
  certificates: readonly ManagedCertificate[],
  objects: ObjectStore,
  on: string,
): readonly Due[] {
  const end = daysAfter(on, MOVE_DAYS);
  return [...new Set(certificates)]
    .map((certificate): Due => {
      const secret = tlsSecretOf(objects, certificate);
      const validity = secret === undefined ? undefined : validityOf(secret, certificate);
      return { certificate, validity, soon: validity !== undefined && validity.renewsOn <= end };
    })
    .sort(
      (a, b) =>
        compare(a.validity?.renewsOn ?? "~", b.validity?.renewsOn ?? "~") || compare(label(a), label(b)),
    );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function label({ certificate }: Due): string {
  return `${certificate.namespace}/${certificate.name}`;
}

/** A sentence: which of these are hit within the move, and which later; none where there are none. */
export function dueWords(due: readonly Due[], on: string): string {
  if (due.length === 0) return "No certificate asks for it yet.";
  const soon = due.filter((entry) => entry.soon);
  const rest = due.filter((entry) => !entry.soon);
  const later = rest.map((entry) =>
    entry.validity === undefined ? label(entry) : `${label(entry)} (from ${entry.validity.renewsOn})`,
  );
  if (soon.length === 0)
    return `No renewal is known to be due within ${MOVE_DAYS} days of ${on}; later ${listed(later)}.`;
  const now = soon.map((entry) => `${label(entry)} (${expiry(entry.validity, on)})`);
  const others = rest.length === 0 ? "" : `, and later ${counted(rest.length, "other")}`;
  return `Hit within ${MOVE_DAYS} days of ${on}: ${listed(now)}${others}.`;
}

function expiry(validity: Validity | undefined, on: string): string {
  if (validity === undefined) return "not read";
  return validity.notAfter < on ? `ran out on ${validity.notAfter}` : `valid until ${validity.notAfter}`;
}
