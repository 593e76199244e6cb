import { addressEndpoint, type Endpoint, nodeEndpoint } from "../../network/endpoint.ts";
import { hasPort, PortSets, type Protocol } from "../../network/port-set.ts";
import { type NodeSubject, subjectsOf } from "../../network/subjects.ts";
import { type PolicyTrace, type SideTrace, type TraceTools, traceSide } from "../../network/trace-side.ts";
import type { View } from "../../network/view.ts";
import { parseAddress } from "../../world/addresses/address.ts";
import type { Client } from "./clients.ts";
import { type NearMiss, nearMisses } from "./near-misses.ts";
import type { NetworkPlugin } from "./plugin.ts";
import { type Reach, reachOf, worst } from "./reach.ts";
import { RememberingIndex } from "./remembering-index.ts";
import { type CoreDnsTarget, cacheAsPod } from "./targets.ts";

const DNS = 53;

/** A client's way to the cache on its node. */
export interface CachePath {
  readonly trace: SideTrace;
  reach(protocol: Protocol): Reach;
  /** Policies with a rule that was meant for the cache or for CoreDNS but matches neither. */
  meant(): readonly PolicyTrace[];
}

/** A client's way to some pods of CoreDNS: what the client may send, and what they admit. */
export interface CoreDnsPath {
  readonly target: CoreDnsTarget;
  readonly egress: SideTrace;
  readonly ingress: SideTrace;
  egressReach(protocol: Protocol): Reach;
  ingressReach(protocol: Protocol): Reach;
}

export interface Paths {
  readonly tools: TraceTools;
  readonly table: PortSets;
  toCache(client: Client): CachePath;
  toCoreDns(client: Client): readonly CoreDnsPath[];
  nearMisses(policy: PolicyTrace, target: CoreDnsTarget): readonly NearMiss[];
}

/** Follows names through one view's policies. `addresses`: the Service's own. */
export function pathsIn(
  view: View,
  plugin: NetworkPlugin,
  targets: readonly CoreDnsTarget[],
  addresses: readonly string[],
): Paths {
  const tools = { index: new RememberingIndex(view), options: view.options, table: new PortSets() };
  const cachePods = cacheAsPod(view.world);
  const hosts = hostsOf(view);
  const open = new Map<CoreDnsTarget, SideTrace>();
  const services = addresses
    .map(parseAddress)
    .flatMap((one) => (one === undefined ? [] : addressEndpoint(one)));
  const egressTo = (client: Client, to: Endpoint): SideTrace =>
    traceSide("egress", client.endpoint, to, tools);
  const missesOf = (policy: PolicyTrace): readonly NearMiss[] =>
    targets.flatMap((target) => nearMisses(policy, target, addresses));
  return {
    tools,
    table: tools.table,
    nearMisses: (policy, target) => nearMisses(policy, target, addresses),
    toCache(client) {
      const address = parseAddress(client.cache);
      const trace = egressTo(client, address === undefined ? cachePods : addressEndpoint(address));
      let meant: readonly PolicyTrace[] | undefined;
      const whatWasMeant = (): readonly PolicyTrace[] => {
        meant ??= meantFor(trace, egressTo(client, cachePods), missesOf);
        return meant;
      };
      const reach = askedOnce((protocol) => {
        const direct = reachOf(trace, protocol, DNS);
        if (trace.policies.length === 0) return direct;
        // Whether Cilium takes a link-local address for the host, for the world or for a pod depends on its
        // version and settings.
        if (plugin === "cilium" && direct === "yes") return "maybe";
        if (direct !== "no") return direct;
        const meansHost =
          plugin === "cilium" &&
          hosts.some((host) => reachOf(egressTo(client, host), protocol, DNS) !== "no");
        return meansHost || whatWasMeant().length > 0 ? "maybe" : "no";
      });
      return { trace, reach, meant: whatWasMeant };
    },
    toCoreDns: (client) =>
      targets.map((target) => {
        const egress = egressTo(client, target.endpoint);
        const ingress = open.get(target) ?? traceSide("ingress", target.endpoint, client.endpoint, tools);
        // Pods that no policy selects admit everybody: one answer serves for all clients.
        if (ingress.policies.length === 0) open.set(target, ingress);
        const onAny = (trace: SideTrace, protocol: Protocol): Reach =>
          worst(portsOf(target, protocol).map(({ number }) => reachOf(trace, protocol, number)));
        const egressReach = askedOnce((protocol) => {
          const seen = onAny(egress, protocol);
          if (plugin !== "other" || egress.policies.length === 0) return seen;
          const early = beforeTranslation(
            egress,
            services.map((one) => egressTo(client, one)),
            target,
            protocol,
          );
          return early === seen ? seen : "maybe";
        });
        const ingressReach = askedOnce((protocol) => onAny(ingress, protocol));
        return { target, egress, ingress, egressReach, ingressReach };
      }),
  };
}

/** Every cause asks about the same few protocols again. */
function askedOnce(reach: (protocol: Protocol) => Reach): (protocol: Protocol) => Reach {
  const known: Partial<Record<Protocol, Reach>> = {};
  return (protocol) => {
    known[protocol] ??= reach(protocol);
    return known[protocol];
  };
}

function portsOf(target: CoreDnsTarget, protocol: Protocol): CoreDnsTarget["ports"] {
  return target.ports.filter((port) => port.protocol === protocol);
}

/** Policies with a rule that names the cache's pods, which selectors do not see, or misses CoreDNS's. */
function meantFor(
  toAddress: SideTrace,
  toPods: SideTrace,
  missesOf: (policy: PolicyTrace) => readonly NearMiss[],
): readonly PolicyTrace[] {
  return toPods.policies.filter(
    (policy, index) =>
      policy.rules.some(({ peer, ports }) => peer === true && hasPort(ports, "UDP", DNS)) ||
      missesOf(toAddress.policies[index] ?? policy).length > 0,
  );
}

/**
 * What a plugin would say that looks at packets before the Service's address is translated: the
 * Service's port counts, and its address does as well as its pods.
 */
function beforeTranslation(
  egress: SideTrace,
  services: readonly SideTrace[],
  target: CoreDnsTarget,
  protocol: Protocol,
): Reach {
  const ports = portsOf(target, protocol);
  const byPods = worst(ports.map(({ port }) => reachOf(egress, protocol, port)));
  const byAddress = services.map((trace) => worst(ports.map(({ port }) => reachOf(trace, protocol, port))));
  return byAddress.includes("yes") ? "yes" : byPods;
}

function hostsOf(view: View): readonly Endpoint[] {
  const [node]: readonly NodeSubject[] = subjectsOf({
    ...view,
    world: { ...view.world, workloads: [] },
  }).nodes;
  return node === undefined ? [] : [nodeEndpoint(node)];
}
