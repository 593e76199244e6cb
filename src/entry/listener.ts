import type { SoftwareVersion } from "./controller.ts";

/** How an ingress-nginx listener for HTTP and HTTPS takes the client's address, from its ConfigMap. */
export interface Listener {
  /** use-proxy-protocol: every connection must begin with a PROXY header. */
  readonly proxyProtocol: boolean;
  /** use-forwarded-headers: the forwarded header of trusted peers counts, and is passed on. */
  readonly forwardedHeaders: boolean;
  /** enable-real-ip: the header of trusted peers sets the address, without being passed on. */
  readonly realIp: boolean;
  /** proxy-real-ip-cidr: peers whose statement of the client is believed. Default: everybody. */
  readonly trusted: readonly string[];
  /** False where `trusted` is the default, nobody having set it. */
  readonly trustedGiven: boolean;
  /** forwarded-for-header. */
  readonly header: string;
  /** compute-full-forwarded-for: the address is appended to what came rather than put in its place. */
  readonly appends: boolean;
  readonly version: SoftwareVersion | undefined;
}
