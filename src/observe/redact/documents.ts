import { dump, load } from "js-yaml";
import { KUBE_SCHEMA } from "../files/yaml-schema.ts";
import { redactNamed } from "./value.ts";

/** A Secret or a kubeconfig written out inside a text: their values' names do not give them away. */
const SECRET = /kind\\*["']?\s*:\s*\\*["']?Secret(?:List)?\b/;
const KUBECONFIG =
  /users\\*["']?\s*:[\s\S]*clusters\\*["']?\s*:|clusters\\*["']?\s*:[\s\S]*users\\*["']?\s*:/;

function holdsDocument(text: string): boolean {
  return SECRET.test(text) || (text.includes("users") && KUBECONFIG.test(text));
}

/**
 * Redacts the Secrets and kubeconfigs written out in a text (a ConfigMap with manifests, an annotation some
 * tool keeps what it applied in) by reading them as what they are. What looks like one and cannot be read is
 * replaced whole, addresses kept.
 */
export function redactDocuments(text: string, redact: (value: unknown) => unknown): string {
  if (!holdsDocument(text)) return text;
  const start = text.trimStart()[0];
  if (start === "{" || start === "[") {
    const value = parsed(() => JSON.parse(text) as unknown);
    if (value !== undefined) return JSON.stringify(redact(value));
  }
  return text
    .split(/^(?=---)/m)
    .map((document) => (holdsDocument(document) ? redactYaml(document, redact) : document))
    .join("");
}

function redactYaml(document: string, redact: (value: unknown) => unknown): string {
  const marker = /^---[^\n]*\n?/.exec(document)?.[0] ?? "";
  const value = parsed(() => load(document.slice(marker.length), { schema: KUBE_SCHEMA, json: true }));
  if (typeof value !== "object" || value === null) return redactNamed(document);
  const text = parsed(() => dump(redact(value), { lineWidth: -1 }));
  return text === undefined ? redactNamed(document) : marker + text;
}

function parsed<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}
