import { formatAddress, parseAddress } from "../world/addresses/address.ts";
import type { BalancerMode } from "../world/traffic.ts";
import { holds } from "./address-lists.ts";
import { believesStatements, type Listener, readsHeaderBehindProxy } from "./listener.ts";
import { believedAddress } from "./real-ip.ts";
import { type Arriving, FORWARDED_FOR, follow } from "./wire-hops.ts";

/** What a connection passes between a person and the controller's listener. Addresses are canonical texts. */
export interface WirePath {
  /** The address the person has. */
  readonly client: string;
  /**
   * A WAF or CDN before everything else, which speaks HTTP and states the client in X-Forwarded-For, appended to what
   * came, or in a `header` of its own (CF-Connecting-IP), in place of what came.
   */
  readonly proxy: { readonly address: string; readonly header?: string } | undefined;
  /** What the person himself sends in the header the listener reads: whether a forged one is believed. */
  readonly forged: string | undefined;
  /** The header `forged` is sent in instead. */
  readonly forgedIn?: string | undefined;
  /** An address the person states in a PROXY header of his own. */
  readonly forgedProxy?: string | undefined;
  readonly balancer: { readonly address: string; readonly mode: BalancerMode } | undefined;
  /** The node's address, where the node hides the source (externalTrafficPolicy Cluster); undefined where it keeps it. */
  readonly hiddenBehind: string | undefined;
  /** Whether TLS is spoken up to the listener (port 443); it makes no difference but to an HTTP balancer. */
  readonly tls?: boolean;
}

/**
 * What comes of it.
 *
 * `broken-header`: no PROXY header where one must be: the listener resets the connection. Where something that speaks
 * HTTP stands before it, a person gets its 502.
 * `bad-request`: something nobody expects where a request should begin, a PROXY header mostly: 400. Under TLS that
 * answer comes in the clear, and what a person gets is a failed handshake. Also TLS through a balancer that speaks HTTP.
 */
export interface WireOutcome {
  readonly result: "works" | "broken-header" | "bad-request";
  /** $remote_addr after real_ip; undefined unless it works. */
  readonly remoteAddr: string | undefined;
  /** The X-Forwarded-For and X-Real-IP that the application gets. */
  readonly forwardedFor: string | undefined;
  readonly realIp: string | undefined;
}

/**
 * What becomes of a connection, and whose address is seen. Compared with real HAProxy and real nginx in every
 * combination: docs/entry/wire.md.
 */
export function predict(path: WirePath, listener: Listener): WireOutcome {
  const arriving = follow(path, listener.header);
  if (arriving === undefined) return failed("bad-request");
  const [stated, ...further] = arriving.proxyHeaders;
  if (listener.proxyProtocol && stated === undefined) return failed("broken-header");
  if (listener.proxyProtocol ? further.length > 0 : stated !== undefined) return failed("bad-request");
  const remoteAddr = remoteAddress(arriving, listener);
  return {
    result: "works",
    remoteAddr,
    forwardedFor: forwardedFor(arriving, listener, remoteAddr),
    realIp: remoteAddr,
  };
}

/** The header ingress-nginx 1.13 and newer fill where both kinds of statement count (forwarded-for-proxy-protocol-header). */
export const BEHIND_PROXY = "X-Forwarded-For-Proxy-Protocol";

/** $remote_addr. Source: nginx.tmpl, `real_ip_header`, and since 1.13 `$forwarded_for_proxy_protocol`. */
function remoteAddress(arriving: Arriving, listener: Listener): string {
  const { peer, headers } = arriving;
  const [stated] = arriving.proxyHeaders;
  if (!believesStatements(listener)) return peer;
  const forwarded = headers.get(listener.header.toLowerCase());
  if (stated === undefined) return believed(peer, forwarded, listener) ?? peer;
  if (!readsHeaderBehindProxy(listener)) return believed(peer, stated, listener) ?? peer;
  // real_ip looks before that header is filled (post-read) and after (pre-access): what a person sent in it is found
  // first. Without a forwarded header from a trusted client nothing is filled in, and the peer stays.
  return (
    believed(peer, headers.get(BEHIND_PROXY.toLowerCase()), listener) ??
    believed(peer, trusts(listener, stated) ? forwarded : stated, listener) ??
    peer
  );
}

/** X-Forwarded-For as the application gets it. Source: nginx.tmpl, `$full_x_forwarded_for`. */
function forwardedFor(arriving: Arriving, listener: Listener, remoteAddr: string): string {
  if (!listener.forwardedHeaders || !listener.appends) return remoteAddr;
  const came = arriving.headers.get(FORWARDED_FOR);
  const last = arriving.proxyHeaders[0] ?? arriving.peer;
  return came === undefined ? last : `${came}, ${last}`;
}

function believed(peer: string, statement: string | undefined, listener: Listener): string | undefined {
  const address = parseAddress(peer);
  if (address === undefined || statement === undefined) return undefined;
  const result = believedAddress(address, statement, listener.trusted);
  return result === undefined ? undefined : formatAddress(result);
}

function trusts(listener: Listener, text: string): boolean {
  const address = parseAddress(text);
  return address !== undefined && holds(listener.trusted, address);
}

function failed(result: "broken-header" | "bad-request"): WireOutcome {
  return { result, remoteAddr: undefined, forwardedFor: undefined, realIp: undefined };
}
