import { isUtf8 } from "node:buffer";
import { REDACTED } from "./names.ts";

/** A run of base64 long enough to hold something; the lookbehind keeps it from being tried at every letter. */
const RUN = /(?<![A-Za-z0-9+/])(?:[A-Za-z0-9+/]{24,}(?:\r?\n[ \t]*(?=[A-Za-z0-9+/]{16}))?)+={0,2}/g;

const MAX_DEPTH = 3;

/**
 * Redacts inside base64 (a kubeconfig, a private key, docker credentials in a custom resource): text is decoded,
 * redacted and encoded again; compressed data, which nothing can look into, is replaced whole.
 */
export function redactEncoded(
  text: string,
  redact: (text: string, depth: number) => string,
  depth: number,
): string {
  return text.replace(RUN, (run) => {
    if (run.startsWith("H4sI")) return REDACTED;
    if (depth >= MAX_DEPTH) return run;
    const bytes = Buffer.from(run, "base64");
    if (bytes.length < 16 || !isUtf8(bytes)) return run;
    const decoded = bytes.toString("utf8");
    if (/[\x00-\x08\x0e-\x1f]/.test(decoded)) return run;
    const redacted = redact(decoded, depth + 1);
    return redacted === decoded ? run : Buffer.from(redacted, "utf8").toString("base64");
  });
}
