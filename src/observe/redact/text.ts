import { redactAssignments } from "./assignments.ts";
import { redactEncoded } from "./encoded.ts";
import { redactTokens } from "./tokens.ts";

/** The shortest text that can hold a secret and something that gives it away. */
const SHORTEST = 8;

/**
 * Whether a text may hold a secret at all. Almost no string of a cluster does, and this is asked of all of
 * them, so it must be quick and may be wrong on one side only.
 */
const SUSPICIOUS =
  /eyJ|:\/\/[^\s/]*@|PRIVATE KEY|(?:pass|pwd|secret|token|credential|key|auth|cookie|bearer|basic|dsn|string|url|certificate)[\w.-]*(?:\\*["']?\s*[:=>,]|\s)|\$(?:apr1|[1-7y]|2[abxy]|argon|pbkdf|scrypt)\$|\{S?SHA|@(?:tcp|unix|udp)|(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{12}|gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|[sr]k_(?:live|test)_|sk-|AIza|ya29\.|hv[sbr]\.|dop_v1_|npm_|pypi-|SG\.|hooks\.|(?:\s|^)-(?:[uap]|-user)|(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40}/i;

/** Whether `redactText` would have to look at the text closely. */
export function isSuspicious(text: string): boolean {
  return text.length >= SHORTEST && SUSPICIOUS.test(text);
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
