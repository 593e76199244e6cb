import { dump } from "js-yaml";
import { parseYaml } from "../files/yaml-parse.ts";
import { redactNamed } from "./value.ts";

/** A Secret or a kubeconfig written out inside a text: their values' names do not give them away. */
const SECRET = /kind\\{0,9}["']?\s{0,9}:\s{0,9}\\{0,9}["']?Secret(?:List)?\b/;
const USERS = /\busers\\{0,9}["']?\s{0,9}:/;
const CLUSTERS = /\b(?:clusters|contexts)\\{0,9}["']?\s{0,9}:/;

function holdsDocument(text: string): boolean {
  return (
    (text.includes("Secret") && SECRET.test(text)) ||
    (text.includes("users") && USERS.test(text) && CLUSTERS.test(text))
  );
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
    const redacted = attempt(() => JSON.stringify(redact(JSON.parse(text))));
    if (redacted !== undefined) return redacted;
  }
  return text
    .split(/^(?=---)/m)
    .map((document) => (holdsDocument(document) ? redactYaml(document, redact) : document))
    .join("");
}

function redactYaml(document: string, redact: (value: unknown) => unknown): string {
  const marker = /^---[^\n]*\n?/.exec(document)?.[0] ?? "";
  const { value } = parseYaml(document.slice(marker.length));
  if (typeof value !== "object" || value === null) return redactNamed(document);
  const text = attempt(() => dump(redact(value), { lineWidth: -1 }));
  return text === undefined ? redactNamed(document) : marker + text;
}

/** Undefined where the text is no JSON, or nested beyond any reason. */
function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}
