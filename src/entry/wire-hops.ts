import type { WirePath } from "./wire.ts";

/** A connection as it stands before the next hop: who opened it, and what comes in over it. */
export interface Arriving {
  /** The other end's address. */
  readonly peer: string;
  /** Addresses stated in PROXY headers before the first byte, in their order. */
  readonly proxyHeaders: readonly string[];
  /** Headers that may state an address, by lower-case name; several lines of one name are one, joined by commas. */
  readonly headers: ReadonlyMap<string, string>;
}

export const FORWARDED_FOR = "x-forwarded-for";

/** What reaches the listener; undefined where something before it answers 400 to what it does not understand. */
export function follow(path: WirePath, listenerReads: string): Arriving | undefined {
  const { client, proxy, balancer, hiddenBehind } = path;
  let arriving: Arriving | undefined = {
    peer: client,
    proxyHeaders: path.forgedProxy === undefined ? [] : [path.forgedProxy],
    headers: new Map(
      path.forged === undefined ? [] : [[(path.forgedIn ?? listenerReads).toLowerCase(), path.forged]],
    ),
  };
  if (proxy !== undefined) {
    arriving = throughHttp(arriving, proxy.address, proxy.header?.toLowerCase() ?? FORWARDED_FOR);
  }
  if (balancer !== undefined && arriving !== undefined) arriving = throughBalancer(arriving, balancer, path);
  return arriving === undefined || hiddenBehind === undefined
    ? arriving
    : { ...arriving, peer: hiddenBehind };
}

function throughBalancer(
  arriving: Arriving,
  { address, mode }: NonNullable<WirePath["balancer"]>,
  { tls = false }: WirePath,
): Arriving | undefined {
  switch (mode) {
    case "pass-through":
      return arriving;
    case "tcp":
      return { ...arriving, peer: address };
    case "proxy-v1":
    case "proxy-v2":
      return { ...arriving, peer: address, proxyHeaders: [arriving.peer, ...arriving.proxyHeaders] };
    case "http":
      return tls ? undefined : throughHttp(arriving, address, FORWARDED_FOR);
  }
}

/** A hop that reads the request and sends one of its own; a PROXY header is no request to it. */
function throughHttp(arriving: Arriving, address: string, statesIn: string): Arriving | undefined {
  if (arriving.proxyHeaders.length > 0) return undefined;
  const before = statesIn === FORWARDED_FOR ? arriving.headers.get(statesIn) : undefined;
  const stated = before === undefined ? arriving.peer : `${before}, ${arriving.peer}`;
  return { peer: address, proxyHeaders: [], headers: new Map(arriving.headers).set(statesIn, stated) };
}
