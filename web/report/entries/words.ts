import type {
  EntryConnection,
  EntryTargetSection,
  EntryView,
  EntryWay,
} from "../../../src/report/entries-section.ts";
import { counted, listed } from "../model/words.ts";

const THROUGH: Readonly<Record<EntryWay["through"], string>> = {
  "host-network": "Addresses of nodes",
  "host-port": "Addresses of nodes",
  "node-port": "Node ports",
  "external-ip": "External addresses",
  balancer: "Load balancer",
  "api-server": "Addresses of the API servers",
};

const MODES: Readonly<Record<NonNullable<EntryWay["mode"]>, string>> = {
  tcp: "TCP mode",
  "proxy-v1": "PROXY protocol",
  "proxy-v2": "PROXY protocol v2",
  http: "HTTP mode",
  "pass-through": "passes packets through",
};

/** `The provider's load balancer, TCP mode`. */
export function wayWords({ through, owner, mode, cluster }: EntryWay): string {
  const name = owner === "platform" ? "The provider’s load balancer" : (THROUGH[through] ?? "Entry");
  const how = mode === undefined ? name : `${name}, ${MODES[mode] ?? mode}`;
  return cluster === undefined ? how : `${how}, new cluster`;
}

/** `203.0.113.21, 203.0.113.22 and 3 more`; what is not known is said. */
export function addressWords({ addresses, moreAddresses, addressesKnown }: EntryView): string {
  const all = [...addresses, ...(moreAddresses > 0 ? [`${moreAddresses} more`] : [])];
  if (all.length === 0) return addressesKnown ? "no address" : "address not known yet";
  return `${listed(all)}${addressesKnown ? "" : ", others not known yet"}`;
}

export const USED_WORDS: Readonly<Record<NonNullable<EntryConnection["used"]>, string>> = {
  yes: "visitors come this way",
  maybe: "visitors may come this way",
  no: "nobody comes this way",
};

const SEEN: Readonly<Record<EntryConnection["sees"], string>> = {
  client: "the client",
  node: "a node",
  balancer: "the load balancer",
  proxy: "the proxy",
  unknown: "somebody, not known whom",
};

const FAILURES: Readonly<Record<EntryConnection["result"], string>> = {
  works: "",
  "broken-header": "Refused: a PROXY header is expected and there is none",
  "bad-request": "Refused: a PROXY header comes that is not expected",
  unknown: "What becomes of connections is not known",
};

/** What the listener makes of connections, and whom it takes the client for: `The controller sees` `the client`. */
export function seenWords(
  { result, sees, tells, forgeable }: EntryConnection,
  role: EntryTargetSection["role"],
): { readonly before: string; readonly who?: string; readonly after: string } {
  if (result !== "works") return { before: FAILURES[result] ?? FAILURES.unknown, after: "" };
  const isTold = role === "controller" && tells !== sees && tells !== "unknown";
  return {
    before: role === "controller" ? "The controller sees" : "It sees",
    who: SEEN[sees] ?? SEEN.unknown,
    after: `${isTold ? `, the application is told ${SEEN[tells] ?? SEEN.unknown}` : ""}${forgeable === true ? " (can be forged)" : ""}`,
  };
}

/** `8 hosts reachable, 1 refused`. */
export function hostWords({ hosts }: EntryConnection): string | undefined {
  if (hosts === undefined) return undefined;
  const parts = [
    ...(hosts.reachable > 0 ? [`${counted(hosts.reachable, "host")} reachable`] : []),
    ...(hosts.refused > 0 ? [`${counted(hosts.refused, "host")} refused`] : []),
    ...(hosts.unknown > 0 ? [`${counted(hosts.unknown, "host")} unknown`] : []),
  ];
  return parts.length === 0 ? undefined : parts.join(", ");
}
