import { parseAddress } from "./addresses/address.ts";
import { dnsName } from "./dns-records.ts";
import { HOSTNAME_ANNOTATION, splitList } from "./external-dns-annotations.ts";
import { type Json, listOf, objectsOf, stringMapOf, stringOf, at as valueAt } from "./json.ts";
import type { Resource } from "./resource.ts";
import type { World } from "./world.ts";

const ROUTES = ["HTTPRoute", "GRPCRoute", "TLSRoute"].map((kind) => `${kind}.gateway.networking.k8s.io`);

/**
 * The names users arrive by, as the cluster's objects tell: hosts of Ingresses and their certificates, of Gateways and
 * their routes, names that external-dns is told to publish. Sorted, each once, wildcards as they are.
 */
export function entryNames({ objects }: Pick<World, "objects">): readonly string[] {
  const names = new Set<string>();
  const take = (values: readonly Json[]): void => {
    for (const value of values) {
      const name = dnsName(stringOf(value)?.trim() ?? "");
      if (isLookedUp(name)) names.add(name);
    }
  };
  for (const { object } of objects.list("Ingress.networking.k8s.io")) {
    take(objectsOf(valueAt(object, "spec", "rules")).map(({ host = "" }) => host));
    take(objectsOf(valueAt(object, "spec", "tls")).flatMap(({ hosts }) => listOf(hosts)));
  }
  for (const { object } of objects.list("Gateway.gateway.networking.k8s.io")) {
    take(objectsOf(valueAt(object, "spec", "listeners")).map(({ hostname = "" }) => hostname));
  }
  for (const { object } of ROUTES.flatMap((kind) => objects.list(kind))) {
    take(listOf(valueAt(object, "spec", "hostnames")));
  }
  for (const kind of ["Service", "Ingress.networking.k8s.io", ...ROUTES]) {
    for (const resource of objects.list(kind)) take(publishedNames(resource));
  }
  return [...names].sort();
}

function publishedNames({ object }: Resource): readonly string[] {
  return splitList(stringMapOf(object.metadata.annotations)[HOSTNAME_ANNOTATION]);
}

/** No name: an address, and the wildcard of everything. */
function isLookedUp(name: string): boolean {
  return name !== "" && name !== "*" && parseAddress(name) === undefined;
}
