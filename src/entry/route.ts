import type { Path } from "../world/json.ts";
import type { Resource } from "../world/resource.ts";

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
}

export type RouteBackend =
  | {
      readonly kind: "service";
      readonly namespace: string;
      readonly name: string;
      readonly port: string | number;
    }
  /** A resource backend, or one that could not be read. */
  | { readonly kind: "other"; readonly words: string };
