import { isUtf8 } from "node:buffer";
import { isObject, type JsonObject } from "../../world/json.ts";
import { redactArguments } from "./arguments.ts";
import { redactDocuments } from "./documents.ts";
import { isSecretName, REDACTED } from "./names.ts";
import { redactSecret } from "./secret.ts";
import { isSuspicious, redactText } from "./text.ts";
import { redactNamed } from "./value.ts";

type Mutable = Record<string, unknown>;

/**
 * Takes every secret out of an object, in place where it can: it must be the caller's own.
 * `like` is an earlier result that much of this object may equal, such as another pod of one controller: equal
 * parts are taken over from it, which spares looking at them and the memory they take.
 * Deeper than `MAX_DEPTH` it throws a RangeError, as JSON nested like that is no Kubernetes object.
 */
export function redactObject<T>(object: T, like?: unknown): T {
  return redactTree(object, "", 0, like) as T;
}

/** Kubernetes' own schemas stay under 60 levels, the deepest custom ones around 100. */
export const MAX_DEPTH = 500;

function redactTree(value: unknown, name: string, depth: number, like: unknown): unknown {
  if (value === like) return like;
  if (typeof value === "string") {
    if (isSecretName(name) || (name === "auth" && BASE64.test(value))) return redactNamed(value);
    return isSuspicious(value) ? redactString(value, 0) : value;
  }
  if (typeof value === "number" && isSecretName(name) && PASSWORD.test(name)) return REDACTED;
  if (typeof value !== "object" || value === null) return value;
  if (depth > MAX_DEPTH) throw new RangeError(`nested deeper than ${MAX_DEPTH} levels`);
  if (Array.isArray(value)) return redactList(value, name, depth, Array.isArray(like) ? like : NO_LIST);
  return redactMap(value as Mutable, name, depth, isObject(like) ? (like as Mutable) : NOTHING);
}

/** Docker's `auth` is base64 of user and password; elsewhere the field says `basic` or `true`. */
const BASE64 = /^[A-Za-z0-9+/]{8,}={0,2}$/;

/** A number under such a name is no count of anything, as tokens may be. */
const PASSWORD = /pass|pwd/i;

const NO_LIST: unknown[] = [];
const NOTHING: Mutable = Object.freeze(Object.create(null) as Mutable);

function redactSecretObject(map: Mutable, depth: number): unknown {
  const secret = redactSecret(map as JsonObject);
  redactTree(secret.metadata, "metadata", depth + 1, undefined);
  return secret;
}

function redactList(list: unknown[], name: string, depth: number, like: unknown[]): unknown {
  let words = 0;
  let same = like !== NO_LIST && list.length === like.length;
  for (let index = 0; index < list.length; index++) {
    const entry = list[index];
    if (typeof entry === "string") words++;
    const redacted = redactTree(entry, name, depth + 1, like[index]);
    if (redacted !== entry) list[index] = redacted;
    if (redacted !== like[index]) same = false;
  }
  if (same) return like;
  if (words > 1) redactArguments(list);
  return list;
}

function redactMap(map: Mutable, name: string, depth: number, like: Mutable): unknown {
  if (map.kind === "Secret") return redactSecretObject(map, depth);
  if (map.kind === "SecretList" && Array.isArray(map.items)) {
    // Items of a typed list do not name their kind.
    map.items = map.items.map((item) => (isObject(item) ? redactSecretObject({ ...item }, depth) : null));
  }
  let same = like !== NOTHING;
  let keys = 0;
  for (const key in map) {
    const value = map[key];
    if (key === "__proto__") {
      // Kept, it would be one careless copy away from changing an object's prototype.
      delete map[key];
      continue;
    }
    const before = like[key];
    const redacted = redactTree(value, key, depth + 1, before);
    if (redacted !== value) map[key] = redacted;
    if (redacted !== before) same = false;
    keys++;
  }
  if (same && countKeys(like) === keys) return like;
  redactPair(map);
  if (name !== "" && isSecretName(name)) redactInline(map);
  if (Array.isArray(map.users) && (map.clusters !== undefined || map.contexts !== undefined)) {
    redactUsers(map.users);
  }
  if (map.kind === "ConfigMap" && isObject(map.binaryData)) redactBinary(map.binaryData as Mutable);
  return map;
}

function countKeys(map: Mutable): number {
  let keys = 0;
  for (const _ in map) keys++;
  return keys;
}

/** `{name: DB_PASSWORD, value: hunter2}`: environments, Helm parameters, HTTP headers. */
function redactPair(map: Mutable): void {
  const { value } = map;
  if (typeof value !== "string" && typeof value !== "number") return;
  const label = typeof map.name === "string" ? map.name : map.key;
  if (typeof label === "string" && isSecretName(label)) map.value = redactNamed(String(value));
}

/** `password: {value: hunter2}` */
function redactInline(map: Mutable): void {
  for (const key of ["value", "plain", "plainText", "literal", "inline", "content", "data"]) {
    const value = map[key];
    if (typeof value === "string") map[key] = redactNamed(value);
  }
}

/** A kubeconfig's users: whatever they log in with, whatever it is called. File names and commands stay. */
function redactUsers(users: unknown[]): void {
  for (const entry of users) {
    const user = isObject(entry) ? (entry.user as Mutable | undefined) : undefined;
    if (!isObject(user)) continue;
    for (const [key, value] of Object.entries(user)) {
      if (typeof value === "string" && !USER_FILES.has(key)) (user as Mutable)[key] = redactNamed(value);
    }
    const config = (user as { "auth-provider"?: { config?: unknown } })["auth-provider"]?.config;
    if (isObject(config)) {
      for (const [key, value] of Object.entries(config)) {
        if (typeof value === "string") (config as Mutable)[key] = redactNamed(value);
      }
    }
    const env = (user as { exec?: { env?: unknown } }).exec?.env;
    if (!Array.isArray(env)) continue;
    for (const variable of env as unknown[]) {
      if (isObject(variable) && typeof variable.value === "string") {
        (variable as Mutable).value = redactNamed(variable.value);
      }
    }
  }
}

const USER_FILES: ReadonlySet<string> = new Set([
  "client-certificate",
  "client-key",
  "tokenFile",
  "token-file",
  "username",
  "as",
]);

/** Binary files (key stores, archives) cannot be searched, so they do not come in; text is redacted like any other. */
function redactBinary(binaryData: Mutable): void {
  for (const [key, value] of Object.entries(binaryData)) {
    if (typeof value !== "string") continue;
    const bytes = Buffer.from(value, "base64");
    const text = isUtf8(bytes) ? bytes.toString("utf8") : "";
    const redacted = redactString(text, 0);
    if (redacted === "") binaryData[key] = "";
    else if (redacted !== text) binaryData[key] = Buffer.from(redacted).toString("base64");
  }
}

/** No object is as large as this: what cannot be one is not searched, and does not come in. */
const LARGEST_TEXT = 8 * 1024 * 1024;

function redactString(text: string, depth: number): string {
  if (text.length > LARGEST_TEXT) return REDACTED;
  const documents = redactDocuments(text, (value) => redactTree(value, "", 0, undefined));
  return redactText(documents, redactString, depth);
}
