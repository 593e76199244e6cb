import { podEndpoint } from "../network/endpoint.ts";
import { PolicyIndex } from "../network/policy-index.ts";
import { type PortSet, PortSets } from "../network/port-set.ts";
import { servicePorts } from "../network/service-backends.ts";
import { type PodSubject, subjectsOf } from "../network/subjects.ts";
import { doubts, type PairTrace, tracePair } from "../network/trace.ts";
import type { View } from "../network/view.ts";
import { viewOf } from "../network/view-of.ts";
import { coverageOf } from "../world/coverage.ts";
import { at, entriesOf } from "../world/json.ts";
import { type Resource, refKey } from "../world/resource.ts";
import { templatePod } from "../world/template-pod.ts";
import type { Workload } from "../world/workload.ts";
import type { World } from "../world/world.ts";
import type { Controller } from "./controller.ts";
import type { EntryTarget } from "./entry.ts";
import type { RouteBackend } from "./route.ts";
import { serviceTargets } from "./service-targets.ts";

/** Whether a part of the way is open, and why not. */
export interface Hop {
  readonly verdict: "reachable" | "refused" | "unknown";
  /** In a few words, where it is not reachable. */
  readonly why: string | undefined;
}

export const OPEN: Hop = { verdict: "reachable", why: undefined };
const refused = (why: string): Hop => ({ verdict: "refused", why });
const unknown = (why: string): Hop => ({ verdict: "unknown", why });

export type Hops = (controller: Controller, backend: RouteBackend) => Hop;

/**
 * Tells whether a controller gets to what a rule names: the Service and its port exist, pods behind it are ready, and
 * policies let the controller's pods through to theirs. Controllers talk to the pods themselves, not to the Service.
 */
export function hopsOf(world: World): Hops {
  // A pod on the host's network has its node's address, which states change; what other pods may do stays the same.
  const onHost = madeFor(world, world.nodes);
  const inside = madeFor(world, world.workloads);
  return (controller, backend) =>
    (controller.workload.template.spec.hostNetwork === true ? onHost : inside)(controller, backend);
}

const KNOWN = new WeakMap<object, { readonly objects: World["objects"]; readonly hops: Hops }>();

function madeFor(world: World, part: object): Hops {
  const known = KNOWN.get(part);
  if (known?.objects === world.objects) return known.hops;
  const hops = makeHops(world);
  KNOWN.set(part, { objects: world.objects, hops });
  return hops;
}

/** Paths share few backends, and every state asks again. */
function makeHops(world: World): Hops {
  let judge: ReturnType<typeof backendJudge> | undefined;
  const byName = new Map<string, Hop>();
  const byBackend = new Map<Controller, Map<RouteBackend, Hop>>();
  return (controller, backend) => {
    const found = byBackend.get(controller) ?? new Map<RouteBackend, Hop>();
    byBackend.set(controller, found);
    let hop = found.get(backend);
    if (hop !== undefined) return hop;
    if (backend.kind === "other") hop = unknown(backend.words);
    else {
      judge ??= backendJudge(world);
      const { namespace, name, port } = backend;
      const key = JSON.stringify([refKey(controller.workload.ref), namespace, name, port]);
      hop = byName.get(key) ?? judge(controller, backend);
      byName.set(key, hop);
    }
    found.set(backend, hop);
    return hop;
  };
}

type ServiceBackend = RouteBackend & { readonly kind: "service" };

function backendJudge(world: World): (controller: Controller, backend: ServiceBackend) => Hop {
  const reach = policyJudge(world);
  const targets = serviceTargets(world);
  return (controller, { namespace, name, port }) => {
    const service = world.objects.get("Service", namespace, name);
    if (service === undefined) {
      const read = coverageOf(world.coverage, "Service").status === "read";
      return read
        ? refused(`there is no Service ${namespace}/${name}`)
        : unknown(`Service ${namespace}/${name} was not read`);
    }
    if (at(service.object, "spec", "type") === "ExternalName")
      return unknown(`Service ${namespace}/${name} is another name of something outside`);
    const own = targets
      .portsOf(service)
      .find((one) => (typeof port === "number" ? one.port === port : one.name === port));
    if (own === undefined) return refused(`Service ${namespace}/${name} has no port ${port}`);
    // An empty selector is none: nobody fills its endpoints in.
    if (entriesOf(at(service.object, "spec", "selector")).length === 0) return byHand(service, world);
    const manned = own.targets.filter(({ workload }) => workload.pods.length > 0);
    if (manned.length === 0) return refused(`Service ${namespace}/${name} selects no pod`);
    const ready = manned.filter(({ workload }) => workload.pods.some((pod) => pod.ready !== false));
    if (ready.length === 0) return refused(`no pod behind Service ${namespace}/${name} is ready`);
    return reach(controller, ready);
  };
}

/** Addresses that somebody wrote behind a Service himself: whether anybody answers there is not known. */
function byHand(service: Resource, world: World): Hop {
  const { problem } = servicePorts(viewOf(world), service);
  const { namespace, name } = service.ref;
  return problem === undefined
    ? unknown(`Service ${namespace}/${name} leads to addresses that somebody wrote by hand`)
    : refused(`Service ${namespace}/${name}: ${problem}`);
}

function policyJudge(world: World): (controller: Controller, targets: readonly EntryTarget[]) => Hop {
  const view = viewOf(world);
  if (view.layers.every(({ policies }) => policies.length === 0)) return () => OPEN;
  const table = new PortSets();
  const tools = { index: new PolicyIndex(view), options: view.options, table };
  const pods = new Map<Workload, PodSubject>();
  for (const pod of subjectsOf(view).pods) if (!pods.has(pod.workload)) pods.set(pod.workload, pod);
  return ({ workload }, targets) => {
    const from = pods.get(workload) ?? standIn(workload, view);
    pods.set(workload, from);
    const hops = targets.map((target) => {
      const to = pods.get(target.workload);
      if (to === undefined) return OPEN;
      const trace = tracePair(podEndpoint(from), podEndpoint(to), tools);
      return verdictOf(trace, table.of("TCP", target.port, target.port), table);
    });
    return hops.find(({ verdict }) => verdict === "reachable") ?? (hops[0] as Hop);
  };
}

/** A pod as the workload would make it, where none was read: a DaemonSet's are for the nodes to say. */
function standIn(workload: Workload, view: View): PodSubject {
  const world = { ...view.world, workloads: [{ ...workload, pods: [templatePod(workload)] }] };
  const [subject] = subjectsOf({ ...view, world }).pods;
  return subject as PodSubject;
}

function verdictOf(trace: PairTrace, port: PortSet, table: PortSets): Hop {
  if (table.intersect(trace.allowed, port) !== table.none) return OPEN;
  if (table.intersect(trace.unknown, port) !== table.none) {
    return unknown(doubts(trace)[0] ?? "whether a network policy lets the controller through is not known");
  }
  return refused("network policies do not let the controller through");
}
