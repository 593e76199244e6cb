import type { ApiClient } from "./api-client.ts";
import type { Manifest } from "./manifests.ts";

/** Kinds whose status is the server's own business, whatever a manifest says. */
const SERVER_OWNED = new Set(["Namespace", "CustomResourceDefinition", "APIService"]);

interface ApiResource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/**
 * Writes an object's status, which `kubectl create` leaves out: a controller or kubelet would do it. Objects without a
 * status, or of a kind without one, are left alone.
 */
export function createStatusWriter(api: ApiClient): (object: Manifest) => Promise<void> {
  const discovered = new Map<string, Promise<readonly ApiResource[]>>();
  const resourcesOf = (apiVersion: string) => {
    const path = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const resources =
      discovered.get(path) ?? api.get<{ resources: ApiResource[] }>(path).then((list) => list.resources);
    discovered.set(path, resources);
    return { path, resources };
  };

  return async ({ apiVersion, kind, metadata, status }) => {
    if (typeof status !== "object" || status === null || SERVER_OWNED.has(kind)) {
      return;
    }
    const { path, resources } = resourcesOf(apiVersion);
    const resource = (await resources).find((one) => one.kind === kind && one.name.endsWith("/status"));
    if (resource === undefined) {
      return;
    }
    const namespace = resource.namespaced ? `/namespaces/${metadata.namespace ?? "default"}` : "";
    const plural = resource.name.slice(0, -"/status".length);
    const url = `${path}${namespace}/${plural}/${metadata.name}/status`;
    const answer = await api.request("PATCH", url, {
      content: { status },
      type: "application/merge-patch+json",
    });
    if (answer.status !== 200) {
      throw new Error(`PATCH ${url}: ${answer.status} ${answer.text}`);
    }
  };
}
