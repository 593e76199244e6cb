import { at, listOf, stringMapOf, stringOf } from "../../../world/json.ts";
import type { Resource } from "../../../world/resource.ts";
import type { ObjectStore } from "../../../world/store.ts";
import type { PeerTerm } from "../../policy.ts";
import { blockOf } from "../cidr-term.ts";
import { setViews, type Views } from "./label-views.ts";
import { listBoth } from "./objects.ts";

/** Addresses that selectors choose by labels: what a NetworkSet lists, what a HostEndpoint has. */
export interface AddressSet {
  readonly views: Views;
  readonly addresses: PeerTerm;
}

/** Every labelled set of addresses of a cluster. A set that names none is left out. */
export function addressSets(objects: ObjectStore): readonly AddressSet[] {
  const namespaceLabels = (name: string): Readonly<Record<string, string>> => ({
    ...stringMapOf(at(objects.get("Namespace", undefined, name)?.object, "metadata", "labels")),
    "kubernetes.io/metadata.name": name,
  });
  const setOf = (resource: Resource, path: readonly string[]): AddressSet[] => {
    const namespace = resource.ref.kind === "NetworkSet" ? (resource.ref.namespace ?? "default") : undefined;
    const labels = stringMapOf(at(resource.object, "metadata", "labels"));
    const terms = listOf(at(resource.object, "spec", ...path)).flatMap(
      (text) => blockOf(stringOf(text) ?? "") ?? [],
    );
    if (terms.length === 0) return [];
    const views = setViews(labels, namespace, namespace === undefined ? {} : namespaceLabels(namespace));
    return [{ views, addresses: { kind: "any-of", terms } }];
  };
  return [
    ...listBoth(objects, "NetworkSet").flatMap((one) => setOf(one, ["nets"])),
    ...listBoth(objects, "GlobalNetworkSet").flatMap((one) => setOf(one, ["nets"])),
    ...listBoth(objects, "HostEndpoint").flatMap((one) => setOf(one, ["expectedIPs"])),
  ];
}
