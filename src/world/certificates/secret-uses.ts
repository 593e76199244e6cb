import { at, isObject, type Json, type Path, stringOf } from "../json.ts";

/** A Secret an issuer reads: `spec.acme.solvers[0].dns01.webhook.config.apiTokenSecretRef`. */
export interface SecretUse {
  readonly name: string;
  readonly path: Path;
  /** `account`: an ACME account's key, which cert-manager makes anew (with a new account) where it is missing. */
  readonly role: "account" | "credential";
}

const ACCOUNT = "privateKeySecretRef";
/** Deeper than any issuer; a webhook's own settings may hold anything. */
const DEEPEST = 30;

/**
 * Every Secret named in an issuer's spec. cert-manager's references are all called `...SecretRef` (`secretRef` of an
 * AppRole, `credentialsRef` of Venafi) but for the `secretName` of a `ca`; webhooks for DNS providers follow the habit.
 */
export function secretUses(spec: Json | undefined): readonly SecretUse[] {
  const found: SecretUse[] = [];
  const authority = stringOf(at(spec, "ca", "secretName"));
  if (authority !== undefined && authority !== "") {
    found.push({ name: authority, path: ["spec", "ca", "secretName"], role: "credential" });
  }
  walk(spec, ["spec"], found, 0);
  return found;
}

function walk(value: Json | undefined, path: Path, found: SecretUse[], depth: number): void {
  if (depth > DEEPEST) return;
  if (Array.isArray(value)) {
    value.forEach((entry, index) => {
      walk(entry, [...path, index], found, depth + 1);
    });
    return;
  }
  if (!isObject(value)) return;
  for (const [key, entry] of Object.entries(value)) {
    const name = isReference(key) ? stringOf(at(entry, "name")) : undefined;
    if (name !== undefined && name !== "") {
      const role = key === ACCOUNT && path.at(-1) === "acme" ? "account" : "credential";
      found.push({ name, path: [...path, key, "name"], role });
    } else {
      walk(entry, [...path, key], found, depth + 1);
    }
  }
}

function isReference(key: string): boolean {
  return /secretref$/i.test(key) || key === "credentialsRef";
}
