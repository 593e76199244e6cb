import { objectMatcher } from "../../platforms/patterns.ts";
import type { NodeModel } from "../../world/node.ts";
import type { ObjectRef } from "../../world/resource.ts";
import { admits, type NodeRule } from "../../world/scheduling/node-affinity.ts";
import type { PodClass } from "../../world/scheduling/pod-class.ts";
import { namespaceLabels, podClasses, workloadNodeRules } from "../../world/scheduling/pod-class.ts";
import { type RollOutcome, simulateRoll } from "../../world/scheduling/roll.ts";
import { repellingTaints, toleratesAll } from "../../world/scheduling/tolerations.ts";
import type { Minor } from "../../world/version.ts";
import type { Workload } from "../../world/workload.ts";
import type { World } from "../../world/world.ts";
import type { JudgeContext } from "../guarantee.ts";
import { type JudgedBudget, judgeBudgets } from "./budgets.ts";
import { withBetaLabels } from "./label-uses.ts";

/** One state of the move, prepared once for all causes. */
export interface Move {
  readonly before: World;
  readonly now: World;
  readonly context: JudgeContext;
  /** Nodes as they were read. */
  readonly oldNodes: readonly NodeModel[];
  /** Nodes every pod is to run on when this state's stage is done. */
  readonly newNodes: readonly NodeModel[];
  /** Whether nodes were, or are being, replaced by others (not only drained and let back in). */
  readonly replaced: boolean;
  readonly minor: Minor;
  /** The customer's workloads: the platform's own move with it. */
  readonly workloads: readonly Workload[];
  readonly classes: readonly PodClass[];
  /** The customer's budgets; asked for where nodes are drained. */
  readonly budgets: readonly JudgedBudget[];
  isPlatform(ref: ObjectRef): boolean;
  /** Nodes as read that may run a workload's pods, room and volumes not asked for. */
  fittingOld(workload: Workload): readonly NodeModel[];
  /** The roll of this state acted out; undefined in states without one. */
  outcome(): RollOutcome | undefined;
}

export function prepareMove(before: World, now: World, context: JudgeContext): Move {
  const minor = now.api.minor ?? context.target.minor;
  const isPlatform = platformMatcher(context.profile);
  const classes = classesOf(now);
  let budgets: readonly JudgedBudget[] | undefined;
  const newNodes = now.roll?.to ?? now.nodes;
  let outcome: RollOutcome | undefined;
  return {
    before,
    now,
    context,
    oldNodes: before.nodes,
    newNodes,
    replaced: newNodes.some((node) => node.generation > 0),
    minor,
    workloads: now.workloads.filter((workload) => !isPlatform(workload.ref)),
    classes,
    get budgets() {
      budgets ??= judgeBudgets(now, classes, minor, isPlatform);
      return budgets;
    },
    isPlatform,
    fittingOld: (workload) => {
      const rules = workloadNodeRules(workload);
      return before.nodes.filter((node) => !node.unschedulable && takesPods(workload, node, rules));
    },
    outcome() {
      if (now.roll === undefined || now.roll.from.length === 0) return undefined;
      outcome ??= simulateRoll({
        roll: { ...now.roll, from: now.roll.from.map(withBetaLabels), to: now.roll.to.map(withBetaLabels) },
        classes,
        budgets: this.budgets.flatMap(({ guarded }) => guarded ?? []),
        minor,
        namespaceLabels: namespaceLabels(now.objects),
      });
      return outcome;
    },
  };
}

/** Every state asks about the same refs again. */
const PLATFORM = new WeakMap<JudgeContext["profile"], (ref: ObjectRef) => boolean>();

function platformMatcher(profile: JudgeContext["profile"]): (ref: ObjectRef) => boolean {
  const known = PLATFORM.get(profile);
  if (known !== undefined) return known;
  const matches = objectMatcher(profile.source.owned);
  const answers = new WeakMap<ObjectRef, boolean>();
  const cached = (ref: ObjectRef) => {
    const answer = answers.get(ref) ?? matches(ref);
    answers.set(ref, answer);
    return answer;
  };
  PLATFORM.set(profile, cached);
  return cached;
}

/** Whether a node's labels, name and lasting taints let a workload's pods in. */
export function takesPods({ template }: Workload, node: NodeModel, rules: readonly NodeRule[]): boolean {
  return admits(rules, node) && toleratesAll(template.spec.tolerations, repellingTaints(node));
}

/** Workloads stay what they are along a route, so their classes are worked out once for all its states. */
const CLASSES = new WeakMap<
  readonly Workload[],
  { objects: World["objects"]; classes: readonly PodClass[] }
>();

function classesOf(world: World): readonly PodClass[] {
  const known = CLASSES.get(world.workloads);
  if (known !== undefined && known.objects === world.objects) return known.classes;
  const classes = podClasses(world.workloads, world.objects);
  CLASSES.set(world.workloads, { objects: world.objects, classes });
  return classes;
}

/** Whether a workload has pods, or makes some: one that is scaled to none loses nothing yet. */
export function runs(workload: Workload): boolean {
  return workload.replicas > 0 || workload.pods.length > 0 || workload.ref.kind === "DaemonSet";
}

/** Whether nodes are being drained in this state, one after another. */
export function isDraining(move: Move): boolean {
  return move.now.roll !== undefined;
}

/** What a drain that cannot go on ends in, as the end of a sentence. */
export function drainEnds(move: Move): string {
  if (move.now.roll?.replaced === false)
    return "so the upgrade of that node waits, and stops when its drain times out";
  const seconds = move.context.profile.target.drain.timeoutSeconds;
  return seconds === null
    ? "so the drain of its node waits without end, and with it the replacement of all nodes"
    : `so its node is deleted after ${seconds} s with the pods still on it, whatever the budget says`;
}
