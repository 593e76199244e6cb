import { isCoreDns } from "../../world/dns-corefiles.ts";
import { at, listOf, objectsOf } from "../../world/json.ts";
import { refLabel } from "../../world/resource.ts";
import { selects } from "../../world/selector.ts";
import type { Workload } from "../../world/workload.ts";
import { citeReplicas, citeTemplate, counted } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import type { DnsMove } from "./move.ts";
import type { Rule } from "./rule.ts";

/** Without caches every question of every pod is CoreDNS's own, also while its nodes are drained. */
export const coreDnsCapacity: Rule = {
  id: "coredns-capacity",
  title: "CoreDNS may be too little without the caches",
  hazards: ["DNS-1"],
  find(move) {
    return move.now.workloads
      .filter((workload) => workload.ref.kind === "Deployment" && isCoreDns(workload, move.service))
      .flatMap((workload) => judge(workload, move));
  },
};

/** The defaults of Kubernetes' own autoscaler for it (cluster/addons/dns-horizontal-autoscaler): nodesPerReplica 16. */
const NODES_PER_REPLICA = 16;

function judge(workload: Workload, move: DnsMove): readonly Breach[] {
  const nodes = (move.now.roll?.to ?? move.now.nodes).length;
  const wanted = Math.max(2, Math.ceil(nodes / NODES_PER_REPLICA));
  const few = workload.replicas < wanted && !(workload.replicas > 1 && isScaled(workload, move));
  const together = workload.replicas > 1 && !isSpread(workload) && !isGuarded(workload, move);
  if (!few && !together) return [];
  const who = refLabel(workload.ref);
  const what = [
    ...(few ? [`${who} has ${counted(workload.replicas, "replica")} for ${counted(nodes, "node")}`] : []),
    ...(together
      ? [
          `nothing keeps ${few ? "its" : `${who}'s`} replicas on different nodes, or from going down with one drain`,
        ]
      : []),
  ];
  return [
    {
      cause: coreDnsCapacity.id,
      verdict: "advice",
      subject: workload.ref,
      message: `${what.join(", and ")}. The caches on the nodes answered most questions so far; pods on new nodes ask CoreDNS for every name.`,
      remedy: few
        ? `Run at least ${wanted} replicas of ${who}, or a cluster-proportional-autoscaler for it, spread over nodes (anti-affinity on kubernetes.io/hostname).`
        : `Spread ${who} over nodes (anti-affinity or topologySpreadConstraints on kubernetes.io/hostname) and guard it with a PodDisruptionBudget of maxUnavailable 1.`,
      evidence: few ? citeReplicas(workload) : [citeTemplate(workload.template, [])],
    },
  ];
}

/** A HorizontalPodAutoscaler, or a cluster-proportional-autoscaler with `--target=Deployment/coredns`. */
function isScaled({ ref }: Workload, { now }: DnsMove): boolean {
  const target = `${ref.kind}/${ref.name}`.toLowerCase();
  const proportional = now.workloads.some(
    ({ ref: { namespace }, template, replicas }) =>
      namespace === ref.namespace &&
      replicas > 0 &&
      objectsOf(template.spec.containers).some(({ args, command }) =>
        [...listOf(command), ...listOf(args)].some(
          (word) => String(word).toLowerCase() === `--target=${target}`,
        ),
      ),
  );
  return (
    proportional ||
    now.objects
      .list("HorizontalPodAutoscaler.autoscaling")
      .some(
        ({ ref: { namespace }, object }) =>
          namespace === ref.namespace && at(object, "spec", "scaleTargetRef", "name") === ref.name,
      )
  );
}

function isSpread({ template: { spec } }: Workload): boolean {
  const apart = at(spec, "affinity", "podAntiAffinity");
  return (
    objectsOf(spec.topologySpreadConstraints).length > 0 ||
    objectsOf(at(apart, "requiredDuringSchedulingIgnoredDuringExecution")).length > 0 ||
    objectsOf(at(apart, "preferredDuringSchedulingIgnoredDuringExecution")).length > 0
  );
}

function isGuarded({ ref, template }: Workload, { now }: DnsMove): boolean {
  return now.objects
    .list("PodDisruptionBudget.policy")
    .some(
      (budget) =>
        budget.ref.namespace === ref.namespace &&
        selects(at(budget.object, "spec", "selector"), template.labels) === true,
    );
}
