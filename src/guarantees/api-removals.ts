import { isObject, type JsonObject, objectsOf, stringOf } from "../world/json.ts";
import { type Minor, parseMinor } from "../world/version.ts";

/** One kind that stops being served under one API version; from src/data/api-removals.json. */
export interface ApiRemoval {
  readonly apiVersion: string;
  readonly kind: string;
  readonly deprecatedIn: Minor | undefined;
  readonly removedIn: Minor;
  /** What to use instead, in words where no API replaces it ("none (Pod Security Admission)"). */
  readonly replacement: string;
  /** Other API versions of the kind, with the minors they are served from and (if ever) no longer in. */
  readonly alternatives: readonly ServedVersion[];
  /** True for types that only exist in requests (Eviction), never stored. */
  readonly wireTypeOnly: boolean;
  readonly note?: string;
}

export interface ServedVersion {
  readonly apiVersion: string;
  readonly introducedIn: Minor;
  readonly removedIn: Minor | undefined;
}

/**
 * Reads the removal table. It is part of the program: a row that cannot be read is a broken build and throws.
 */
export function loadRemovals(json: unknown): readonly ApiRemoval[] {
  const rows = isObject(json) ? objectsOf(json.removals) : [];
  if (rows.length === 0) throw new TypeError("the table of API removals is empty");
  return rows.map(removalOf);
}

function removalOf(row: JsonObject): ApiRemoval {
  const apiVersion = textOf(row, "apiVersion");
  const replacement = textOf(row, "replacement");
  const removedIn = minorOf(row, "removedIn");
  const deprecatedIn = typeof row.deprecatedIn === "string" ? minorOf(row, "deprecatedIn") : undefined;
  const listed = objectsOf(row.servedAlternatives).map(
    (entry): ServedVersion => ({
      apiVersion: textOf(entry, "apiVersion"),
      introducedIn: minorOf(entry, "introducedIn"),
      removedIn: typeof entry.removedIn === "string" ? minorOf(entry, "removedIn") : undefined,
    }),
  );
  const note = stringOf(row.note);
  return {
    apiVersion,
    kind: textOf(row, "kind"),
    deprecatedIn,
    removedIn,
    replacement,
    alternatives: withReplacement(listed, replacement, deprecatedIn ?? removedIn),
    wireTypeOnly: row.wireTypeOnly === true,
    ...(note === undefined ? {} : { note }),
  };
}

/**
 * Some rows name a replacement that is not among their alternatives (CustomResourceDefinition, APIService).
 * A version is only deprecated once its replacement is served (Kubernetes deprecation policy, rule 4b), so it
 * is served from then on at the latest.
 */
function withReplacement(
  listed: readonly ServedVersion[],
  replacement: string,
  from: Minor,
): readonly ServedVersion[] {
  if (!API_VERSION.test(replacement) || listed.some((entry) => entry.apiVersion === replacement))
    return listed;
  return [...listed, { apiVersion: replacement, introducedIn: from, removedIn: undefined }];
}

const API_VERSION = /^[a-z0-9.-]+\/v\d+(?:(?:alpha|beta)\d+)?$/;

function textOf(row: JsonObject, key: string): string {
  const text = stringOf(row[key]);
  if (text === undefined || text === "") throw new TypeError(`an API removal without ${key}`);
  return text;
}

function minorOf(row: JsonObject, key: string): Minor {
  const minor = parseMinor(textOf(row, key));
  if (minor === undefined) throw new TypeError(`an API removal whose ${key} is no minor: ${row[key]}`);
  return minor;
}
