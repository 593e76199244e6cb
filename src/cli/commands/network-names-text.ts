import type {
  NamesExplanation,
  NamesHop,
  NamesWay,
} from "../../guarantees/dns-resolution/explain/names-answer.ts";
import type { PortSets } from "../../network/port-set.ts";
import { visible } from "../../report/escape.ts";
import { type Cite, names, pairLines } from "./network-explain-text.ts";

export interface NamesAsked {
  readonly from: string;
  readonly state: string;
}

export function namesText(
  { verdict, problem, ways, table }: NamesExplanation,
  asked: NamesAsked,
  cite: Cite,
): string {
  const lines = [`${visible(asked.from)} => names in state ${visible(asked.state)}: ${verdict}`];
  if (problem !== undefined) lines.push(`  ${problem}`);
  for (const way of ways) lines.push("", ...wayLines(way, table, cite));
  return `${lines.join("\n")}\n`;
}

function wayLines(way: NamesWay, table: PortSets, cite: Cite): readonly string[] {
  const head = `on ${nodesText(way)}: ${serverText(way.server)}: ${way.verdict}`;
  if (way.hops.length > 0) return [head, ...way.hops.flatMap((hop) => hopLines(hop, table, cite))];
  const own = "which no source tells of; names of the cluster are not asked for there";
  return [head, `  ${names(way.pods)} has the resolv.conf of its node, ${own}`];
}

function nodesText({ group: { which, nodes } }: NamesWay): string {
  const kind = which === "all" ? "every node" : `${which} nodes`;
  return `${kind} (${names(nodes.map(({ name }) => name))})`;
}

const SERVERS = {
  cache: "the cache on the node",
  "cluster-dns": "CoreDNS by its Service",
  other: "a name server outside the cluster's",
} as const;

function serverText(server: NamesWay["server"]): string {
  if (server === "node") return "the node's own resolver";
  return `${visible(server.address ?? "an address that was not read")}, ${SERVERS[server.kind]}`;
}

const HOPS: Readonly<Record<NamesHop["hop"], string>> = {
  "pod-to-cache": "from the pod to the cache",
  "cache-to-coredns": "from the cache, which has its host's address, to CoreDNS",
  "pod-to-coredns": "from the pod to CoreDNS",
  "pod-to-resolver": "from the pod to the name server",
};

function hopLines({ hop, verdict, pairs }: NamesHop, table: PortSets, cite: Cite): readonly string[] {
  const lines = pairs.flatMap((pair) => [
    ...pairLines(pair, table, cite),
    ...(pair.doubt === undefined ? [] : [`  unknown because of ${pair.doubt}`]),
  ]);
  const none = pairs.length === 0 ? ["    nothing is known of who answers there"] : [];
  return [`  ${HOPS[hop]}: ${verdict}`, ...none, ...lines.map((line) => `    ${line}`)];
}
