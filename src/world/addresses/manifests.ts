import type { Resource, UnboundManifest } from "../resource.ts";

/**
 * Manifests whose objects nobody read, as resources to scan: what a Helm release will apply again names addresses
 * too. They are never objects of the cluster.
 */
export function manifestResources(manifests: readonly UnboundManifest[]): readonly Resource[] {
  return manifests.flatMap((manifest): Resource[] => {
    const { ref, object, origin, source } = manifest;
    if (object === undefined) return [];
    const owner: Resource["owner"] =
      source.kind === "helm"
        ? { kind: "helm", name: `release ${source.release} in namespace ${source.namespace}` }
        : { kind: "unknown", name: "" };
    return [{ ref, object, origin, observed: false, manifests: [manifest], owner }];
  });
}
