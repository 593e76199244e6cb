/** Annotations of external-dns (its docs/annotations/annotations.md). */
export const ANNOTATION_PREFIX = "external-dns.alpha.kubernetes.io/";
export const HOSTNAME_ANNOTATION = `${ANNOTATION_PREFIX}hostname`;
export const TARGET_ANNOTATION = `${ANNOTATION_PREFIX}target`;
export const TTL_ANNOTATION = `${ANNOTATION_PREFIX}ttl`;
export const CONTROLLER_ANNOTATION = `${ANNOTATION_PREFIX}controller`;
export const ACCESS_ANNOTATION = `${ANNOTATION_PREFIX}access`;
export const HOSTNAME_SOURCE_ANNOTATION = `${ANNOTATION_PREFIX}ingress-hostname-source`;

/** Comma-separated, blanks left out wherever they stand. */
export function splitList(value: string | undefined): readonly string[] {
  return (value ?? "")
    .replaceAll(" ", "")
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}

const LONGEST = 0x7fffffff;
const UNITS: Readonly<Record<string, number>> = {
  h: 3600,
  m: 60,
  s: 1,
  ms: 1e-3,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ns: 1e-9,
};

/** Seconds of `600` or of a Go duration (`10m`, `1h30m`); undefined where it is none, or 0, or too long: then the provider's own holds. */
export function annotatedTtl(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const parts = [...value.matchAll(/(\d+(?:\.\d*)?|\.\d+)(h|ms|m|s|us|µs|μs|ns)/gy)];
  const whole = parts.map(([part]) => part).join("") === value;
  const seconds = /^\d{1,12}$/.test(value)
    ? Number(value)
    : whole && parts.length > 0
      ? Math.floor(
          parts.reduce((sum, [, count, unit = ""]) => sum + Number(count) * (UNITS[unit] ?? 0), 0) + 1e-9,
        )
      : 0;
  return seconds >= 1 && seconds <= LONGEST ? seconds : undefined;
}
