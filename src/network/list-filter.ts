import { type Address, parseAddress } from "../world/addresses/address.ts";
import { type Cidr, cidrOf, contains, firstOf, lastOf, parseCidr } from "../world/addresses/cidr.ts";
import type { AddressRange } from "./address-atoms.ts";
import type { End, Wanted } from "./list.ts";
import { compareAddresses, rangesText } from "./names.ts";
import { type HostGroup, Hosts, nodeGroup } from "./outside.ts";
import { type Granularity, type Peer, peersOf } from "./peers.ts";
import type { Network } from "./relation.ts";

export interface FilterOptions {
  /** A glob over `name`, `namespace/name` or `namespace/name[Kind]`, or an address or CIDR. */
  readonly from?: string;
  readonly to?: string;
  /** A namespace one of the ends must be in. */
  readonly namespace?: string;
}

/** What the options ask for; undefined where that is everything. */
export function wantedBy(options: FilterOptions): Wanted | undefined {
  const { namespace } = options;
  if (options.from === undefined && options.to === undefined && namespace === undefined) return undefined;
  const ends = { from: endFilter(options.from), to: endFilter(options.to) };
  return {
    peer: (peer, end) => ends[end].peer(peer),
    hosts: (group, end) => ends[end].hosts(group),
    line: (from, to) => namespace === undefined || isIn(from, namespace) || isIn(to, namespace),
  };
}

/** The option that nothing there is answers to: an empty list would read as nothing being allowed. */
export function namesNobody(network: Network, options: FilterOptions, granularity: Granularity) {
  const peers = peersOf(network, granularity);
  const hosts = new Hosts(network, 0);
  const groups = hosts.among(hosts.nodes.or(hosts.outside));
  const { from, to, namespace } = options;
  const nobody = (text: string | undefined): boolean => {
    const filter = endFilter(text);
    return !peers.some((peer) => filter.peer(peer)) && !groups.some((group) => filter.hosts(group));
  };
  if (nobody(from)) return `--from ${from}`;
  if (nobody(to)) return `--to ${to}`;
  const unknown = namespace !== undefined && !peers.some((peer) => peer.namespace === namespace);
  return unknown ? `--namespace ${namespace}` : undefined;
}

function isIn(end: End, namespace: string): boolean {
  return end.kind === "pods" && end.peer.namespace === namespace;
}

interface EndFilter {
  peer(peer: Peer): boolean;
  hosts(group: HostGroup): HostGroup | undefined;
}

function endFilter(text: string | undefined): EndFilter {
  if (text === undefined) return { peer: () => true, hosts: (group) => group };
  const address = parseAddress(text);
  const block = parseCidr(text) ?? (address === undefined ? undefined : cidrOf(address));
  return block === undefined ? nameFilter(text) : addressFilter(block);
}

function nameFilter(text: string): EndFilter {
  const glob = globOf(text);
  return {
    peer: ({ name, namespace, pods }) => {
      const own = pods[0]?.workload.ref.name ?? "";
      const plain = name.replace(/\[[^[\]]*\]$/, "");
      return [name, plain, own, `${namespace}/${own}`].some((candidate) => glob.test(candidate));
    },
    hosts: (group) => {
      if (group.kind === "addresses") return undefined;
      const nodes = group.nodes.filter((node) => glob.test(node) || glob.test(`${node}[Node]`));
      return nodes.length === group.nodes.length ? group : nodeGroup(nodes, group.classes);
    },
  };
}

/** `*` stands for any characters, `?` for one; everything else for itself. */
function globOf(text: string): RegExp {
  const source = text.replace(/[\\^$.|+()[\]{}*?]/g, (character) =>
    character === "*" ? ".*" : character === "?" ? "." : `\\${character}`,
  );
  return new RegExp(`^${source}$`, "s");
}

function addressFilter(block: Cidr): EndFilter {
  const inside = (address: Address): boolean => contains(block, address);
  return {
    peer: ({ pods }) => pods.some(({ addresses }) => addresses.some(inside)),
    hosts: (group) => {
      if (group.kind === "nodes") return undefined;
      const ranges = group.ranges.flatMap((range) => cut(range, block) ?? []);
      return ranges.length === 0 ? undefined : { ...group, ranges, name: rangesText(ranges) };
    },
  };
}

function cut({ first, last }: AddressRange, block: Cidr): AddressRange | undefined {
  const from = firstOf(block);
  const to = lastOf(block);
  if (first.family !== from.family) return undefined;
  const begin = compareAddresses(first, from) < 0 ? from : first;
  const end = compareAddresses(last, to) < 0 ? last : to;
  return compareAddresses(begin, end) <= 0 ? { first: begin, last: end } : undefined;
}
