import type { CniName } from "../../../network/cni.ts";
import { podEndpoint } from "../../../network/endpoint.ts";
import { answerKey } from "../../../network/explain.ts";
import { podName } from "../../../network/resolve.ts";
import type { PodSubject } from "../../../network/subjects.ts";
import type { View } from "../../../network/view.ts";
import { type NameServer, nameServers, nameServersOf } from "../../../world/dns-resolver.ts";
import { dnsService } from "../../../world/dns-service.ts";
import { podsOf } from "../clients.ts";
import { pathsIn } from "../paths.ts";
import { networkPlugin } from "../plugin.ts";
import { nodeAddresses, samplePodAddress } from "../pod-address.ts";
import { coreDnsTargets } from "../targets.ts";
import { cacheProtocols, cachesForceTcp } from "./cache-upstream.ts";
import { inTurn, type NamesExplanation, type NamesHop, type NamesWay, together } from "./names-answer.ts";
import { DNS_PROTOCOLS, fromCaches, hopOf, toCache, toCoreDns, toOther } from "./names-hops.ts";
import { type NodeGroup, nodeGroups } from "./node-groups.ts";

export interface NamesOptions {
  /** The old platform's cache (a profile's `source.resolver`). */
  readonly resolver: string;
  /** The network plugin, where a person named it. */
  readonly cni?: CniName | undefined;
}

/** Whether pods get names in the view's state, on every kind of node it has: by the same paths as the guarantee. */
export function explainNames(
  view: View,
  pods: readonly PodSubject[],
  { resolver, cni }: NamesOptions,
): NamesExplanation {
  const { world } = view;
  const service = dnsService(world.objects);
  const sample = samplePodAddress(world);
  const targets = coreDnsTargets(world, podsOf(view), service, sample);
  const paths = pathsIn(view, networkPlugin(world, cni), targets, service.addresses);
  const { tools, table } = paths;
  const classify = nameServers(world.objects, resolver);
  const forced = cachesForceTcp(world, service);
  const groups = nodeGroups(world, resolver);
  const upstream = new Map<NodeGroup, NamesHop>();
  const ways = groups.flatMap((group) =>
    alike(
      pods.flatMap((pod) => {
        const servers = nameServersOf(pod.pod.spec, group.kubelet, classify);
        return servers === "node"
          ? [wayOf(pod, group, servers)]
          : servers.map((one) => wayOf(pod, group, one));
      }),
    ),
  );
  const problem =
    groups.length === 0
      ? "no Node was read, so which resolver kubelets give is not known"
      : ways.length === 0
        ? "its dnsConfig names no resolver"
        : undefined;
  return { verdict: together(ways.map(({ verdict }) => verdict)), ways, table, problem };

  function wayOf(pod: PodSubject, group: NodeGroup, server: NameServer | "node"): NamesWay {
    const endpoint = podEndpoint(pod);
    const name = podName(pod);
    // Pods that do not run yet have no address: one like theirs decides in blocks.
    const addresses = pod.asNode ? nodeAddresses(world) : [sample];
    const located = endpoint.addresses.length > 0 ? endpoint : { ...endpoint, addresses };
    const cache = server === "node" ? "" : (server.address ?? "");
    const client = { endpoint: located, workloads: [pod.workload], cache };
    const way = { group, pods: [name], server };
    if (server === "node") {
      const isolated = toOther(client, name, "0.0.0.0", tools).pairs[0]?.trace.egress.policies.length !== 0;
      return { ...way, hops: [], verdict: isolated ? "unknown" : "allowed" };
    }
    if (server.kind === "cluster-dns") return single(way, toCoreDns(client, name, paths));
    if (server.kind === "other") return single(way, toOther(client, name, cache, tools));
    const first = toCache(client, name, paths);
    const next = upstream.get(group) ?? fromCaches(group.nodes, targets, cacheProtocols(forced), view, tools);
    upstream.set(group, next);
    const verdicts = DNS_PROTOCOLS.map((protocol) =>
      inTurn([over(first, protocol), over(next, forced ? "TCP" : protocol)]),
    );
    return { ...way, hops: [first, next], verdict: together(verdicts) };
  }
}

function single(way: Pick<NamesWay, "group" | "pods" | "server">, hop: NamesHop): NamesWay {
  return { ...way, hops: [hop], verdict: hop.verdict };
}

function over({ hop, pairs }: NamesHop, protocol: string): NamesHop["verdict"] {
  return hopOf(
    hop,
    pairs.filter(({ port }) => port?.protocol === protocol),
  ).verdict;
}

/** Pods with one answer are told of once. */
function alike(ways: readonly NamesWay[]): readonly NamesWay[] {
  const groups = new Map<string, NamesWay>();
  for (const way of ways) {
    const hops = way.hops.map(({ pairs }) =>
      pairs.map(({ to, trace, verdict }) => [to, verdict, answerKey(trace)]),
    );
    const key = JSON.stringify([way.server, hops, way.verdict]);
    const there = groups.get(key);
    groups.set(key, there === undefined ? way : merged(there, way));
  }
  return [...groups.values()];
}

function merged(way: NamesWay, other: NamesWay): NamesWay {
  const pods = [...way.pods, ...other.pods];
  const hops = way.hops.map((hop) =>
    hop.hop === "cache-to-coredns"
      ? hop
      : { ...hop, pairs: hop.pairs.map((pair) => ({ ...pair, from: pods })) },
  );
  return { ...way, pods, hops };
}
