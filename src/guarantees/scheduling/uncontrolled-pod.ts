import { refLabel } from "../../world/resource.ts";
import type { Workload } from "../../world/workload.ts";
import { cite } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import { isDraining, type Move } from "./move.ts";
import type { Rule } from "./rule.ts";

/**
 * Pods nothing makes again. Cluster API's drain evicts them all the same, with no more than a warning in its log
 * (internal/controllers/machine/drain/filters.go, unreplicatedFilter).
 */
export const uncontrolledPod: Rule = {
  id: "uncontrolled-pod",
  title: "A pod without a controller is evicted and never comes back",
  hazards: ["DR-4"],
  find(move: Move) {
    if (!isDraining(move) && !move.replaced) return [];
    const bare = move.classes.filter(
      ({ role, workload }) => role !== "static" && workload.ref.kind === "Pod",
    );
    return bare
      .filter(({ workload }) => !move.isPlatform(workload.ref))
      .map(({ workload }) => breach(workload));
  },
};

function breach(workload: Workload): Breach {
  const { template, ref } = workload;
  // A pod that ends by itself may have ended by then; one that is cut off has not done its work.
  const ends = template.spec.restartPolicy === "Never" || template.spec.restartPolicy === "OnFailure";
  return {
    cause: uncontrolledPod.id,
    verdict: ends ? "unknown" : "breaks",
    subject: ref,
    message: ends
      ? `${refLabel(ref)} has no controller. If it still runs when its node is drained it is cut off, and nothing starts it again.`
      : `${refLabel(ref)} has no controller: it is evicted with the first drain of its node, and nothing makes it again.`,
    remedy: ends
      ? "Make it a Job, or wait for its end before nodes are replaced."
      : "Make it a Deployment or StatefulSet with 1 replica; delete it if nobody needs it.",
    evidence: [cite(template.resource, ["metadata", "name"], "no ownerReference with controller: true")],
  };
}
