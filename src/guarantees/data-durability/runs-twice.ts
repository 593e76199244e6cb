import { at } from "../../world/json.ts";
import { cite, counted, listed } from "../cite.ts";
import { CLUSTER } from "../cluster-ref.ts";
import type { Rule } from "./rule.ts";

/** From the copy on until the old cluster is given back, what runs by itself runs in both. */
export const runsTwice: Rule = {
  id: "runs-twice",
  title: "Jobs run in both clusters at once",
  hazards: ["RUN-1"],
  find({ now, isPlatform }) {
    if (now.copy !== "beside") return [];
    const jobs = now.objects
      .list("CronJob.batch")
      .filter(({ ref, object }) => at(object, "spec", "suspend") !== true && !isPlatform(ref));
    if (jobs.length === 0) return [];
    return [
      {
        cause: runsTwice.id,
        verdict: "unknown",
        subject: CLUSTER,
        message: `${counted(jobs.length, "CronJob runs", "CronJobs run")} in the old cluster and in the new one from the copy on (${listed(jobs.map(({ ref }) => `${ref.namespace}/${ref.name}`))}). Whether that does harm (mails sent twice, payments made twice, a backup written over) is not to be seen from here; the same goes for workers that take jobs from a queue, and for operators.`,
        remedy:
          "Copy CronJobs with suspend: true, and workers and operators with no replicas; let them run where the traffic is when it is switched, and stop them in the old cluster at the same moment.",
        evidence: jobs.slice(0, MOST_SHOWN).map((job) => cite(job, ["spec", "schedule"])),
      },
    ];
  },
};

const MOST_SHOWN = 20;
