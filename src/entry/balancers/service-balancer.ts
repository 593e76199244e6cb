import type { Profile } from "../../platforms/profile.ts";
import { at } from "../../world/json.ts";
import type { Resource } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import type { Shown } from "../controller.ts";
import type { Balancer, EntryProtocol } from "../entry.ts";
import type { Cloud } from "./cloud.ts";
import { cloudOf } from "./detect-cloud.ts";
import { keepsSource } from "./keeps-source.ts";
import { MODES } from "./modes/modes.ts";
import { monitored } from "./monitor.ts";
import { type PortMode, type ServicePort, viewOf } from "./service-view.ts";
import { sourceRangesOf } from "./source-ranges.ts";

/** The load balancer a Service of type LoadBalancer gets. */
export interface ServiceBalancer extends Balancer {
  readonly owner: "service";
  readonly cloud: Cloud;
  /** What shows the cloud, the modes and the source ranges. */
  readonly evidence: readonly Shown[];
  /** How each port is handed on; `mode` is that of the first. */
  readonly ports: readonly (ServicePort & { readonly handedOn: PortMode })[];
  /** False where the blocks written are not what decides, or not all of it. */
  readonly sourceRangesKnown: boolean;
  /** Whether the way from the balancer to the pod keeps the packet's source address. */
  readonly keepsSource: boolean | undefined;
  /** Whether it leaves out members that have nothing to hand on to. */
  readonly monitored: boolean | undefined;
}

export type BalancerWorld = Pick<World, "objects" | "workloads" | "nodes">;

const BALANCERS = new WeakMap<Resource, { for: readonly unknown[]; balancer: ServiceBalancer }[]>();
const MOST_KEPT = 8;

/** What is known of the load balancer a Service gets in a world. `profile` says whose it is where nothing else does. */
export function serviceBalancer(service: Resource, world: BalancerWorld, profile?: Profile): ServiceBalancer {
  const key = [world.objects, world.workloads, world.nodes, profile];
  const kept = BALANCERS.get(service) ?? [];
  const known = kept.find((entry) => entry.for.every((part, index) => part === key[index]));
  if (known !== undefined) return known.balancer;
  const balancer = work(service, world, profile);
  BALANCERS.set(service, [{ for: key, balancer }, ...kept].slice(0, MOST_KEPT));
  return balancer;
}

function work(service: Resource, world: BalancerWorld, profile: Profile | undefined): ServiceBalancer {
  const { cloud, evidence } = cloudOf(service, world, profile);
  const view = viewOf(service, world, cloud);
  const ports = view.ports.map((port) => ({ ...port, handedOn: MODES[cloud](view, port) }));
  const sources = sourceRangesOf(view, cloud);
  const [first] = ports;
  return {
    owner: "service",
    cloud,
    mode: first?.handedOn.mode ?? "tcp",
    modeKnown: first?.handedOn.known ?? false,
    sourceRanges: sources.ranges,
    sourceRangesKnown: sources.known,
    evidence: [...evidence, ...modeEvidence(service, ports), ...sources.from],
    ports,
    keepsSource: keepsSource(view, cloud, world),
    monitored: monitored(view, cloud),
  };
}

function modeEvidence(resource: Resource, ports: ServiceBalancer["ports"]): readonly Shown[] {
  const shown = new Map<string, Shown>();
  for (const { handedOn } of ports) {
    if (handedOn.path === undefined) continue;
    shown.set(handedOn.path.join("\n"), { resource, path: handedOn.path, note: handedOn.note });
  }
  return [...shown.values()];
}

/** The balancer as one port has it: clouds let each be handed on its own way. */
export function balancerAt(balancer: ServiceBalancer, port: number, protocol: EntryProtocol): Balancer {
  const { handedOn } = balancer.ports.find((one) => one.port === port && one.protocol === protocol) ?? {};
  return {
    owner: "service",
    mode: handedOn?.mode ?? balancer.mode,
    modeKnown: handedOn?.known ?? false,
    sourceRanges: balancer.sourceRanges,
  };
}

/** Whether a Service asks for a load balancer. */
export function isLoadBalancer({ object }: Resource): boolean {
  return at(object, "spec", "type") === "LoadBalancer";
}
