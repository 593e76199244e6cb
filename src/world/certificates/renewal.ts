import { dayNumber, dayText } from "../days.ts";
import { at, stringOf } from "../json.ts";
import type { Resource } from "../resource.ts";
import type { ObjectStore } from "../store.ts";
import type { ManagedCertificate } from "./certificates.ts";

/** When a certificate that is in use is renewed and runs out; days as YYYY-MM-DD. */
export interface Validity {
  readonly secret: Resource;
  readonly notAfter: string;
  readonly renewsOn: string;
}

/** The Secret a certificate is kept in; undefined where it was not read, or is not there. */
export function tlsSecretOf(objects: ObjectStore, certificate: ManagedCertificate): Resource | undefined {
  if (certificate.secretName === undefined) return undefined;
  return objects.get("Secret", certificate.namespace, certificate.secretName);
}

/**
 * Renewal begins `renewBefore` (or that share of the lifetime) before the end, and with two thirds of the lifetime over
 * where nothing is said (cert-manager since 1.0; before, 30 days before the end, which for 90 days is the same).
 */
export function validityOf(secret: Resource, certificate: ManagedCertificate): Validity | undefined {
  const from = dayOf(secret, "notBefore");
  const until = dayOf(secret, "notAfter");
  if (until === undefined) return undefined;
  const lifetime = from === undefined ? undefined : until - from;
  const before = renewBefore(certificate, lifetime) ?? (lifetime === undefined ? 0 : lifetime / 3);
  return { secret, notAfter: dayText(until), renewsOn: dayText(until - before) };
}

/** In days. */
function renewBefore(certificate: ManagedCertificate, lifetime: number | undefined): number | undefined {
  const { renewBeforePercentage, renewBefore: text } = certificate;
  if (renewBeforePercentage !== undefined && lifetime !== undefined) {
    return (lifetime * renewBeforePercentage) / 100;
  }
  const hours = text === undefined ? undefined : durationHours(text);
  return hours === undefined ? undefined : hours / 24;
}

function dayOf(secret: Resource, key: "notBefore" | "notAfter"): number | undefined {
  return dayNumber(stringOf(at(secret.object, "certificate", key)) ?? "");
}

const UNITS: Readonly<Record<string, number>> = {
  h: 1,
  m: 1 / 60,
  s: 1 / 3600,
  ms: 1 / 3_600_000,
  us: 0,
  ns: 0,
};

/** A Go duration (`2160h`, `720h30m0s`) in hours; undefined where it is none. */
export function durationHours(text: string): number | undefined {
  if (!/^(?:\d{1,10}(?:\.\d{1,9})?(?:ns|us|ms|s|m|h)){1,7}$/.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit = ""] of text.matchAll(/(\d{1,10}(?:\.\d{1,9})?)(ns|us|ms|s|m|h)/g)) {
    total += Number(amount) * (UNITS[unit] ?? 0);
  }
  return total;
}

/** The day so many days after another; the same text where that is no day. */
export function daysAfter(day: string, days: number): string {
  const number = dayNumber(day);
  return number === undefined ? day : dayText(number + days);
}
