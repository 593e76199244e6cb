import { viewOf } from "../../network/view-of.ts";
import { objectMatcher } from "../../platforms/patterns.ts";
import { kubeletNameServers, type NameServer, nameServers } from "../../world/dns-resolver.ts";
import { type DnsService, dnsService } from "../../world/dns-service.ts";
import type { NodeModel } from "../../world/node.ts";
import type { ObjectRef } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import type { JudgeContext } from "../guarantee.ts";
import { clientsOf, podsOf } from "./clients.ts";
import { type Loss, lossesOf } from "./losses.ts";
import { pathsIn } from "./paths.ts";
import { networkPlugin } from "./plugin.ts";
import { nodeAddresses, samplePodAddress } from "./pod-address.ts";
import { withRelevantPolicies } from "./relevant-policies.ts";
import { coreDnsTargets } from "./targets.ts";

/** One state of the move in which some node's pods ask CoreDNS themselves, prepared once for all causes. */
export interface DnsMove {
  readonly before: World;
  readonly now: World;
  readonly context: JudgeContext;
  readonly service: DnsService;
  isPlatform(ref: ObjectRef): boolean;
  /** What policies take from whom. */
  losses(): readonly Loss[];
}

/** Undefined where every node gives pods what the nodes read gave them: nothing can have been lost. */
export function prepareMove(before: World, now: World, context: JudgeContext): DnsMove | undefined {
  const { resolver, owned } = context.profile.source;
  const was = kinds(before.nodes, before, resolver);
  // A pod that is evicted may land on any node there is or will be.
  const is = kinds(now.roll === undefined ? now.nodes : [...now.roll.from, ...now.roll.to], now, resolver);
  const known = new Set(was.map(textOf));
  if (is.every((servers) => known.has(textOf(servers)))) return undefined;
  return {
    before,
    now,
    context,
    service: dnsService(now.objects),
    isPlatform: objectMatcher(owned),
    losses: () => lossesIn(before, now, was, is, resolver),
  };
}

/** The different lists of name servers that nodes give. */
function kinds(
  nodes: readonly NodeModel[],
  { objects }: World,
  resolver: string,
): readonly (readonly NameServer[])[] {
  const different = new Map<string, readonly NameServer[]>();
  const byResolver = new Map<NodeModel["resolver"], NodeModel>(nodes.map((node) => [node.resolver, node]));
  for (const node of byResolver.values()) {
    const servers = kubeletNameServers(node, objects, resolver);
    different.set(textOf(servers), servers);
  }
  return [...different.values()];
}

function textOf(servers: readonly NameServer[]): string {
  return servers.map(({ kind, address }) => `${kind} ${address}`).join();
}

const KNOWN = new WeakMap<World["workloads"], { objects: unknown; key: string; losses: readonly Loss[] }>();

/** States along a route share their objects and pods: only the nodes differ, and so seldom the answer. */
function lossesIn(
  before: World,
  now: World,
  was: readonly (readonly NameServer[])[],
  is: readonly (readonly NameServer[])[],
  resolver: string,
): readonly Loss[] {
  const key = `${was.map(textOf)} | ${is.map(textOf)}`;
  const known = KNOWN.get(now.workloads);
  if (known?.objects === now.objects && known.key === key) return known.losses;
  const service = dnsService(now.objects);
  const view = viewOf(withRelevantPolicies(now, service.ref.namespace));
  const pods = podsOf(view);
  const sample = samplePodAddress(now);
  const classify = nameServers(now.objects, resolver);
  const clients = clientsOf(
    pods,
    { before: was, now: is, classify },
    { pod: sample, node: nodeAddresses(before) },
  );
  const targets = coreDnsTargets(now, pods, service, sample);
  const losses = lossesOf(clients, pathsIn(view, networkPlugin(now), targets, service.addresses));
  KNOWN.set(now.workloads, { objects: now.objects, key, losses });
  return losses;
}
