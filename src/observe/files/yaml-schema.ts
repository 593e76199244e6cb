import { FAILSAFE_SCHEMA, Type } from "js-yaml";

/**
 * YAML as kubectl reads it: sigs.k8s.io/yaml over its copy of goyaml.v2 (resolve.go), which is YAML 1.1 with
 * exceptions: y, n, on and off are booleans, 0644 and 0o644 are octal, 1_000 is a number, base 60 is not,
 * a timestamp stays the text it is. One implicit type instead of five: most scalars are told by one letter.
 */

const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ...["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"].map(
    (word) => [word, true] as const,
  ),
  ...["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"].map(
    (word) => [word, false] as const,
  ),
  ...["", "~", "null", "Null", "NULL"].map((word) => [word, null] as const),
]);

const INTEGER = /^[-+]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|[1-9][0-9]*|0)$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

/** A plain scalar's number; undefined when it is none. */
function numberOf(text: string): number | undefined {
  const plain = text.includes("_") && text[0] !== "." ? text.replaceAll("_", "") : text;
  if (INTEGER.test(plain)) {
    const negative = plain[0] === "-";
    const digits = negative || plain[0] === "+" ? plain.slice(1) : plain;
    const value = /^0[0-7]/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
    return negative ? -value : value;
  }
  return FLOAT.test(plain) ? Number(plain) : undefined;
}

const SIGN_DIGIT_DOT = /^[-+.0-9]/;

/** What a plain scalar is when it is no text; undefined for text. */
export function resolvePlain(text: string): boolean | number | null | undefined {
  if (text.length > 40) return undefined;
  if (text.length <= 5) {
    const word = WORDS.get(text);
    if (word !== undefined) return word;
  }
  return SIGN_DIGIT_DOT.test(text) ? numberOf(text) : undefined;
}

// js-yaml asks first and constructs afterwards, always for the same text.
let resolved: boolean | number | null | undefined;

const plain = new Type("tag:yaml.org,2002:null", {
  kind: "scalar",
  resolve: (text: string | null) => {
    resolved = resolvePlain(text ?? "");
    return resolved !== undefined;
  },
  construct: () => resolved,
});

const merge = new Type("tag:yaml.org,2002:merge", {
  kind: "scalar",
  resolve: (text: string | null) => text === "<<",
});

function tagged(tag: string, accepts: (value: boolean | number | null | undefined) => boolean): Type {
  return new Type(`tag:yaml.org,2002:${tag}`, {
    kind: "scalar",
    resolve: (text: string | null) => accepts(resolvePlain(text ?? "")),
    construct: (text: string | null) => resolvePlain(text ?? ""),
  });
}

/** `!!binary` is text once decoded: JSON has no bytes. */
const binary = new Type("tag:yaml.org,2002:binary", {
  kind: "scalar",
  resolve: (text: string | null) => text !== null && /^[A-Za-z0-9+/=\s]*$/.test(text),
  construct: (text: string) => Buffer.from(text, "base64").toString("utf8"),
});

const timestamp = new Type("tag:yaml.org,2002:timestamp", { kind: "scalar" });

/** Tags of other programs (`!Ref`, `!reference`) are ignored, as goyaml does. */
const foreign = (["scalar", "sequence", "mapping"] as const).map(
  (kind) => new Type("!", { kind, multi: true, construct: (data: unknown) => data }),
);

export const KUBE_SCHEMA = FAILSAFE_SCHEMA.extend({
  implicit: [plain, merge],
  explicit: [
    tagged("bool", (value) => typeof value === "boolean"),
    tagged("int", (value) => Number.isInteger(value)),
    tagged("float", (value) => typeof value === "number"),
    binary,
    timestamp,
    ...foreign,
  ],
});
