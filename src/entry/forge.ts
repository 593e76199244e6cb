import type { Listener } from "./listener.ts";
import { FORGED } from "./stand-ins.ts";
import { BEHIND_PROXY, predict, type WirePath } from "./wire.ts";

/** How a person who comes a certain way can make the controller take him for any address he likes. */
export type Forgery = "forwarded-header" | "proxy-header";

/**
 * The ways that work, of: sending the header that the listener reads, sending the one that ingress-nginx 1.13 and
 * newer work with, and beginning the connection with a PROXY header, with or without the other. Empty: the address seen
 * is not for him to choose.
 */
export function forgeries(path: WirePath, listener: Listener): readonly Forgery[] {
  const honest: WirePath = { ...path, forged: undefined, forgedIn: undefined, forgedProxy: undefined };
  const works = (lie: Partial<WirePath>) => predict({ ...honest, ...lie }, listener).remoteAddr === FORGED;
  const forged = FORGED;
  const byHeader = works({ forged }) || works({ forged, forgedIn: BEHIND_PROXY });
  const byProxy = works({ forgedProxy: forged }) || works({ forgedProxy: forged, forged });
  return [
    ...(byHeader ? (["forwarded-header"] as const) : []),
    ...(byProxy ? (["proxy-header"] as const) : []),
  ];
}
