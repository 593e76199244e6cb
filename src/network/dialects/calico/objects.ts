import { at, stringOf } from "../../../world/json.ts";
import type { Resource } from "../../../world/resource.ts";
import type { ObjectStore } from "../../../world/store.ts";

/** The API Calico serves, and the CRDs it keeps the same objects in: live, both list each of them. */
const GROUPS = ["projectcalico.org", "crd.projectcalico.org"] as const;

/** All objects of a kind, each once. */
export function listBoth(objects: ObjectStore, kind: string): readonly Resource[] {
  const seen = new Map<string, Resource>();
  for (const group of GROUPS) {
    for (const resource of objects.list(`${kind}.${group}`)) {
      // One name may be taken in each tier.
      const key = `${resource.ref.namespace ?? ""}/${tierOf(resource)}/${plainName(resource)}`;
      if (!seen.has(key)) seen.set(key, resource);
    }
  }
  return [...seen.values()];
}

export function tierOf(resource: Resource): string {
  return stringOf(at(resource.object, "spec", "tier")) ?? "default";
}

/** Without the name of its tier, which a CRD's name begins with. */
export function plainName(resource: Resource): string {
  const prefix = `${tierOf(resource)}.`;
  const { name } = resource.ref;
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}
