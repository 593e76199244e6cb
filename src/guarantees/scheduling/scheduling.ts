import type { Guarantee } from "../guarantee.ts";
import { betaLabel } from "./beta-label.ts";
import { budgetNotComputed } from "./budget-not-computed.ts";
import { drainBlocked } from "./drain-blocked.ts";
import { drainDeadlock } from "./drain-deadlock.ts";
import { labelLost } from "./label-lost.ts";
import { prepareMove } from "./move.ts";
import { needs } from "./needs.ts";
import { noRoom } from "./no-room.ts";
import { nodePinned } from "./node-pinned.ts";
import type { Rule } from "./rule.ts";
import { severalBudgets } from "./several-budgets.ts";
import { shortInterruption } from "./short-interruption.ts";
import { taintLost } from "./taint-lost.ts";
import { uncontrolledPod } from "./uncontrolled-pod.ts";
import { unreadyPods } from "./unready-pods.ts";
import { volumeBetaTopology } from "./volume-beta-topology.ts";
import { volumeNodeBound } from "./volume-node-bound.ts";
import { volumeZone } from "./volume-zone.ts";
import { webhookDeadlock } from "./webhook-deadlock.ts";

const RULES: readonly Rule[] = [
  drainBlocked,
  unreadyPods,
  severalBudgets,
  budgetNotComputed,
  drainDeadlock,
  noRoom,
  nodePinned,
  labelLost,
  betaLabel,
  taintLost,
  volumeNodeBound,
  volumeZone,
  volumeBetaTopology,
  uncontrolledPod,
  webhookDeadlock,
  shortInterruption,
];

/** Every workload can be drained and placed again, by its own rules, each time all nodes are replaced. */
export const scheduling: Guarantee = {
  id: "scheduling",
  promise: "every workload can be drained and placed again, each time the nodes are replaced",
  needs,
  causes: RULES.map(({ id, title, hazards }) => ({ id, title, hazards })),
  reads: (world) => [
    world.nodes,
    world.roll,
    world.workloads,
    world.api.minor,
    world.objects.list("PodDisruptionBudget.policy"),
    world.objects.list("PersistentVolume"),
    world.objects.list("PersistentVolumeClaim"),
    world.objects.list("ValidatingWebhookConfiguration.admissionregistration.k8s.io"),
    world.objects.list("MutatingWebhookConfiguration.admissionregistration.k8s.io"),
    world.objects.list("Service"),
    world.objects.list("Namespace"),
  ],
  judge(before, now, context) {
    // Nothing is lost until nodes are drained or have been replaced.
    if (now.roll === undefined && now.nodes === before.nodes) return [];
    const move = prepareMove(before, now, context);
    return RULES.flatMap((rule) => rule.find(move));
  },
};
