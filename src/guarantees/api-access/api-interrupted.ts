import { at, numberOf } from "../../world/json.ts";
import { refLabel } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import type { Breach, Cause } from "../guarantee.ts";

export const apiInterrupted: Cause = {
  id: "api-interrupted",
  title: "A job may miss its time while the API is away",
  hazards: [],
};

/**
 * While the API is away nothing is scheduled. A CronJob catches up afterwards, unless its startingDeadlineSeconds
 * have run out by then (kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#starting-deadline).
 */
export function judgeInterruption(now: World): readonly Breach[] {
  if (!now.api.interrupted) return [];
  return now.objects.list("CronJob.batch").flatMap((job) => {
    const deadline = numberOf(at(job.object, "spec", "startingDeadlineSeconds"));
    if (deadline === undefined || deadline >= LONG_ENOUGH || at(job.object, "spec", "suspend") === true)
      return [];
    return [
      {
        cause: apiInterrupted.id,
        verdict: "advice",
        subject: job.ref,
        message: `${refLabel(job.ref)} drops a run that is ${deadline} seconds late, and the API is away for a while when it moves behind its load balancer: a run due then may be left out.`,
        remedy: `Raise startingDeadlineSeconds to ${LONG_ENOUGH} for the time of the move, or run the job by hand afterwards.`,
        evidence: [
          {
            ref: job.ref,
            origin: job.origin,
            path: ["spec", "startingDeadlineSeconds"],
            value: String(deadline),
          },
        ],
      } satisfies Breach,
    ];
  });
}

/** Half an hour, a guess on the safe side: how long the API is away is the provider's to say. */
const LONG_ENOUGH = 1800;
