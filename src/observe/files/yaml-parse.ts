import { type LoadOptions, load, YAMLException } from "js-yaml";
import { unshare } from "./aliases.ts";
import { readBlockYaml, UNSURE } from "./block-yaml.ts";
import { KUBE_SCHEMA } from "./yaml-schema.ts";

export type Parsed =
  | { readonly value: unknown; readonly reason?: undefined }
  | {
      readonly value?: undefined;
      readonly reason: string /** 0-based, in the text. */;
      readonly line: number;
    };

/** js-yaml adds up blank lines inside quotes one by one, each with an object of its own. */
const LARGE = 2 * 1024 * 1024;
const BLANK_LINES = /(?:\n[ \t\r]*){20000}/;

/** maxDepth is younger than the types; js-yaml's own default, 100, is less than some schemas of custom resources have. */
const OPTIONS: LoadOptions & { maxDepth: number } = { schema: KUBE_SCHEMA, json: true, maxDepth: 200 };

/**
 * Reads one YAML document as kubectl does. The reason never quotes the text, which may hold secrets.
 * `bytes`: the same text, where it is all ASCII.
 */
export function parseYaml(text: string, bytes?: Buffer): Parsed {
  const quick = readBlockYaml(text, bytes);
  if (quick !== UNSURE) return { value: quick };
  if (text.length > LARGE && BLANK_LINES.test(text)) {
    return { reason: "no object: it has more blank lines in a row than text", line: 0 };
  }
  try {
    const loaded = load(text, OPTIONS);
    const value = text.includes("*") ? unshare(loaded, text.length) : loaded;
    if (text.includes("{{") && hasMapAsKey(value)) return { reason: TEMPLATE_ADVICE, line: 0 };
    return { value };
  } catch (error) {
    const line = error instanceof YAMLException ? (error.mark?.line ?? 0) : 0;
    if (TEMPLATE.test(text)) return { reason: TEMPLATE_ADVICE, line };
    if (error instanceof YAMLException) return { reason: plainReason(error.reason), line };
    if (error instanceof RangeError) return { reason: error.message, line };
    throw error;
  }
}

const TEMPLATE = /\{\{-?\s*[\w.$/"(]/;
const TEMPLATE_ADVICE =
  "a template of a Helm chart, no YAML: render it first (helm template) and give what that prints";

/** `name: {{ .Values.name }}` is YAML, strictly: a map with a map as its key, which no Kubernetes object has. */
function hasMapAsKey(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, entry]) => key === "[object Object]" || hasMapAsKey(entry));
}

/** Some reasons quote a name from the text; what stands there by mistake may be anything. */
function plainReason(reason: string): string {
  return `no valid YAML: ${reason.replace(/\s*["<].*$/s, "")}`;
}
