import type { Listener } from "./listener.ts";
import { BEHIND_PROXY, predict, type WirePath } from "./wire.ts";

/** Any address of a person's choosing (RFC 5737); nobody on the way has it. */
const PROBES = ["192.0.2.86", "198.51.100.86", "203.0.113.86"];

/** How a person who comes a certain way can make the controller take him for any address he likes. */
export type Forgery = "forwarded-header" | "proxy-header";

/**
 * The ways that work, of: sending the header that the listener reads, sending the one that ingress-nginx 1.13 and
 * newer work with, and beginning the connection with a PROXY header, with or without the other. Empty: the address seen
 * is not for him to choose.
 */
export function forgeries(path: WirePath, listener: Listener): readonly Forgery[] {
  const honest: WirePath = { ...path, forged: undefined, forgedIn: undefined, forgedProxy: undefined };
  const probe = PROBES.find((address) => !onTheWay(path, address)) ?? "192.0.2.86";
  const gives = (more: Partial<WirePath>) => predict({ ...honest, ...more }, listener).remoteAddr === probe;
  return [
    ...(gives({ forged: probe }) || gives({ forged: probe, forgedIn: BEHIND_PROXY })
      ? (["forwarded-header"] as const)
      : []),
    ...(gives({ forgedProxy: probe }) || gives({ forgedProxy: probe, forged: probe })
      ? (["proxy-header"] as const)
      : []),
  ];
}

function onTheWay(path: WirePath, address: string): boolean {
  return [path.client, path.proxy?.address, path.balancer?.address, path.hiddenBehind].includes(address);
}
