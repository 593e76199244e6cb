import { type Address, parseAddress } from "../world/addresses/address.ts";
import { at, numberOf, objectsOf, stringMapOf, stringOf } from "../world/json.ts";
import type { ObjectRef } from "../world/resource.ts";
import type { ObjectStore } from "../world/store.ts";

/** An address and port of a Service, as an EndpointSlice or an Endpoints says. */
export interface WrittenEndpoint {
  readonly address: Address;
  readonly name: string | undefined;
  readonly protocol: string;
  readonly port: number;
}

/** The endpoints that were read of a Service: those somebody wrote by hand, where it has no selector. */
export function writtenEndpoints(
  objects: ObjectStore,
  ref: Pick<ObjectRef, "namespace" | "name">,
): readonly WrittenEndpoint[] {
  const slices = objects
    .list("EndpointSlice.discovery.k8s.io")
    .filter(
      ({ ref: own, object }) =>
        own.namespace === ref.namespace &&
        stringMapOf(at(object, "metadata", "labels"))["kubernetes.io/service-name"] === ref.name,
    );
  const fromSlices = slices.flatMap(({ object }) =>
    objectsOf(object.endpoints).flatMap(({ addresses }) => writtenOf(texts(addresses), object.ports)),
  );
  if (fromSlices.length > 0) return fromSlices;
  const endpoints = objects.get("Endpoints", ref.namespace, ref.name);
  return objectsOf(at(endpoints?.object, "subsets")).flatMap((subset) =>
    writtenOf(
      objectsOf(subset.addresses).map(({ ip }) => stringOf(ip)),
      subset.ports,
    ),
  );
}

function texts(value: unknown): readonly (string | undefined)[] {
  return Array.isArray(value) ? value.map(stringOf) : [];
}

function writtenOf(addresses: readonly (string | undefined)[], ports: unknown): readonly WrittenEndpoint[] {
  return addresses.flatMap((text) => {
    const address = parseAddress(text ?? "");
    if (address === undefined) return [];
    return objectsOf(ports).flatMap((entry): WrittenEndpoint[] => {
      const port = numberOf(entry.port);
      // An unnamed port of a slice is named "".
      const name = stringOf(entry.name) || undefined;
      return port === undefined ? [] : [{ address, name, protocol: stringOf(entry.protocol) ?? "TCP", port }];
    });
  });
}
