import { at, numberOf, objectsOf, stringOf } from "../world/json.ts";
import type { Resource } from "../world/resource.ts";
import type { Arrival } from "./arrival.ts";
import type { Controller } from "./controller.ts";
import { GATEWAY } from "./routes/gateway-parents.ts";
import { ISTIO_GATEWAY } from "./routes/istio.ts";
import type { Read } from "./serving.ts";
import { standsFor } from "./serving-route.ts";

/**
 * What a controller's Gateways ask to be listened for, by the number they call the port: its Service's port, whatever
 * the pods listen at.
 */
export function gatewayPorts(
  controller: Controller,
  read: Pick<Read, "objects">,
): ReadonlyMap<number, Arrival["listener"]> {
  const ports = new Map<number, Arrival["listener"]>();
  for (const [kind, listenersIn] of KINDS) {
    for (const resource of read.objects.list(kind)) {
      if (!standsFor(controller, { ref: resource.ref, resource }, read)) continue;
      for (const { port, protocol } of listenersIn(resource)) {
        const listener = LISTENERS[protocol];
        if (port !== undefined && listener !== undefined) ports.set(port, listener);
      }
    }
  }
  return ports;
}

interface Named {
  readonly port: number | undefined;
  readonly protocol: string;
}

const KINDS: readonly (readonly [string, (resource: Resource) => readonly Named[]])[] = [
  [
    GATEWAY,
    ({ object }) =>
      objectsOf(at(object, "spec", "listeners")).map(({ port, protocol }) => named(port, protocol)),
  ],
  [
    ISTIO_GATEWAY,
    ({ object }) =>
      objectsOf(at(object, "spec", "servers")).map(({ port }) =>
        named(at(port, "number"), at(port, "protocol")),
      ),
  ],
];

function named(port: unknown, protocol: unknown): Named {
  return { port: numberOf(port), protocol: (stringOf(protocol) ?? "").toUpperCase() };
}

/** HTTP2, GRPC and GRPC-WEB are Istio's words for kinds of HTTP. */
const LISTENERS: Readonly<Partial<Record<string, Arrival["listener"]>>> = Object.assign(Object.create(null), {
  HTTP: "http",
  HTTP2: "http",
  GRPC: "http",
  "GRPC-WEB": "http",
  HTTPS: "https",
  TLS: "https",
});
