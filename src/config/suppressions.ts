import { matchesGlob } from "../platforms/patterns.ts";
import type { Finding } from "../simulate/proof.ts";
import type { Suppression } from "./config.ts";

export interface SuppressionUse {
  readonly rule: Suppression;
  readonly status: "used" | "unused" | "expired";
}

export interface Suppressed {
  /** The rule that accepts each accepted finding. */
  readonly accepted: ReadonlyMap<Finding, Suppression>;
  readonly uses: readonly SuppressionUse[];
}

/** Which findings the configuration accepts on a day (YYYY-MM-DD). An expired rule accepts nothing and says so. */
export function suppress(
  findings: readonly Finding[],
  rules: readonly Suppression[],
  today: string,
): Suppressed {
  const accepted = new Map<Finding, Suppression>();
  const used = new Set<Suppression>();
  const live = rules.filter((rule) => !isExpired(rule, today));
  for (const finding of findings) {
    const rule = live.find((candidate) => accepts(candidate, finding));
    if (rule === undefined) continue;
    accepted.set(finding, rule);
    used.add(rule);
  }
  const uses = rules.map((rule): SuppressionUse => {
    if (isExpired(rule, today)) return { rule, status: "expired" };
    return { rule, status: used.has(rule) ? "used" : "unused" };
  });
  return { accepted, uses };
}

function isExpired(rule: Suppression, today: string): boolean {
  return rule.expires !== undefined && rule.expires < today;
}

function accepts(rule: Suppression, finding: Finding): boolean {
  const { kind, namespace, name } = finding.subject;
  return (
    matchesGlob(rule.finding, finding.id) &&
    matchesGlob(rule.kind, kind) &&
    matchesGlob(rule.namespace, namespace ?? "") &&
    matchesGlob(rule.name, name)
  );
}
