import type { Controller } from "./controller.ts";
import type { Entry } from "./entry.ts";

/** Whose address is seen at a point of the way. */
export type Seen = "client" | "node" | "balancer" | "proxy" | "unknown";

/** One way users come to a controller in a state, and what becomes of their connections there. */
export interface Arrival {
  readonly controller: Controller;
  readonly entry: Entry;
  readonly listener: "http" | "https";
  /** Whether users come this way in this state: `maybe` where nobody knows what their names point at. */
  readonly used: "yes" | "maybe" | "no";
  readonly result: "works" | "broken-header" | "bad-request" | "unknown";
  /** What the controller takes for the client ($remote_addr of ingress-nginx). */
  readonly sees: Seen;
  /** What the application is told (X-Forwarded-For, X-Real-IP). */
  readonly tells: Seen;
  /** Whether whoever comes this way can make the controller see any address he likes. */
  readonly forgeable: boolean | undefined;
}
