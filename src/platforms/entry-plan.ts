/**
 * How traffic gets from the nodes' addresses to a load balancer's during the move: what the road decided. Only a
 * controller that the provider runs is changed by the provider; a customer's own stays as its objects have it.
 */
export interface EntryPlan {
  /** Who runs the ingress controller from now on. */
  readonly maintainer: "provider" | "customer";
  /**
   * `tcp`: connections come from the load balancer's address. `proxy-protocol`: client addresses are kept, at the price
   * that connections that do not come through the balancer are refused. `forwarded-headers`: a proxy in front states the
   * client, and only its addresses are admitted.
   */
  readonly mode: "tcp" | "proxy-protocol" | "forwarded-headers";
  /** CIDR blocks of the proxy (WAF, CDN) in front; empty where there is none, or nobody said. */
  readonly proxyRanges: readonly string[];
  /**
   * True where a person said that users come by load balancers and not by addresses of nodes, of which objects and records
   * do not tell.
   */
  readonly balancersOnly?: boolean;
}

/** What the provider does where nobody asks for anything else: a load balancer in TCP mode. */
export const PLAIN_ENTRY_PLAN: EntryPlan = { maintainer: "provider", mode: "tcp", proxyRanges: [] };
