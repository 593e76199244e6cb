import { nodesOf } from "../entry/workload-nodes.ts";
import { counted } from "../guarantees/cite.ts";
import type { Profile } from "../platforms/profile.ts";
import { coverageOf } from "../world/coverage.ts";
import { at, stringOf } from "../world/json.ts";
import type { NodeModel } from "../world/node.ts";
import { parseQuantity } from "../world/quantity.ts";
import { podRequests } from "../world/scheduling/requests.ts";
import { formatMinor } from "../world/version.ts";
import type { Pod, Workload } from "../world/workload.ts";
import type { World } from "../world/world.ts";
import type { ClusterRequest } from "./cluster-request.ts";
import type { RoadFacts } from "./facts.ts";
import type { RoadResult } from "./road.ts";

const FLAVOUR = "node.kubernetes.io/instance-type";
const GIB = 2 ** 30;
const KINDS = ["Node", "Pod", "PersistentVolumeClaim", "Service"];

interface Amounts {
  cpu: number;
  memory: number;
}

/** The new cluster to ask for. Requests are what pods say they need; nobody knows here what they use. */
export function clusterRequest(
  { world, profile, target }: Pick<RoadFacts, "world" | "profile" | "target">,
  road: RoadResult,
): ClusterRequest {
  const { freeDays } = profile.target.newCluster ?? {};
  const requests = requestsByNode(world);
  const { offered } = profile.target;
  const version = formatMinor(target);
  return {
    apiVersion: "replatform.io/v1alpha1",
    kind: "ClusterRequest",
    platform: profile.target.title,
    version,
    offered: [...offered],
    ...(freeDays === undefined ? {} : { freeDays }),
    controlPlaneNodes: world.nodes.filter(({ role }) => role === "control-plane").length,
    workers: workersOf(world, requests),
    ...(requests.unplaced.cpu + requests.unplaced.memory > 0 ? { unplaced: rounded(requests.unplaced) } : {}),
    storage: storageOf(world, profile),
    loadBalancers: world.objects
      .list("Service")
      .filter(({ object }) => at(object, "spec", "type") === "LoadBalancer").length,
    features: featuresOf(road),
    remarks: [
      ...(offered.length === 0 || offered.includes(version)
        ? []
        : [`${version} is not among the minors new clusters are offered in`]),
      ...(requests.silent === 0
        ? []
        : [`${counted(requests.silent, "pod")} of ${requests.pods} request no CPU or no memory`]),
      ...KINDS.filter((kind) => coverageOf(world.coverage, kind).status !== "read").map(
        (kind) => `${kind} was not read in full (${coverageOf(world.coverage, kind).status})`,
      ),
    ],
  };
}

interface Requests {
  readonly byNode: ReadonlyMap<string, Amounts>;
  /** Of pods on no node: pending, or known from their workload's manifest alone. */
  readonly unplaced: Amounts;
  readonly pods: number;
  readonly silent: number;
}

/** Jobs come and go, so only what stays counts. */
function requestsByNode({ workloads, nodes }: World): Requests {
  const byNode = new Map<string, Amounts>();
  const unplaced: Amounts = { cpu: 0, memory: 0 };
  let pods = 0;
  let silent = 0;
  for (const workload of workloads) {
    if (workload.transient) continue;
    for (const pod of podsOf(workload, nodes)) {
      const { cpu = 0, memory = 0 } = podRequests(pod.spec);
      pods++;
      if (cpu === 0 || memory === 0) silent++;
      let sum = pod.nodeName === undefined ? unplaced : byNode.get(pod.nodeName);
      if (sum === undefined) {
        sum = { cpu: 0, memory: 0 };
        byNode.set(pod.nodeName ?? "", sum);
      }
      sum.cpu += cpu;
      sum.memory += memory;
    }
  }
  return { byNode, unplaced, pods, silent };
}

/** The pods of a workload; a DaemonSet none of whose pods was read has one on every node that takes it. */
function podsOf(workload: Workload, nodes: readonly NodeModel[]): readonly Pick<Pod, "spec" | "nodeName">[] {
  if (workload.ref.kind !== "DaemonSet" || workload.pods.length > 0) return workload.pods;
  const { spec } = workload.template;
  return nodesOf(workload, nodes).map(({ name }) => ({ spec, nodeName: name }));
}

function workersOf({ nodes }: World, { byNode, unplaced }: Requests): ClusterRequest["workers"] {
  const flavours = new Map<string, NodeModel[]>();
  for (const node of nodes.filter(({ role }) => role === "worker")) {
    const flavour = node.labels[FLAVOUR] ?? "unknown";
    flavours.set(flavour, [...(flavours.get(flavour) ?? []), node]);
  }
  return [...flavours].sort().map(([flavour, of]) => {
    const requested: Amounts = { cpu: 0, memory: 0 };
    for (const { name } of of) {
      requested.cpu += byNode.get(name)?.cpu ?? 0;
      requested.memory += byNode.get(name)?.memory ?? 0;
    }
    const each = smallest(of);
    // Pods that are nowhere yet need a place too: where there is one flavour, it is there.
    const homeless = unplaced.cpu + unplaced.memory > 0;
    const needed = homeless && flavours.size === 1 ? sumOf(requested, unplaced) : requested;
    const told = each !== undefined && (!homeless || flavours.size === 1);
    const zones = [...new Set(of.flatMap(({ zone }) => (zone === undefined ? [] : [zone])))].sort();
    return {
      flavour,
      zones,
      count: of.length,
      ...(each === undefined ? {} : { each: rounded(each, Math.floor) }),
      requested: rounded(requested),
      ...(told ? { least: Math.ceil(Math.max(needed.cpu / each.cpu, needed.memory / each.memory)) } : {}),
    };
  });
}

function sumOf(a: Amounts, b: Amounts): Amounts {
  return { cpu: a.cpu + b.cpu, memory: a.memory + b.memory };
}

/** What the smallest of them offers; undefined where one does not tell. */
function smallest(nodes: readonly NodeModel[]): Amounts | undefined {
  let least: Amounts | undefined;
  for (const { allocatable } of nodes) {
    const { cpu = 0, memory = 0 } = allocatable ?? {};
    if (cpu === 0 || memory === 0) return undefined;
    least = { cpu: Math.min(cpu, least?.cpu ?? cpu), memory: Math.min(memory, least?.memory ?? memory) };
  }
  return least;
}

function storageOf({ objects }: World, profile: Profile): ClusterRequest["storage"] {
  const classes = new Map<string, { volumes: number; bytes: number }>();
  for (const { object } of objects.list("PersistentVolumeClaim")) {
    const name = stringOf(at(object, "spec", "storageClassName")) ?? "";
    const sum = classes.get(name) ?? { volumes: 0, bytes: 0 };
    sum.volumes++;
    sum.bytes += parseQuantity(at(object, "spec", "resources", "requests", "storage")) ?? 0;
    classes.set(name, sum);
  }
  return [...classes].sort().map(([storageClass, { volumes, bytes }]) => {
    const removed = profile.target.storageClassesRemoved.find(({ name }) => name === storageClass);
    return {
      storageClass,
      volumes,
      sizeGiB: up(bytes / GIB),
      ...(removed === undefined ? {} : { removedIn: removed.removedIn }),
    };
  });
}

function featuresOf({ turns, ahead }: RoadResult): ClusterRequest["features"] {
  const floating = [...turns, ...ahead].find((turn) => turn.question.id === "floating-ips-required");
  return floating?.value === "yes" ? [{ id: "node-floating-ips", why: floating.reason }] : [];
}

function rounded({ cpu, memory }: Amounts, round = Math.ceil): { cpu: number; memoryGiB: number } {
  return { cpu: up(cpu, round), memoryGiB: up(memory / GIB, round) };
}

/** To one decimal, upwards; what floating point adds far behind it is nothing. */
function up(amount: number, round = Math.ceil): number {
  return round(Number((amount * 10).toFixed(6))) / 10;
}
