import { at, type JsonObject, listOf, objectsOf, stringOf } from "../../../world/json.ts";
import type { ApiResource, BrokenApi, Discovered } from "./api-resource.ts";

/**
 * Asks for everything in one answer, which servers give from 1.26 on (KEP-3352); older ones answer with their list of
 * groups, and say so in the content type.
 */
export const AGGREGATED_ACCEPT = [
  "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList",
  "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList",
  "application/json",
].join(",");

export function isAggregated(contentType: string): boolean {
  return contentType.includes("as=APIGroupDiscoveryList");
}

/** Reads an APIGroupDiscoveryList (apidiscovery.k8s.io/v2 and v2beta1 have one shape). */
export function readAggregated(body: JsonObject): Discovered {
  const resources: ApiResource[] = [];
  const broken: BrokenApi[] = [];
  for (const item of objectsOf(at(body, "items"))) {
    // The core group's entry has no name.
    const group = stringOf(at(item, "metadata", "name")) ?? "";
    for (const entry of objectsOf(at(item, "versions"))) {
      const version = stringOf(at(entry, "version")) ?? "";
      const found = objectsOf(at(entry, "resources")).flatMap((resource) =>
        readResource(group, version, resource),
      );
      resources.push(...found);
      // A stale entry may still list what the API had when it last answered: that is then asked for.
      if (at(entry, "freshness") === "Stale" && found.length === 0) {
        broken.push({ group, version, reason: "the server that serves this API does not answer" });
      }
    }
  }
  return { resources, broken };
}

function readResource(group: string, version: string, resource: JsonObject): ApiResource[] {
  const plural = stringOf(at(resource, "resource"));
  const kind = stringOf(at(resource, "responseKind", "kind"));
  if (plural === undefined || kind === undefined || kind === "") return [];
  const verbs = listOf(at(resource, "verbs")).filter((verb) => typeof verb === "string");
  return [{ group, version, kind, plural, namespaced: at(resource, "scope") === "Namespaced", verbs }];
}
