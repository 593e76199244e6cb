import { isObject, type JsonObject } from "../../world/json.ts";
import { type CertificateSummary, summariseCertificate } from "./certificate.ts";

/**
 * A Secret as it enters the World: which keys it has, never what they hold.
 * `data` and `stringData` keep their keys with empty values; `certificate` is added for kubernetes.io/tls.
 */
export interface RedactedSecret extends JsonObject {
  readonly data?: { readonly [key: string]: "" };
  readonly stringData?: { readonly [key: string]: "" };
  readonly certificate?: JsonObject & { readonly [Key in keyof CertificateSummary]: CertificateSummary[Key] };
}

/** Annotations that tools put on Secrets and that say whose they are; anything else may embed the content. */
const SAFE_ANNOTATIONS = [
  "argocd.argoproj.io/",
  "cert-manager.io/",
  "helm.sh/",
  "helm.toolkit.fluxcd.io/",
  "kubernetes.io/service-account.",
  "kustomize.toolkit.fluxcd.io/",
  "meta.helm.sh/",
  "reflector.v1.k8s.emberstack.com/",
  "replicator.v1.mittwald.de/",
];

/** A new object with the Secret's public parts. */
export function redactSecret(secret: JsonObject): RedactedSecret {
  const out: Record<string, unknown> = { apiVersion: secret.apiVersion, kind: secret.kind };
  if (isObject(secret.metadata)) out.metadata = safeMetadata(secret.metadata);
  if (secret.type !== undefined) out.type = typeof secret.type === "string" ? secret.type : null;
  if (typeof secret.immutable === "boolean") out.immutable = secret.immutable;
  if (isObject(secret.data)) out.data = keysOf(secret.data);
  if (isObject(secret.stringData)) out.stringData = keysOf(secret.stringData);
  const certificate = secret.type === "kubernetes.io/tls" ? tlsCertificate(secret) : undefined;
  // A Secret that was redacted before has its certificate here.
  if (isObject(secret.certificate)) out.certificate = publicPart(secret.certificate);
  if (certificate !== undefined) out.certificate = certificate;
  return out as RedactedSecret;
}

const PUBLIC = ["subject", "issuer", "dnsNames", "notBefore", "notAfter"] as const;

function publicPart(certificate: JsonObject): JsonObject {
  return Object.fromEntries(PUBLIC.map((key) => [key, certificate[key]]));
}

function tlsCertificate(secret: JsonObject): CertificateSummary | undefined {
  if (isObject(secret.data)) return summariseCertificate(secret.data["tls.crt"]);
  const text = isObject(secret.stringData) ? secret.stringData["tls.crt"] : undefined;
  return typeof text === "string" ? summariseCertificate(Buffer.from(text).toString("base64")) : undefined;
}

function safeMetadata(metadata: JsonObject): JsonObject {
  const out: Record<string, unknown> = { ...metadata };
  delete out.managedFields;
  if (isObject(metadata.annotations)) {
    out.annotations = Object.fromEntries(
      Object.entries(metadata.annotations).filter(([key]) =>
        SAFE_ANNOTATIONS.some((prefix) => key.startsWith(prefix)),
      ),
    );
  } else {
    delete out.annotations;
  }
  return out as JsonObject;
}

function keysOf(data: JsonObject): Readonly<Record<string, "">> {
  return Object.fromEntries(Object.keys(data).map((key) => [key, "" as const]));
}
