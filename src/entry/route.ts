import type { Path } from "../world/json.ts";
import type { ObjectRef, Resource } from "../world/resource.ts";

/** One host and path of an Ingress (or of a route of the Gateway API), with the Service it leads to. */
export interface Route {
  /** The Ingress, HTTPRoute, IngressRoute, ... it is a rule of. */
  readonly resource: Resource;
  /** Lower case; "" for any host; `*.example.com` for a wildcard. */
  readonly host: string;
  readonly path: string;
  readonly pathType: "Exact" | "Prefix" | "ImplementationSpecific";
  /** Whether `spec.tls` covers the host. */
  readonly tls: boolean;
  readonly backend: RouteBackend;
  /** The rule's place in the object. */
  readonly at: Path;
  /** What is matched: HTTP requests, the name in a TLS handshake, or nothing but the port. */
  readonly layer: "http" | "tls" | "tcp" | "udp";
  /** The Gateways it says it belongs to; empty for kinds that have none (Ingress, HTTPProxy, IngressRoute). */
  readonly parents: readonly RouteParent[];
  /** What of its rule is not understood or narrows it down, in words: "only where Method(`GET`)". */
  readonly unclear: string | undefined;
}

/** A Gateway (of the Gateway API, or of Istio) that a route names, and which of its listeners take the route. */
export interface RouteParent {
  readonly ref: ObjectRef;
  /** Undefined where that Gateway was not read. */
  readonly resource: Resource | undefined;
  readonly listeners: readonly GatewayListener[];
  /** Why no listener takes it, in words. */
  readonly why: string | undefined;
}

export interface GatewayListener {
  readonly name: string;
  readonly port: number;
  /** As the Gateway writes it: HTTP, HTTPS, TLS, TCP, UDP. */
  readonly protocol: string;
  /** Lower case; "" for any. */
  readonly hostname: string;
  readonly at: Path;
}

export type RouteBackend =
  | {
      readonly kind: "service";
      readonly namespace: string;
      readonly name: string;
      /** Number or name; "" where the route names none. */
      readonly port: string | number;
    }
  /** A resource backend, or one that could not be read. */
  | { readonly kind: "other"; readonly words: string };
