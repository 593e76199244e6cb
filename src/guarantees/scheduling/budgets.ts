import { at, numberOf, objectsOf, stringMapOf } from "../../world/json.ts";
import type { ObjectRef, Resource } from "../../world/resource.ts";
import type { GuardedPods } from "../../world/scheduling/budget-book.ts";
import {
  type Allowance,
  allowanceOf,
  type Budget,
  disruptionsAllowed,
  readBudget,
} from "../../world/scheduling/disruption-budget.ts";
import type { PodClass } from "../../world/scheduling/pod-class.ts";
import type { Minor } from "../../world/version.ts";
import type { Workload } from "../../world/workload.ts";
import type { World } from "../../world/world.ts";

/** A PodDisruptionBudget with the pods it guards and what it comes to. */
export interface JudgedBudget {
  readonly budget: Budget;
  readonly resource: Resource;
  readonly classes: readonly PodClass[];
  /** Workloads of those pods that a drain evicts, jobs and all. */
  readonly drained: readonly Workload[];
  /** Pods there are when every workload has all of its pods. */
  readonly pods: number;
  /** What it demands; undefined where the disruption controller fails, or where that cannot be told. */
  readonly allowance: Allowance | undefined;
  /** Why it has no allowance: pods whose controller has no scale, or one of which that is not known. */
  readonly noScale: readonly Workload[];
  readonly scaleUnknown: readonly Workload[];
  /** Those of `drained` that no other budget guards too. */
  readonly alone: readonly Workload[];
  readonly alwaysAllow: boolean;
  /** For the simulation: set where it allows an eviction while all its pods are ready, and guards alone. */
  readonly guarded: GuardedPods | undefined;
}

/** Kinds whose replicas the disruption controller can read (finders of pkg/controller/disruption). */
const SCALED = new Set(["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"]);
/** Kinds without a scale subresource: over their pods a share, or maxUnavailable, cannot be computed. */
const UNSCALED = new Set(["DaemonSet", "Job", "CronJob"]);

export function judgeBudgets(
  world: World,
  classes: readonly PodClass[],
  minor: Minor,
  isPlatform: (ref: ObjectRef) => boolean,
): readonly JudgedBudget[] {
  const matched = matchedBudgets(world.objects.list("PodDisruptionBudget.policy"), classes);
  const guards = new Map<PodClass, number>();
  for (const { guarded } of matched)
    for (const pods of guarded) guards.set(pods, (guards.get(pods) ?? 0) + 1);
  return matched
    .map(({ budget, guarded }) => {
      const shared = new Set(
        guarded.filter((pods) => (guards.get(pods) ?? 0) > 1).map(({ workload }) => workload),
      );
      return judge(budget, guarded, shared, minor);
    })
    .filter(({ drained, resource }) => {
      const foreign = drained.some(({ ref }) => !isPlatform(ref));
      return foreign || (drained.length === 0 && !isPlatform(resource.ref));
    });
}

interface Matched {
  readonly budget: Budget;
  readonly guarded: readonly PodClass[];
}

/** Whom budgets select is the same in every state in which neither budgets nor workloads change. */
const MATCHED = new WeakMap<
  readonly PodClass[],
  { list: readonly Resource[]; matched: readonly Matched[] }
>();

function matchedBudgets(list: readonly Resource[], classes: readonly PodClass[]): readonly Matched[] {
  const known = MATCHED.get(classes);
  if (known?.list === list) return known.matched;
  const candidates = candidatesBy(classes);
  const matched = list.map((resource) => {
    const budget = readBudget(resource);
    const [label] = Object.entries(stringMapOf(at(resource.object, "spec", "selector", "matchLabels")));
    const guarded = candidates(budget.namespace, label).filter((pods) => budget.selects(pods.labels));
    return { budget, guarded };
  });
  MATCHED.set(classes, { list, matched });
  return matched;
}

/**
 * The pods a budget may select: those of its namespace, and of them those with a label its selector demands, where
 * it demands one. Without it, 1,000 budgets over 20,000 workloads would be tried pair by pair.
 */
function candidatesBy(classes: readonly PodClass[]) {
  const byNamespace = groupBy(classes, (pods) => pods.namespace);
  const byLabel = new Map<string, ReadonlyMap<string, readonly PodClass[]>>();
  return (
    namespace: string,
    label: readonly [key: string, value: string] | undefined,
  ): readonly PodClass[] => {
    const all = byNamespace.get(namespace) ?? [];
    if (label === undefined) return all;
    const [key, value] = label;
    let byValue = byLabel.get(`${namespace} ${key}`);
    if (byValue === undefined) {
      byValue = groupBy(all, (pods) => pods.labels[key]);
      byLabel.set(`${namespace} ${key}`, byValue);
    }
    return byValue.get(value) ?? [];
  };
}

function groupBy(
  classes: readonly PodClass[],
  keyOf: (pods: PodClass) => string | undefined,
): ReadonlyMap<string, readonly PodClass[]> {
  const groups = new Map<string, PodClass[]>();
  for (const pods of classes) {
    const key = keyOf(pods);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [pods]);
    else group.push(pods);
  }
  return groups;
}

function judge(
  budget: Budget,
  classes: readonly PodClass[],
  shared: ReadonlySet<Workload>,
  minor: Minor,
): JudgedBudget {
  const workloads = [...new Set(classes.map(({ workload }) => workload))];
  const evicted = new Set(classes.filter(({ role }) => role === "evicted").map(({ workload }) => workload));
  const pods = workloads.reduce((sum, workload) => sum + fullSize(workload), 0);
  const noScale = workloads.filter(({ ref }) => UNSCALED.has(ref.kind));
  const custom = workloads.filter(
    ({ ref }) => !SCALED.has(ref.kind) && !UNSCALED.has(ref.kind) && ref.kind !== "Pod",
  );
  const observed = computedBefore(budget.resource);
  const scaleUnknown = observed === undefined ? custom : [];
  const scale =
    noScale.length + scaleUnknown.length > 0
      ? undefined
      : custom.length > 0
        ? observed
        : // Pods without a controller are passed over (getExpectedScale, unmanagedPods).
          workloads.reduce((sum, { ref, replicas }) => sum + (ref.kind === "Pod" ? 0 : replicas), 0);
  const allowance = allowanceOf(budget, { pods, scale });
  const works = allowance !== undefined && disruptionsAllowed(allowance, pods) > 0 && shared.size === 0;
  const drained = workloads.filter((workload) => evicted.has(workload));
  return {
    budget,
    resource: budget.resource,
    classes,
    drained,
    alone: drained.filter((workload) => !shared.has(workload)),
    pods,
    allowance,
    noScale,
    scaleUnknown,
    alwaysAllow: budget.alwaysAllow && minor >= 27,
    guarded: works ? { budget, allowance, classes } : undefined,
  };
}

/** Pods a workload has when none is missing. */
function fullSize(workload: Workload): number {
  return SCALED.has(workload.ref.kind)
    ? workload.replicas
    : Math.max(workload.replicas, workload.pods.length);
}

/** The expected pods the controller wrote into the budget's status, where it wrote any and did not fail. */
function computedBefore({ object }: Resource): number | undefined {
  if (syncFailed({ object })) return undefined;
  const expected = numberOf(at(object, "status", "expectedPods"));
  return expected === undefined || expected === 0 ? undefined : expected;
}

/** Whether the disruption controller says itself that it cannot compute the budget. */
export function syncFailed({ object }: Pick<Resource, "object">): boolean {
  return objectsOf(at(object, "status", "conditions")).some(
    (condition) => condition.type === "DisruptionAllowed" && condition.reason === "SyncFailed",
  );
}
