import { objectMatcher } from "../platforms/patterns.ts";
import type { Profile } from "../platforms/profile.ts";
import { refKey, refLabel } from "../world/resource.ts";
import type { PlatformBalancer } from "../world/traffic.ts";
import type { World } from "../world/world.ts";
import { eligibleNodes } from "./balancers/members.ts";
import type { Controller } from "./controller.ts";
import { controllersOf } from "./controllers/controllers-of.ts";
import type { Entry } from "./entry.ts";
import { type HostPort, hostPorts, streamPorts } from "./host-port-entries.ts";
import { nodeAddresses } from "./node-addresses.ts";
import { isExposed, serviceEntries } from "./service-entries.ts";
import { nodesOf } from "./workload-nodes.ts";

/**
 * Everything users outside may arrive at in a world: ports of nodes, load balancers, claimed addresses and the API
 * servers. What the platform itself runs on its nodes' ports (kubelets, proxies) is no entry of the customer's.
 */
export function entriesOf(world: World, profile: Profile): readonly Entry[] {
  const known = KNOWN.get(world);
  if (known !== undefined) return known;
  const controllers = controllersOf(world, profile);
  const entries = [
    ...hostPortsOf(world, profile, controllers).map((port) => nodeEntry(port, world)),
    ...world.objects
      .list("Service")
      .filter(isExposed)
      .flatMap((service) => serviceEntries(service, world, profile)),
    ...world.traffic.balancers.flatMap((balancer) => platformEntries(balancer, controllers, world)),
    ...apiEntries(world),
  ];
  KNOWN.set(world, entries);
  return entries;
}

const KNOWN = new WeakMap<World, readonly Entry[]>();

interface HostPortsFound {
  readonly workloads: World["workloads"];
  readonly ports: readonly HostPort[];
}

/** By profile, as it says what is the platform's own; states share their workloads. */
const HOST_PORTS = new WeakMap<Profile, HostPortsFound>();

function hostPortsOf(
  { workloads }: World,
  profile: Profile,
  controllers: readonly Controller[],
): readonly HostPort[] {
  const known = HOST_PORTS.get(profile);
  if (known?.workloads === workloads) return known.ports;
  const isPlatform = objectMatcher(profile.source.owned);
  const ports = [
    ...workloads
      .filter(
        ({ ref, template }) => !isPlatform(ref) && !("kubernetes.io/config.mirror" in template.annotations),
      )
      .flatMap(hostPorts),
    ...controllers.flatMap(streamPorts),
  ];
  HOST_PORTS.set(profile, { workloads, ports });
  return ports;
}

function nodeEntry(port: HostPort, world: World): Entry {
  const nodes = nodesOf(port.workload, world.nodes);
  return {
    id: port.id,
    kind: "node",
    through: port.through,
    protocol: port.protocol,
    port: port.port,
    servicePort: undefined,
    addresses: nodeAddresses(nodes),
    addressesKnown: nodes.every(({ addresses }) => addresses.length > 0),
    balancer: undefined,
    nodes,
    targets: [{ workload: port.workload, port: port.containerPort }],
    // The portmap plugin translates the destination alone (containernetworking/plugins, plugins/meta/portmap).
    keepsSource: true,
    evidence: port.evidence,
  };
}

/** The provider's load balancer hands connections to the controller's node ports, whose Service it makes. */
function platformEntries(
  { controller: ref, mode, ports, sourceRanges }: PlatformBalancer,
  controllers: readonly Controller[],
  world: World,
): readonly Entry[] {
  const controller = controllers.find(({ workload }) => refKey(workload.ref) === refKey(ref));
  if (controller === undefined) return [];
  const { workload, http, https } = controller;
  const members = new Set(eligibleNodes(world));
  const nodes = nodesOf(workload, world.nodes).filter((node) => members.has(node));
  return ports.map((port) => ({
    id: `platform-balancer ${port}/TCP ${refLabel(ref)}`,
    kind: "balancer",
    through: "balancer",
    protocol: "TCP",
    port,
    servicePort: port,
    addresses: [],
    addressesKnown: false,
    balancer: { mode, modeKnown: true, sourceRanges, owner: "platform" },
    nodes,
    targets: [{ workload, port: port === 443 ? https : http }],
    keepsSource: undefined,
    evidence: [],
  }));
}

/** Where the Kubernetes API is reached; api-access judges who depends on it. */
function apiEntries({ api: { endpoints }, nodes }: World): readonly Entry[] {
  if (endpoints.length === 0) return [];
  return [
    {
      id: "api-server 6443/TCP",
      kind: "api-server",
      through: "api-server",
      protocol: "TCP",
      port: API_PORT,
      servicePort: undefined,
      addresses: endpoints.map(({ host, via }) => ({
        value: host,
        node: undefined,
        scope: via === "load-balancer" ? "balancer" : "other",
      })),
      addressesKnown: true,
      balancer: undefined,
      nodes: nodes.filter(({ role }) => role === "control-plane"),
      targets: [],
      keepsSource: undefined,
      evidence: [],
    },
  ];
}

/** kube-apiserver's default; Kubespray and kubeadm keep it. */
const API_PORT = 6443;
