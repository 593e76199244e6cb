import { BEHIND_PROXY, type WirePath } from "../../src/entry/wire.ts";
import { MODES } from "./haproxy-config.ts";
import type { Subject } from "./listeners.ts";
import { BALANCER, CDN, FORGED, INSIDE, NODE, OUTSIDE } from "./places.ts";

/** One visit: a way to a listener. */
export interface Combination {
  /** Index of the listener among the subjects. */
  readonly listener: number;
  readonly path: WirePath;
  /** The forgery in a word, for a table. */
  readonly forges: string;
}

interface Forging {
  readonly name: string;
  readonly sends: Partial<WirePath>;
}

const HONEST: Forging = { name: "-", sends: {} };
const HEADER: Forging = { name: "header", sends: { forged: FORGED } };
const PROXY_HEADER: Forging = { name: "PROXY", sends: { forgedProxy: FORGED } };
/** Sent from outside over HTTP alone: what real_ip makes of a header does not depend on the rest. */
const FURTHER: readonly Forging[] = [
  { name: "list", sends: { forged: `${FORGED}, 127.0.12.1` } },
  { name: "garbage", sends: { forged: `${FORGED}, unknown, 127.0.12.1:4711` } },
  { name: "IPv6", sends: { forged: `${FORGED}, [2001:db8::99]:4711` } },
  { name: "IPv6 PROXY", sends: { forgedProxy: "2001:db8::99", forged: FORGED } },
  { name: "other header", sends: { forged: FORGED, forgedIn: "X-Real-IP" } },
  { name: "PROXY and header", sends: { forged: FORGED, forgedProxy: FORGED } },
  { name: "1.13's header", sends: { forged: FORGED, forgedIn: BEHIND_PROXY } },
];

/** Every way to every listener. */
export function combinations(subjects: readonly Subject[]): readonly Combination[] {
  return subjects.flatMap(({ listener: settings, tls }, listener) => {
    const ordinary = !tls && !settings.appends;
    const ownHeader = settings.header !== "X-Forwarded-For";
    const proxies = [
      undefined,
      { address: CDN },
      ...(ownHeader ? [{ address: CDN, header: settings.header }] : []),
    ];
    const balancers = [undefined, ...MODES.map((mode) => ({ address: BALANCER, mode }))];
    const forging = [HONEST, HEADER, PROXY_HEADER, ...(ordinary ? FURTHER : [])];
    return proxies.flatMap((proxy) =>
      balancers.flatMap((balancer) =>
        [undefined, NODE].flatMap((hiddenBehind) =>
          forging.flatMap(({ name: forges, sends }) =>
            // What a CDN makes of a PROXY header instead of TLS is the CDN's own affair.
            tls && proxy !== undefined && sends.forgedProxy !== undefined
              ? []
              : (ordinary && !FURTHER.some(({ name }) => name === forges)
                  ? [OUTSIDE, INSIDE]
                  : [OUTSIDE]
                ).map(
                  (client): Combination => ({
                    listener,
                    forges,
                    path: { client, proxy, forged: undefined, ...sends, balancer, hiddenBehind, tls },
                  }),
                ),
          ),
        ),
      ),
    );
  });
}
