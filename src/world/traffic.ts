import type { ObjectRef } from "./resource.ts";

/**
 * How a load balancer hands a connection on. `tcp`: it opens one of its own, so the other end sees the balancer's
 * address. `proxy-v1`, `proxy-v2`: the same, with the client's address in a PROXY protocol header before the first byte.
 * `http`: it speaks HTTP itself and writes the client's address into X-Forwarded-For. `pass-through`: packets go on
 * with the client's address as their source (MetalLB, Google, Azure, AWS with client addresses preserved).
 */
export type BalancerMode = "tcp" | "proxy-v1" | "proxy-v2" | "http" | "pass-through";

/** A load balancer that the platform puts before an ingress controller; those of Services are the Services'. */
export interface PlatformBalancer {
  /** The workload it stands before. */
  readonly controller: ObjectRef;
  readonly mode: BalancerMode;
  /** TCP ports it listens at and hands on to the controller's listeners for HTTP (80) and HTTPS (443). */
  readonly ports: readonly number[];
  /** Blocks of clients it admits; undefined: all. */
  readonly sourceRanges: readonly string[] | undefined;
}

/** Settings (keys of its ConfigMap) that the platform gives a controller over what was read. */
export interface ControllerSettings {
  readonly controller: ObjectRef;
  readonly settings: Readonly<Record<string, string>>;
}

/**
 * What the API does not hold of how users arrive in a state.
 * `users`: by the addresses they have today (`old`), by those and the new ones while records change and caches run out
 * (`both`), or by the new ones alone wherever there are any (`new`).
 */
export interface Traffic {
  readonly balancers: readonly PlatformBalancer[];
  readonly settings: readonly ControllerSettings[];
  readonly users: "old" | "both" | "new";
}

/** Nothing but what the cluster itself has. */
export const TRAFFIC_AS_READ: Traffic = { balancers: [], settings: [], users: "old" };
