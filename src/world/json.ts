/** A JSON value as the Kubernetes API exchanges it. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** A step into a JSON value: an object key or an array index. */
export type PathSegment = string | number;
export type Path = readonly PathSegment[];

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value's entries when it is an object, else none: cluster objects may hold anything anywhere. */
export function entriesOf(value: unknown): [string, Json][] {
  if (!isObject(value)) return [];
  return Object.entries(value).filter((entry): entry is [string, Json] => entry[1] !== undefined);
}

export function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

/** The objects in a list, anything else in it left out. */
export function objectsOf(value: unknown): readonly JsonObject[] {
  return listOf(value).filter(isObject);
}

export function stringOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** A string-to-string map such as labels; entries that are not strings are left out. */
export function stringMapOf(value: unknown): Readonly<Record<string, string>> {
  if (!isObject(value)) return {};
  const out: Record<string, string> = Object.create(null);
  for (const key in value) {
    const entry = value[key];
    if (typeof entry === "string") out[key] = entry;
  }
  return out;
}

/** The value at a path, or undefined where the path leaves the value. Own properties only. */
export function at(value: unknown, ...path: PathSegment[]): Json | undefined {
  let here: unknown = value;
  for (const segment of path) {
    if (typeof segment === "number") {
      if (!Array.isArray(here)) return undefined;
      here = here[segment];
    } else {
      if (!isObject(here) || !Object.hasOwn(here, segment)) return undefined;
      here = here[segment];
    }
  }
  return here as Json | undefined;
}

const PLAIN_KEY = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/**
 * A path as people write it: `spec.containers[0].env[2].value`, keys that are no plain words quoted:
 * `metadata.annotations["kubernetes.io/ingress.class"]`.
 */
export function formatPath(path: Path): string {
  let out = "";
  for (const segment of path) {
    if (typeof segment === "number") out += `[${segment}]`;
    else if (PLAIN_KEY.test(segment)) out += out === "" ? segment : `.${segment}`;
    else out += `[${JSON.stringify(segment)}]`;
  }
  return out;
}
