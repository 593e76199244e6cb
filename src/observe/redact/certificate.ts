import { X509Certificate } from "node:crypto";

/** What the public certificate in a kubernetes.io/tls Secret says; times are ISO 8601 in UTC. */
export interface CertificateSummary {
  readonly subject: string;
  readonly issuer: string;
  readonly dnsNames: readonly string[];
  readonly notBefore: string;
  readonly notAfter: string;
}

const LARGEST = 256 * 1024;

/** Summarises the first certificate of a base64-encoded PEM chain; undefined when it holds none. */
export function summariseCertificate(base64: unknown): CertificateSummary | undefined {
  if (typeof base64 !== "string" || base64.length > LARGEST) return undefined;
  try {
    const certificate = new X509Certificate(Buffer.from(base64, "base64"));
    return {
      subject: certificate.subject,
      issuer: certificate.issuer,
      dnsNames: dnsNames(certificate.subjectAltName),
      notBefore: new Date(certificate.validFrom).toISOString(),
      notAfter: new Date(certificate.validTo).toISOString(),
    };
  } catch {
    return undefined;
  }
}

/** `DNS:a.example, DNS:b.example, IP Address:10.0.0.1`, as Node prints the extension. */
function dnsNames(alternatives: string | undefined): string[] {
  return (alternatives ?? "")
    .split(", ")
    .filter((name) => name.startsWith("DNS:"))
    .map((name) => name.slice("DNS:".length));
}
