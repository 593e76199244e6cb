import type { Profile } from "../platforms/profile.ts";
import { canonicalHost } from "../world/addresses/known-index.ts";
import { at, listOf, stringOf } from "../world/json.ts";
import { type Resource, refLabel } from "../world/resource.ts";
import type { World } from "../world/world.ts";
import { balancerAddresses } from "./balancers/addresses.ts";
import { balancerMembers } from "./balancers/members.ts";
import { balancerAt, isLoadBalancer, serviceBalancer } from "./balancers/service-balancer.ts";
import type { Entry, EntryAddress } from "./entry.ts";
import { nodeAddresses } from "./node-addresses.ts";
import { type ServicePort, serviceTargets } from "./service-targets.ts";

/** What makes a Service one that users outside may arrive at; ClusterIPs alone are not. */
export function isExposed(service: Resource): boolean {
  const { object } = service;
  const isNodePort = at(object, "spec", "type") === "NodePort";
  return isNodePort || isLoadBalancer(service) || listOf(at(object, "spec", "externalIPs")).length > 0;
}

/** The entries a Service makes in a world: its node ports, its external addresses, its load balancer. */
export function serviceEntries(service: Resource, world: World, profile: Profile): readonly Entry[] {
  const ports = serviceTargets(world).portsOf(service);
  const isNodePort = at(service.object, "spec", "type") === "NodePort";
  return [
    ...(isNodePort ? nodePortEntries(service, ports, world) : []),
    ...(isLoadBalancer(service) ? balancerEntries(service, ports, world, profile) : []),
    ...externalAddressEntries(service, ports, world),
  ];
}

function nodePortEntries(service: Resource, ports: readonly ServicePort[], world: World): readonly Entry[] {
  return ports.flatMap((port): Entry[] => {
    if (port.nodePort === undefined) return [];
    return [
      {
        ...common(service, port, "node", "node-port", port.nodePort),
        addresses: nodeAddresses(world.nodes),
        addressesKnown: world.nodes.every(({ addresses }) => addresses.length > 0),
        balancer: undefined,
        nodes: world.nodes,
        keepsSource: keepsSource(service),
        evidence: [{ resource: service, path: ["spec", "ports", port.index, "nodePort"], note: "NodePort" }],
      },
    ];
  });
}

function balancerEntries(
  service: Resource,
  ports: readonly ServicePort[],
  world: World,
  profile: Profile,
): readonly Entry[] {
  const balancer = serviceBalancer(service, world, profile);
  // A copy's load balancer is another one, with an address of its own.
  const { addresses } = balancerAddresses(service, world);
  const nodes = balancerMembers(service, world, profile);
  return ports.map((port) => ({
    ...common(service, port, "balancer", "balancer", port.port),
    addresses: addresses.map(({ value }): EntryAddress => ({ value, node: undefined, scope: "balancer" })),
    addressesKnown: addresses.length > 0,
    balancer: balancerAt(balancer, port.port, port.protocol),
    nodes,
    keepsSource: balancer.keepsSource,
    evidence: [{ resource: service, path: ["spec", "ports", port.index], note: "type LoadBalancer" }],
  }));
}

/**
 * A node takes packets for an external address that are routed to it; a node's own address is always routed there. A
 * Service may claim hundreds: they are one entry a port, as the nodes of a DaemonSet are.
 */
function externalAddressEntries(
  service: Resource,
  ports: readonly ServicePort[],
  world: World,
): readonly Entry[] {
  const addresses = claimedAddresses(service, world);
  if (addresses.length === 0) return [];
  const nodes = [...new Set(addresses.flatMap(({ node }) => (node === undefined ? [] : [node])))];
  return ports.map((port) => ({
    ...common(service, port, "external-ip", "external-ip", port.port),
    addresses,
    addressesKnown: true,
    balancer: undefined,
    nodes,
    keepsSource: keepsSource(service),
    evidence: [{ resource: service, path: ["spec", "externalIPs"], note: "externalIPs" }],
  }));
}

function claimedAddresses({ object }: Resource, { nodes }: World): readonly EntryAddress[] {
  const claimed = listOf(at(object, "spec", "externalIPs")).map(stringOf);
  if (claimed.length === 0) return [];
  const owned = new Map(nodeAddresses(nodes).map((address) => [address.value, address]));
  return claimed.flatMap((text): EntryAddress[] => {
    if (text === undefined) return [];
    const value = canonicalHost(text);
    return [owned.get(value) ?? { value, node: undefined, scope: "other" }];
  });
}

function common(
  service: Resource,
  { protocol, port, targets }: ServicePort,
  kind: Entry["kind"],
  through: Entry["through"],
  number: number,
) {
  return {
    id: `${through} ${port}/${protocol} ${refLabel(service.ref)}`,
    kind,
    through,
    protocol,
    port: number,
    servicePort: port,
    targets,
  };
}

/** kube-proxy gives packets the node's address unless they stay on the node (externalTrafficPolicy, network.md 16). */
function keepsSource({ object }: Resource): boolean {
  return at(object, "spec", "externalTrafficPolicy") === "Local";
}
