import { isObject, type JsonObject, objectsOf, stringOf } from "../../world/json.ts";
import type { Manifest, ManifestSource, Origin } from "../../world/resource.ts";
import { LAST_APPLIED } from "./owner.ts";

/**
 * The API versions an object was applied with, as its own metadata tells: what `kubectl apply` keeps in an
 * annotation, and what each field manager wrote with. Only apiVersion and kind are kept, no content.
 */
export function metadataEvidence(object: JsonObject, metadata: JsonObject, origin: Origin): Manifest[] {
  const out: Manifest[] = [];
  const applied = lastApplied(metadata.annotations);
  if (applied !== undefined) out.push({ source: LAST_APPLIED_SOURCE, ...applied, origin });
  const seen = new Set<string>();
  for (const entry of objectsOf(metadata.managedFields)) {
    const apiVersion = stringOf(entry.apiVersion);
    if (apiVersion === undefined) continue;
    const source = fieldManager(stringOf(entry.manager) ?? "", stringOf(entry.operation) ?? "");
    const key = `${source.manager}|${source.operation}|${apiVersion}`;
    if (seen.has(key)) continue;
    seen.add(key);
    out.push({ source, apiVersion, kind: stringOf(object.kind) ?? "", origin });
  }
  return out;
}

const LAST_APPLIED_SOURCE: ManifestSource = Object.freeze({ kind: "last-applied" });

type FieldManager = Extract<ManifestSource, { kind: "managed-fields" }>;

/** A cluster has a handful of field managers and a hundred thousand entries naming them. */
const MANAGERS = new Map<string, FieldManager>();

function fieldManager(manager: string, operation: string): FieldManager {
  const key = `${operation}|${manager}`;
  const known = MANAGERS.get(key);
  if (known !== undefined) return known;
  const source: FieldManager = Object.freeze({ kind: "managed-fields", manager, operation });
  if (MANAGERS.size < 10_000) MANAGERS.set(key, source);
  return source;
}

/** kubectl writes keys in alphabetical order, so the text mostly starts with what is wanted. */
const HEAD = /^\{"apiVersion":"([^"\\]{1,100})","kind":"([^"\\]{1,100})"/;

function lastApplied(annotations: unknown): { apiVersion: string; kind: string } | undefined {
  if (!isObject(annotations)) return undefined;
  const text = annotations[LAST_APPLIED];
  if (typeof text !== "string") return undefined;
  const head = HEAD.exec(text);
  if (head?.[1] !== undefined && head[2] !== undefined) return { apiVersion: head[1], kind: head[2] };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const apiVersion = isObject(value) ? stringOf(value.apiVersion) : undefined;
  const kind = isObject(value) ? stringOf(value.kind) : undefined;
  return apiVersion === undefined || kind === undefined ? undefined : { apiVersion, kind };
}
