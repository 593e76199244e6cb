import { type Address, parseAddress } from "../../world/addresses/address.ts";
import { contains, parseCidr } from "../../world/addresses/cidr.ts";
import { at, isObject, type Json, type JsonObject, listOf, objectsOf, stringOf } from "../../world/json.ts";
import type { Resource } from "../../world/resource.ts";
import { selects } from "../../world/selector.ts";
import type { ClusterDns, DnsPort } from "./cluster-dns.ts";

/**
 * How a peer of an egress rule means name resolution. `cache`: the NodeLocal DNS address alone. `cache-pods`: the
 * cache's pods, which are on the node's network and so never matched. `dns-pods`: CoreDNS' labels. `block`: a wider
 * block with a resolver in it.
 */
export type DnsIntent = "cache" | "cache-pods" | "dns-pods" | "block";

export interface DnsPeer {
  readonly index: number;
  readonly intent: DnsIntent;
  readonly peer: JsonObject;
}

/** An egress rule by which somebody meant to let names be resolved. */
export interface DnsRule {
  readonly index: number;
  readonly peers: readonly DnsPeer[];
  /** How many peers it has in all; none: everybody. */
  readonly size: number;
  /** Whether its ports are CoreDNS' own and no others, so that a peer added to it opens nothing else. */
  readonly exactly: boolean;
}

/** What the cache's pods are labelled by Kubespray (roles/kubernetes-apps/ansible/templates/nodelocaldns-daemonset.yml.j2). */
const CACHE_LABELS = { "k8s-app": "nodelocaldns" };

export function dnsRules({ object }: Resource, dns: ClusterDns, resolver: string): readonly DnsRule[] {
  const addresses = [resolver, ...dns.clusterIPs].flatMap((text) => parseAddress(text) ?? []);
  const cache = parseAddress(resolver);
  return listOf(at(object, "spec", "egress")).flatMap((rule, index): DnsRule[] => {
    const ports = listOf(at(rule, "ports"));
    if (ports.length > 0 && !ports.some(isDnsPort)) return [];
    const peers = listOf(at(rule, "to"));
    const meant = peers.flatMap((peer, position): DnsPeer[] => {
      const intent = isObject(peer) ? intentOf(peer, dns, addresses, cache) : undefined;
      return isObject(peer) && intent !== undefined ? [{ index: position, intent, peer }] : [];
    });
    // A rule for everybody on the DNS port is meant for it; one without ports as well is no statement about DNS.
    if (meant.length === 0 && (peers.length > 0 || ports.length === 0)) return [];
    return [{ index, peers: meant, size: peers.length, exactly: isExactly(ports, dns.ports) }];
  });
}

/** How surely a policy is about DNS: the repair goes where names were meant, not where a wide block happens to help. */
export function rankOf(rules: readonly DnsRule[]): number {
  const intents = rules.flatMap(({ peers }) => peers.map(({ intent }) => intent));
  if (intents.some((intent) => intent !== "block")) return 0;
  return intents.length > 0 ? 1 : 2;
}

function intentOf(
  peer: JsonObject,
  dns: ClusterDns,
  resolvers: readonly Address[],
  cache: Address | undefined,
): DnsIntent | undefined {
  const block = parseCidr(stringOf(at(peer, "ipBlock", "cidr")) ?? "");
  if (block !== undefined) {
    const holes = listOf(at(peer, "ipBlock", "except")).flatMap(
      (text) => parseCidr(stringOf(text) ?? "") ?? [],
    );
    const inside = (one: Address): boolean =>
      contains(block, one) && !holes.some((hole) => contains(hole, one));
    if (cache !== undefined && block.first === block.last && inside(cache)) return "cache";
    return resolvers.some(inside) ? "block" : undefined;
  }
  const pods = peer.podSelector;
  if (!isObject(pods) || Object.keys(pods).length === 0) return undefined;
  if (selects(pods, dns.labels) === true) return "dns-pods";
  return selects(pods, CACHE_LABELS) === true && mentionsCache(pods) ? "cache-pods" : undefined;
}

/** A selector by absence (`DoesNotExist`, `NotIn`) matches the cache's labels without meaning it. */
function mentionsCache(selector: JsonObject): boolean {
  return JSON.stringify(selector).includes("nodelocaldns");
}

function isDnsPort(entry: Json): boolean {
  const { port } = isObject(entry) ? entry : {};
  const first = typeof port === "number" ? port : undefined;
  const last = at(entry, "endPort");
  if (port === undefined || port === "dns" || port === "dns-tcp") return true;
  return first !== undefined && first <= 53 && (typeof last === "number" ? last : first) >= 53;
}

/** Whether a rule's ports are these and no others. */
export function isExactly(ports: readonly Json[], wanted: readonly DnsPort[]): boolean {
  const plain = objectsOf(ports).filter(
    ({ port, endPort }) => typeof port === "number" && endPort === undefined,
  );
  const given = plain.map(({ protocol, port }) => `${stringOf(protocol) ?? "TCP"} ${String(port)}`);
  const needed = wanted.map(({ protocol, port }) => `${protocol} ${port}`);
  return (
    given.length === ports.length &&
    needed.every((one) => given.includes(one)) &&
    given.every((one) => needed.includes(one))
  );
}
