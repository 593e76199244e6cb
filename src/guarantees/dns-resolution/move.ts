import { objectMatcher } from "../../platforms/patterns.ts";
import type { Profile } from "../../platforms/profile.ts";
import { kubeletNameServers, type NameServer } from "../../world/dns-resolver.ts";
import { type DnsService, dnsService } from "../../world/dns-service.ts";
import type { NodeModel } from "../../world/node.ts";
import type { ObjectRef } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import type { JudgeContext } from "../guarantee.ts";
import type { Kubelets } from "./clients.ts";
import type { Loss } from "./losses.ts";
import { lossesIn } from "./losses-in.ts";

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
  const kubelets = changedKubelets(before, now, resolver);
  if (kubelets === undefined) return undefined;
  return {
    before,
    now,
    context,
    service: dnsService(now.objects),
    isPlatform: objectMatcher(owned),
    losses: () => lossesIn(before, now, kubelets, resolver),
  };
}

/** What policies take from whom in a state, whether or not anybody asks why. */
export function lossesOfNames(before: World, now: World, { source }: Profile): readonly Loss[] {
  const kubelets = changedKubelets(before, now, source.resolver);
  return kubelets === undefined ? [] : lossesIn(before, now, kubelets, source.resolver);
}

/** Undefined where every node gives pods what the nodes read gave them. */
function changedKubelets(
  before: World,
  now: World,
  resolver: string,
): Pick<Kubelets, "before" | "now"> | undefined {
  const was = kinds(before.nodes, before, resolver);
  // A pod that is evicted may land on any node there is or will be.
  const is = kinds(now.roll === undefined ? now.nodes : [...now.roll.from, ...now.roll.to], now, resolver);
  const known = new Set(was.map(textOf));
  return is.every((servers) => known.has(textOf(servers))) ? undefined : { before: was, now: is };
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
