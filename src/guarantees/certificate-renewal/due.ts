import type { ManagedCertificate } from "../../world/certificates/certificates.ts";
import { daysAfter, tlsSecretOf, type Validity, validityOf } from "../../world/certificates/renewal.ts";
import type { ObjectStore } from "../../world/store.ts";
import { listed } from "../cite.ts";

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
      const validity = validityIn(objects, certificate);
      return { certificate, validity, soon: validity !== undefined && validity.renewsOn <= end };
    })
    .sort(
      (a, b) =>
        compare(a.validity?.renewsOn ?? "~", b.validity?.renewsOn ?? "~") || compare(label(a), label(b)),
    );
}

/** A certificate is read from one store of objects, and asked about in every state that shares it. */
const KNOWN = new WeakMap<ManagedCertificate, Validity | "none">();

function validityIn(objects: ObjectStore, certificate: ManagedCertificate): Validity | undefined {
  const known = KNOWN.get(certificate);
  if (known !== undefined) return known === "none" ? undefined : known;
  const secret = tlsSecretOf(objects, certificate);
  const validity = secret === undefined ? undefined : validityOf(secret, certificate);
  KNOWN.set(certificate, validity ?? "none");
  return validity;
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
  const soon = due.flatMap((entry) =>
    entry.soon && entry.validity !== undefined ? [`${label(entry)} (${expiry(entry.validity, on)})`] : [],
  );
  const later = due.flatMap((entry) =>
    !entry.soon && entry.validity !== undefined ? [`${label(entry)} (from ${entry.validity.renewsOn})`] : [],
  );
  const open = due.filter(({ validity }) => validity === undefined).map(label);
  const parts = [
    ...(soon.length === 0 ? [] : [`within ${MOVE_DAYS} days of ${on} ${listed(soon)}`]),
    ...(later.length === 0 ? [] : [`later ${listed(later)}`]),
    ...(open.length === 0 ? [] : [`at a time not known ${listed(open)}`]),
  ];
  return `Due for renewal: ${parts.join("; ")}.`;
}

function expiry({ notAfter }: Validity, on: string): string {
  return notAfter < on ? `ran out on ${notAfter}` : `valid until ${notAfter}`;
}
