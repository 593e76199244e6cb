import { addressEndpoint, nodeEndpoint } from "../../../network/endpoint.ts";
import { answerKey, type ExplainedVerdict } from "../../../network/explain.ts";
import type { PortSets, Protocol } from "../../../network/port-set.ts";
import { type NodeSubject, subjectsOf } from "../../../network/subjects.ts";
import type { PairTrace } from "../../../network/trace.ts";
import { type SideTrace, type TraceTools, traceSide } from "../../../network/trace-side.ts";
import type { View } from "../../../network/view.ts";
import { parseAddress } from "../../../world/addresses/address.ts";
import type { NodeModel } from "../../../world/node.ts";
import type { Client } from "../clients.ts";
import type { Paths } from "../paths.ts";
import { type Reach, reachOf, worst } from "../reach.ts";
import type { CoreDnsTarget } from "../targets.ts";
import { type NamesHop, type NamesPair, together } from "./names-answer.ts";

export const DNS_PROTOCOLS = ["UDP", "TCP"] as const satisfies readonly Protocol[];
const DNS = 53;
const VERDICTS = { yes: "allowed", maybe: "unknown", no: "denied" } as const satisfies Record<
  Reach,
  ExplainedVerdict
>;

export function hopOf(hop: NamesHop["hop"], pairs: readonly NamesPair[]): NamesHop {
  return { hop, pairs, verdict: together(pairs.map(({ verdict }) => verdict)) };
}

/** From a pod to the cache on its node: by the cache's address, whatever runs behind it. */
export function toCache(client: Client, name: string, paths: Paths): NamesHop {
  const path = paths.toCache(client);
  const trace = paired(path.trace, nothing("ingress", paths.table), paths.table);
  const pairs = DNS_PROTOCOLS.map((protocol): NamesPair => {
    const reach = path.reach(protocol);
    return {
      ...{ from: [name], to: [client.cache], trace, port: { protocol, port: DNS }, via: undefined },
      verdict: VERDICTS[reach],
      doubt:
        reach === "maybe" && reachOf(path.trace, protocol, DNS) !== "maybe"
          ? "what the network plugin takes the cache's address for: the host, a pod, or an address outside"
          : undefined,
    };
  });
  return hopOf("pod-to-cache", pairs);
}

/** From a pod to each kind of CoreDNS's pods, once the Service's address is translated. */
export function toCoreDns(client: Client, name: string, paths: Paths): NamesHop {
  const pairs = paths.toCoreDns(client).flatMap((path) => {
    const trace = paired(path.egress, path.ingress, paths.table);
    return path.target.ports.map(({ protocol, number, port }): NamesPair => {
      const reach = worst([path.egressReach(protocol), path.ingressReach(protocol)]);
      const read = [path.egress, path.ingress].map((side) => reachOf(side, protocol, number));
      return {
        ...{ from: [name], to: [path.target.name], trace },
        ...{ port: { protocol, port: number }, via: `${port}/${protocol}` },
        verdict: VERDICTS[reach],
        doubt:
          reach === "maybe" && worst(read) !== "maybe"
            ? "whether the network plugin judges packets before or after the Service's address is translated"
            : undefined,
      };
    });
  });
  return hopOf("pod-to-coredns", pairs);
}

/** From a pod to a name server that is neither. */
export function toOther(client: Client, name: string, address: string, tools: TraceTools): NamesHop {
  const parsed = parseAddress(address);
  if (parsed === undefined) return hopOf("pod-to-resolver", []);
  const egress = traceSide("egress", client.endpoint, addressEndpoint(parsed), tools);
  const trace = paired(egress, nothing("ingress", tools.table), tools.table);
  const pairs = DNS_PROTOCOLS.map((protocol): NamesPair => {
    const verdict = VERDICTS[reachOf(egress, protocol, DNS)];
    const port = { protocol, port: DNS };
    return { from: [name], to: [address], trace, port, via: undefined, verdict, doubt: undefined };
  });
  return hopOf("pod-to-resolver", pairs);
}

/**
 * From the caches to CoreDNS, which has to admit their hosts. That a pod admits its own node is no help: the Service
 * may send a question to a pod of CoreDNS on any node.
 */
export function fromCaches(
  nodes: readonly NodeModel[],
  targets: readonly CoreDnsTarget[],
  protocols: readonly Protocol[],
  view: View,
  tools: TraceTools,
): NamesHop {
  const hosts: readonly NodeSubject[] = subjectsOf({
    ...view,
    world: { ...view.world, nodes, workloads: [] },
  }).nodes;
  const alike = new Map<string, { from: string[]; target: CoreDnsTarget; trace: PairTrace }>();
  for (const [index, target] of targets.entries()) {
    for (const host of hosts) {
      const ingress = traceSide("ingress", target.endpoint, nodeEndpoint(host), tools);
      const trace = paired(nothing("egress", tools.table), ingress, tools.table);
      const key = `${index} ${answerKey(trace)}`;
      const there = alike.get(key);
      if (there === undefined) alike.set(key, { from: [`${host.node.name}[Node]`], target, trace });
      else there.from.push(`${host.node.name}[Node]`);
    }
  }
  const pairs = [...alike.values()].flatMap(({ from, target, trace }) =>
    target.ports
      .filter(({ protocol }) => protocols.includes(protocol))
      .map(({ protocol, number, port }): NamesPair => {
        const verdict = VERDICTS[reachOf(trace.ingress, protocol, number)];
        const sent = { port: { protocol, port: number }, via: `${port}/${protocol}` };
        return { from, to: [target.name], trace, ...sent, verdict, doubt: undefined };
      }),
  );
  return hopOf("cache-to-coredns", pairs);
}

function paired(egress: SideTrace, ingress: SideTrace, table: PortSets): PairTrace {
  const allowed = table.intersect(egress.certain, ingress.certain);
  const possible = table.intersect(egress.possible, ingress.possible);
  return { egress, ingress, exemption: undefined, allowed, unknown: table.subtract(possible, allowed) };
}

/** An end that no policy applies to. */
function nothing(direction: SideTrace["direction"], table: PortSets): SideTrace {
  return { direction, policies: [], certain: table.all, possible: table.all };
}
