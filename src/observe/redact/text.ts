import { redactAssignments } from "./assignments.ts";
import { redactEncoded } from "./encoded.ts";
import { redactTokens } from "./tokens.ts";

/** Without one of these, a text is a single word: no assignment, no sentence, no URL. */
const SEPARATOR = /[\s=:@$"'<>,{]/;

/** The shortest word that shows by its shape to be a secret, and the shortest text that assigns one. */
const SHORTEST_WORD = 16;
const SHORTEST_TEXT = 8;

/** Beginnings of tokens. */
const SHAPE =
  /eyJ|A(?:KIA|SIA|BIA|CCA)[A-Z0-9]|gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|[sr]k_(?:live|test)_|sk-|AIza|ya29\.|hv[sbr]\.|dop_v1_|npm_|pypi-|SG\.|\{S?SHA|\$(?:apr1|[1-7y]|2[abxy]|argon|pbkdf|scrypt)/;

/** A run of base64 that could hold more than a word. */
const LONG_RUN = /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{24}/;

/** A name that may belong to a secret, with something after it; credentials in URLs; flags of well-known commands. */
const WORDS =
  /:\/\/[^\s/]{0,1200}@|:\/\/[^\s@]{1,400}@|@(?:tcp|unix|udp)|hooks\.|(?:\s|^)-(?:[uap]|-user)|(?:pass|pwd|secret|token|credential|key|auth|cookie|bearer|basic|dsn|connection_?string|url|certificate|users)[\w.-]{0,60}(?:\\{0,9}["']?\s{0,99}[:=>,]|\s)/i;

/**
 * Whether `redactText` must look at the text closely. Almost no string of a cluster holds a secret, and this is
 * asked of all of them, so it must be quick; it may be wrong on one side only.
 */
export function isSuspicious(text: string): boolean {
  const { length } = text;
  if (length < SHORTEST_TEXT) return false;
  const separated = SEPARATOR.test(text);
  if (length < SHORTEST_WORD && !separated) return false;
  return SHAPE.test(text) || (length >= 24 && LONG_RUN.test(text)) || (separated && WORDS.test(text));
}

/**
 * A text without the secrets in it; everything else, above all addresses, stays as it is.
 * `inner` redacts what is found encoded inside; `depth` says how deep in such encodings this text stands.
 */
export function redactText(
  text: string,
  inner: (text: string, depth: number) => string,
  depth: number,
): string {
  return redactEncoded(redactAssignments(redactTokens(text)), inner, depth);
}
