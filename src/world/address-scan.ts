import type { Path } from "./json.ts";
import type { Resource } from "./resource.ts";

/** What the old platform calls an address that will not survive the move. */
export interface KnownAddress {
  readonly kind:
    | "node-external"
    | "node-internal"
    | "control-plane"
    | "api-server"
    | "resolver"
    | "node-name"
    | "control-plane-name";
  /** An IP address in canonical form, or a lower-case DNS name. */
  readonly value: string;
  /** Whose it is: `Node worker-1 (ExternalIP)`. */
  readonly owner: string;
}

/** One place in the cluster that names such an address. */
export interface AddressMention {
  readonly resource: Resource;
  /** The string's place in the object: ["data", "config.yaml"]. */
  readonly path: Path;
  readonly address: KnownAddress;
  /** How it is named: itself, inside a CIDR or range that contains it, or inside a wildcard DNS name. */
  readonly as: "address" | "cidr" | "range" | "name";
  /** The text that names it, as written ("10.128.0.0/22", "https://10.128.0.5:6443"). */
  readonly text: string;
  /** True where the platform writes the object itself (profile's `owned`, mirror pods, Endpoints, Leases). */
  readonly platformOwned: boolean;
}
