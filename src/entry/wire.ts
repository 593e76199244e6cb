import type { BalancerMode } from "../world/traffic.ts";

/** What a connection passes between a person and the controller's listener. Addresses are canonical texts. */
export interface WirePath {
  /** The address the person has. */
  readonly client: string;
  /** A WAF or CDN before everything else, which speaks HTTP and states the client in X-Forwarded-For. */
  readonly proxy: { readonly address: string } | undefined;
  /** A forwarded header the person sends himself: whether a forged one is believed. */
  readonly forged: string | undefined;
  readonly balancer: { readonly address: string; readonly mode: BalancerMode } | undefined;
  /** The node's address, where the node hides the source (externalTrafficPolicy Cluster); undefined where it keeps it. */
  readonly hiddenBehind: string | undefined;
}

/** What comes of it. */
export interface WireOutcome {
  /** `broken-header`: no PROXY header where one must be: the connection is reset. `bad-request`: a header nobody expects: 400. */
  readonly result: "works" | "broken-header" | "bad-request";
  /** $remote_addr after real_ip; undefined unless it works. */
  readonly remoteAddr: string | undefined;
  /** The X-Forwarded-For and X-Real-IP that the application gets. */
  readonly forwardedFor: string | undefined;
  readonly realIp: string | undefined;
}
