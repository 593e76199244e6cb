import { isObject, type JsonObject } from "../../world/json.ts";
import type { KubeObject } from "../../world/resource.ts";
import { readYamlText } from "../files/yaml-text.ts";
import { nameOf } from "../objects/metadata.ts";
import { isList, withListKind } from "../objects/take-apart.ts";
import { redactObject } from "../redact/redact.ts";
import type { Release } from "./decode.ts";

/** The objects a release applies, redacted, and why documents of it could not be read. */
export function releaseObjects(release: Release): { found: KubeObject[]; broken: string[] } {
  const found: KubeObject[] = [];
  const broken: string[] = [];
  for (const text of release.manifests) {
    for (const document of readYamlText(text)) {
      if (document.reason !== undefined)
        broken.push(`a manifest of it, line ${document.line}: ${document.reason}`);
      else for (const object of objectsIn(document.value)) found.push(object);
    }
  }
  return { found, broken };
}

function objectsIn(value: unknown): KubeObject[] {
  if (!isObject(value)) return [];
  if (isList(value)) {
    const items: readonly unknown[] = Array.isArray(value.items) ? value.items : [];
    return items.flatMap((item) => (isObject(item) ? objectsIn(withListKind(item, value)) : []));
  }
  const { apiVersion, kind, metadata } = value;
  if (typeof apiVersion !== "string" || typeof kind !== "string" || !isObject(metadata)) return [];
  const name = nameOf(metadata);
  if (name === undefined) return [];
  return [redactObject({ ...value, metadata: { ...metadata, name } } as JsonObject) as KubeObject];
}
