import fc from "fast-check";
import type { BalancerMode } from "../world/traffic.ts";
import { type Listener, nginxListener } from "./listener.ts";
import type { WirePath } from "./wire.ts";

/** Addresses of one way, none of which is trusted by accident: each stands in a network of its own. */
export const CLIENT = "203.0.113.5";
export const FORGED = "198.51.100.66";
export const PROXY = "192.0.2.10";
export const BALANCER = "10.20.0.7";
export const NODE = "10.128.0.11";

/** A way without anything between the person and the listener, but for what is given. */
export function wayWith(more: Partial<WirePath> = {}): WirePath {
  const nothing = { proxy: undefined, forged: undefined, balancer: undefined, hiddenBehind: undefined };
  return { client: CLIENT, ...nothing, ...more };
}

export function balancer(mode: BalancerMode): WirePath["balancer"] {
  return { address: BALANCER, mode };
}

const MODES: readonly BalancerMode[] = ["tcp", "proxy-v1", "proxy-v2", "http", "pass-through"];

/** Any way from a person to a listener. He sends no PROXY header of his own unless a test adds one. */
export function ways(modes: readonly (BalancerMode | "none")[] = ["none", ...MODES]): fc.Arbitrary<WirePath> {
  return fc.record({
    client: fc.constant(CLIENT),
    proxy: fc.constantFrom(undefined, { address: PROXY }, { address: PROXY, header: "CF-Connecting-IP" }),
    forged: fc.constantFrom(
      undefined,
      FORGED,
      `${FORGED}, ${FORGED}`,
      "unknown",
      `${FORGED}:80`,
      CLIENT,
      BALANCER,
    ),
    forgedIn: fc.constantFrom(undefined, "X-Forwarded-For", "X-Real-IP", "X-Forwarded-For-Proxy-Protocol"),
    balancer: fc.constantFrom(...modes).map((mode) => (mode === "none" ? undefined : balancer(mode))),
    hiddenBehind: fc.constantFrom(undefined, NODE),
    tls: fc.boolean(),
  });
}

/** Any listener whose ConfigMap says what is legal there, but for the settings given. */
export function listeners(fixed: Readonly<Record<string, string>> = {}): fc.Arbitrary<Listener> {
  const flag = fc.constantFrom("true", "false");
  const networks = ["203.0.113.0/24", "192.0.2.0/24", "10.20.0.0/16", NODE, "0.0.0.0/0", "2001:db8::/32"];
  return fc
    .record({
      "use-proxy-protocol": flag,
      "use-forwarded-headers": flag,
      "enable-real-ip": flag,
      "compute-full-forwarded-for": flag,
      "proxy-real-ip-cidr": fc.subarray(networks).map((list) => list.join(",")),
      "forwarded-for-header": fc.constantFrom("X-Forwarded-For", "CF-Connecting-IP", "x-real-ip"),
      version: fc.constantFrom(undefined, [1, 5, 1] as const, [1, 13, 0] as const),
    })
    .map(({ version, ...settings }) => nginxListener({ ...settings, ...fixed }, version));
}
