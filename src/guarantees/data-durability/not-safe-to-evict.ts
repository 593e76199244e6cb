import { refLabel } from "../../world/resource.ts";
import type { Workload } from "../../world/workload.ts";
import { cite } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import type { Rule, Step } from "./rule.ts";

const ANNOTATION = "cluster-autoscaler.kubernetes.io/safe-to-evict";

/** Pods whose author says that they must not be evicted. A drain does not read the annotation. */
export const notSafeToEvict: Rule = {
  id: "not-safe-to-evict",
  title: "Pods marked as not safe to evict are evicted",
  hazards: ["DR-5"],
  find(step: Step) {
    return step.evicted
      ? step.workloads
          .filter(
            ({ ref, template }) => ref.kind !== "DaemonSet" && template.annotations[ANNOTATION] === "false",
          )
          .map(breach)
      : [];
  },
};

function breach(workload: Workload): Breach {
  const { template } = workload;
  const metadata = template.path.slice(0, -1);
  return {
    cause: notSafeToEvict.id,
    verdict: "unknown",
    subject: workload.ref,
    message: `${refLabel(workload.ref)} says that its pods are not safe to evict (${ANNOTATION}: "false"). Drains do not read that: they are evicted with every node, and what is lost then is not known.`,
    remedy:
      "Find out what an eviction costs: let the work end and pause it while nodes are replaced, or guard it with a budget and agree on a time.",
    evidence: [cite(template.resource, [...metadata, "metadata", "annotations", ANNOTATION])],
  };
}
