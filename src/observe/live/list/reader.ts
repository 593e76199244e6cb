import type { JsonObject } from "../../../world/json.ts";
import type { Origin } from "../../../world/resource.ts";
import type { Collector } from "../../collector.ts";
import { versionPath } from "../discovery/api-resource.ts";
import type { KindToRead } from "../discovery/kinds-to-read.ts";
import type { ApiClient } from "../http/api-client.ts";
import { type ListResult, listPages } from "./list-pages.ts";
import { firstPageSize } from "./page-size.ts";

/** What reading a kind needs, the same for every kind. */
export interface Reader {
  readonly client: ApiClient;
  readonly collector: Collector;
  readonly origin: Origin;
  /** Shown what was read, before the collector has it: from then on it is the collector's. */
  readonly onObjects: (objects: readonly JsonObject[]) => void;
}

/** `/apis/apps/v1/deployments`, or that in one namespace. */
export function listPath(kind: KindToRead, version: string, namespace?: string): string {
  const within = namespace === undefined ? "" : `/namespaces/${encodeURIComponent(namespace)}`;
  return `${versionPath(kind.group, version)}${within}/${kind.plural}`;
}

/** Lists a kind in the whole cluster or in one namespace, and hands its objects to the collector. */
export function listKind(
  { client, collector, origin, onObjects }: Reader,
  kind: KindToRead,
  version: string,
  namespace?: string,
): Promise<ListResult> {
  const apiVersion = kind.group === "" ? version : `${kind.group}/${version}`;
  const path = listPath(kind, version, namespace);
  return listPages(client, path, firstPageSize(kind.plural), isConversionFailure, (objects) => {
    onObjects(objects);
    for (const object of objects) collector.add(complete(object, apiVersion, kind.kind), origin, true);
  });
}

/** In lists of built-in kinds only the list says what its items are. */
export function complete(object: JsonObject, apiVersion: string, kind: string): JsonObject {
  return { apiVersion, kind, ...object };
}

/**
 * A custom resource's conversion webhook that is gone: trying again does not bring it back, but the version that the
 * objects are stored in can be listed without it.
 */
export function isConversionFailure(text: string): boolean {
  return text.includes("conversion webhook for");
}
