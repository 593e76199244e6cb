/**
 * Who is who on the loopback network. What a program takes for somebody's address is the one he calls from; where he
 * is called at are addresses of 127.1.0.0/16 and up, all at one port.
 */
export const INSIDE = "127.0.10.5";
export const OUTSIDE = "127.0.11.5";
export const FORGED = "127.0.10.99";
export const CDN = "127.0.1.1";
export const BALANCER = "127.0.2.1";
export const NODE = "127.0.3.1";

/** The people an allow-list means to let in, and the ones deny-lists mean to keep out. */
export const INSIDERS = "127.0.10.0/24";
export const OUTSIDERS = "127.0.11.0/24";
/** The CDN, the balancer, the node. */
export const HOPS = ["127.0.1.1", "127.0.2.0/24", "127.0.3.0/24"];

export const ECHO_AT = "127.1.0.1";

/** Where the listener of that number is called. */
export const listenerAt = (listener: number) => `127.1.1.${listener + 1}`;
/** Where the node that hides the source stands before that listener. */
export const nodeAt = (listener: number) => `127.1.2.${listener + 1}`;
/** Where the balancer of that kind stands before that listener, or before its node. */
export const balancerAt = (kind: number, hidden: boolean, listener: number) =>
  `127.1.${(hidden ? 20 : 10) + kind}.${listener + 1}`;
/** Where the CDN stands; what is behind it is asked for with each request. */
export const CDN_AT = "127.1.3.1";
