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
const NEW_HEADER: Forging = { name: "1.13's header", sends: { forged: FORGED, forgedIn: BEHIND_PROXY } };
/** What real_ip makes of headers: a CDN in front would change nothing in it. */
const FURTHER: readonly Forging[] = [
  { name: "list", sends: { forged: `${FORGED}, 127.0.12.1` } },
  { name: "garbage", sends: { forged: `${FORGED}, unknown, 127.0.12.1:4711` } },
  { name: "IPv6", sends: { forged: `${FORGED}, [2001:db8::99]:4711` } },
  { name: "IPv6 PROXY", sends: { forgedProxy: "2001:db8::99", forged: FORGED } },
  { name: "other header", sends: { forged: FORGED, forgedIn: "X-Real-IP" } },
  { name: "PROXY and header", sends: { forged: FORGED, forgedProxy: FORGED } },
];

/** Every way to every listener. Ordinary ones, without TLS and the whole header, are tried in most ways. */
export function combinations(subjects: readonly Subject[]): readonly Combination[] {
  return subjects.flatMap(({ listener: { appends, header }, tls }, listener) => {
    const ordinary = !tls && !appends;
    const found: Combination[] = [];
    for (const way of waysThrough(header)) {
      for (const { name: forges, sends } of forgeriesOn(way, ordinary, tls)) {
        const everybody = ordinary && (forges === HONEST.name || forges === HEADER.name);
        for (const client of everybody ? [OUTSIDE, INSIDE] : [OUTSIDE])
          found.push({ listener, forges, path: { client, forged: undefined, ...way, ...sends, tls } });
      }
    }
    return found;
  });
}

type Between = Pick<WirePath, "proxy" | "balancer" | "hiddenBehind">;

/** All that may stand between a person and a listener that reads this header. */
function waysThrough(header: string): readonly Between[] {
  const own = header === "X-Forwarded-For" ? [] : [{ address: CDN, header }];
  return [undefined, { address: CDN }, ...own].flatMap((proxy) =>
    [undefined, ...MODES.map((mode) => ({ address: BALANCER, mode }))].flatMap((balancer) =>
      [undefined, NODE].map((hiddenBehind) => ({ proxy, balancer, hiddenBehind })),
    ),
  );
}

function forgeriesOn({ proxy }: Between, ordinary: boolean, tls: boolean): readonly Forging[] {
  // What a CDN makes of a PROXY header instead of TLS is the CDN's own affair.
  const proxyHeader = tls && proxy !== undefined ? [] : [PROXY_HEADER];
  const more = ordinary ? [NEW_HEADER, ...(proxy === undefined ? FURTHER : [])] : [];
  return [HONEST, HEADER, ...proxyHeader, ...more];
}
