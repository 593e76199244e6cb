import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { UserError } from "../../../errors.ts";
import { at, stringOf } from "../../../world/json.ts";
import { type KubeconfigEntry, pathField } from "./kubeconfig.ts";

/**
 * The text of a field that a kubeconfig gives as a file (`client-key`) or in base64 (`client-key-data`), which
 * wins. Undefined where it gives neither.
 */
export async function pemField(entry: KubeconfigEntry, field: string): Promise<string | undefined> {
  const data = stringOf(at(entry.fields, `${field}-data`));
  if (data !== undefined && data !== "") return Buffer.from(data, "base64").toString("utf8");
  const path = pathField(entry, field);
  if (path === undefined) return undefined;
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new UserError(
      `Cannot read ${path} (${code}), which "${entry.name}" in ${entry.file} names as its ${field}.`,
    );
  }
}

/** @throws UserError where the text holds no certificate. `where` names its place, for the message. */
export function parseCertificate(pem: string, where: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw new UserError(`The ${where} is no certificate in PEM form. Get the kubeconfig anew.`);
  }
}

/** @throws UserError where the key is none, is encrypted, or belongs to another certificate. */
export function checkKey(certificate: X509Certificate, key: string, where: string): void {
  let matches: boolean;
  try {
    matches = certificate.checkPrivateKey(createPrivateKey(key));
  } catch {
    throw new UserError(`The ${where} is no private key in PEM form without a passphrase.`);
  }
  if (!matches) throw new UserError(`The ${where} does not belong to the client certificate beside it.`);
}

/** "the client certificate expired on 2024-05-01", or that it is not valid yet; undefined where it is valid. */
export function validityFault(pem: string, now: Date): string | undefined {
  const { validFrom, validTo } = new X509Certificate(pem);
  if (new Date(validTo) < now) return `the client certificate expired on ${day(validTo)}`;
  if (new Date(validFrom) > now) return `the client certificate is not valid before ${day(validFrom)}`;
  return undefined;
}

function day(text: string): string {
  return new Date(text).toISOString().slice(0, 10);
}
