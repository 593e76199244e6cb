import { parseAddress } from "../../world/addresses/address.ts";
import { stringOf } from "../../world/json.ts";
import type { Pod } from "../../world/workload.ts";
import type { PeerClass } from "../classes.ts";
import type { Cover } from "../evaluate.ts";
import { compareAddresses } from "../names.ts";
import type { PortSet } from "../port-set.ts";
import type { Network, Relation } from "../relation.ts";
import type { ClusterDns } from "./cluster-dns.ts";

/** Where names are answered, and who asks, in the classes of a network. */
export interface DnsClasses {
  readonly ports: PortSet;
  /** CoreDNS' pods. */
  readonly servers: readonly number[];
  /** The addresses the cache is among; undefined where the resolver is no address. */
  readonly cache: number | undefined;
  /** Pods that resolve by the cluster's DNS. */
  readonly askers: readonly number[];
}

export function dnsClasses({ classes, table }: Network, dns: ClusterDns, resolver: string): DnsClasses {
  const wanted = Object.entries(dns.labels);
  const isServer = (pod: Pod): boolean =>
    pod.namespace === dns.namespace && wanted.every(([key, value]) => pod.labels[key] === value);
  const ids = [...classes.keys()].filter((id) => classes[id]?.kind === "pods" && !isHost(classes[id]));
  const servers = ids.filter((id) => classes[id]?.pods.some(({ pod }) => isServer(pod)));
  const cache = parseAddress(resolver);
  const holder =
    cache === undefined
      ? -1
      : classes.findIndex(({ ranges }) =>
          ranges.some(
            ({ first, last }) =>
              first.family === cache.family &&
              compareAddresses(first, cache) <= 0 &&
              compareAddresses(cache, last) <= 0,
          ),
        );
  return {
    ports: dns.ports
      .map(({ protocol, port }) => table.of(protocol, port, port))
      .reduce((sum, one) => table.union(sum, one), table.none),
    servers,
    cache: holder < 0 ? undefined : holder,
    askers: ids.filter((id) => classes[id]?.pods.some(({ pod }) => asksCluster(pod) && !isServer(pod))),
  };
}

function isHost(one: PeerClass | undefined): boolean {
  return one === undefined || one.signatures.every((signature) => signature === undefined || signature.host);
}

/** dnsPolicy is ClusterFirst unless set (Kubernetes, DNS for Services and Pods). */
function asksCluster({ spec }: Pod): boolean {
  const policy = stringOf(spec.dnsPolicy) ?? "ClusterFirst";
  return policy === "ClusterFirst" || policy === "ClusterFirstWithHostNet";
}

/** Askers whose own egress policies keep them from a server, and those a server's ingress policies keep out. */
export interface DnsGaps {
  readonly egress: readonly number[];
  /** By server. */
  readonly ingress: ReadonlyMap<number, readonly number[]>;
}

export function dnsGaps(network: Network, view: number, dns: DnsClasses): DnsGaps {
  const { egress, ingress } = network.relations[view] as Relation;
  const admits = (cover: Cover | undefined, id: number): boolean => {
    const { table } = network;
    let sum = table.none;
    for (const { peers, ports } of cover ?? []) if (peers.has(id)) sum = table.union(sum, ports);
    return table.subtract(dns.ports, sum) === table.none;
  };
  const byServer = new Map<number, readonly number[]>();
  for (const server of dns.servers) {
    const kept = dns.askers.filter((asker) => !admits(ingress[server]?.certain, asker));
    if (kept.length > 0) byServer.set(server, kept);
  }
  return {
    egress: dns.askers.filter((asker) =>
      dns.servers.some((server) => !admits(egress[asker]?.certain, server)),
    ),
    ingress: byServer,
  };
}
