import type { Corefile } from "../../world/corefile.ts";
import { holds, serverFor, type ZoneRule, type ZoneServer, zoneServers } from "../../world/dns-zones.ts";

/** A rule of the cache that CoreDNS does not have. */
export interface LostZone {
  readonly rule: ZoneRule;
  /** `gone`: CoreDNS has nothing of the kind. `changed`: it has another rule. `unread`: it may have one. */
  readonly kind: "gone" | "changed" | "unread";
}

/**
 * What the cache answers itself or sends elsewhere than to CoreDNS, and CoreDNS does not answer alike. `addresses`:
 * CoreDNS's own, to tell which questions the cache passes on to it.
 */
export function lostZones(
  cache: Corefile,
  coreDns: Corefile | undefined,
  addresses: readonly string[],
): readonly LostZone[] {
  const servers = coreDns === undefined ? undefined : zoneServers(coreDns);
  const cached = zoneServers(cache);
  const upstreams = new Set([...addresses, ...CLUSTER_DNS, ...clusterUpstreams(cached, servers)]);
  const incomplete = coreDns !== undefined && (coreDns.missing.length > 0 || coreDns.problem !== undefined);
  const lost: LostZone[] = [];
  for (const rule of cached.flatMap((server) => server.rules)) {
    if (rule.upstreams.length > 0 && rule.upstreams.every((one) => upstreams.has(one))) continue;
    const kind = servers === undefined ? unknownIn(rule) : kindOf(rule, servers);
    if (kind === undefined) continue;
    lost.push({ rule, kind: kind === "gone" && incomplete ? "unread" : kind });
  }
  return lost;
}

/** What node-cache puts the Service's address in place of. */
const CLUSTER_DNS = ["__PILLAR__CLUSTER__DNS__"];

/** Where the cache sends the zones CoreDNS's kubernetes plugin answers, where its address was not read. */
function clusterUpstreams(
  cached: readonly ZoneServer[],
  servers: readonly ZoneServer[] | undefined,
): readonly string[] {
  const zones = (servers ?? [])
    .flatMap(({ rules }) => rules)
    .filter(({ plugin, zone }) => plugin === "kubernetes" && !zone.endsWith("arpa"))
    .map(({ zone }) => zone);
  return cached
    .filter(({ zone }) => (zones.length > 0 ? zones : [DEFAULT_ZONE]).includes(zone))
    .flatMap(({ rules }) => rules.flatMap((rule) => rule.upstreams));
}

const DEFAULT_ZONE = "cluster.local";

/** Without CoreDNS's Corefile, only what every CoreDNS does is known: it asks its node's resolvers. */
function unknownIn({ zone, upstreams }: ZoneRule): "unread" | undefined {
  return zone === "." && upstreams.every((one) => one === "/etc/resolv.conf") && upstreams.length > 0
    ? undefined
    : "unread";
}

function kindOf(rule: ZoneRule, servers: readonly ZoneServer[]): LostZone["kind"] | undefined {
  const there = (serverFor(servers, rule.zone)?.rules ?? []).filter(({ zone }) => holds(zone, rule.zone));
  if (there.some(({ does }) => does === rule.does)) return undefined;
  const isSpecific = ({ zone, plugin }: ZoneRule): boolean =>
    plugin !== "kubernetes" && (zone !== "." || (rule.zone === "." && plugin === rule.plugin));
  return there.some(isSpecific) ? "changed" : "gone";
}
