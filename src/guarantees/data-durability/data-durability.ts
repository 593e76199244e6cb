import { objectMatcher } from "../../platforms/patterns.ts";
import { drainRole } from "../../world/scheduling/pod-class.ts";
import type { World } from "../../world/world.ts";
import type { Guarantee, JudgeContext } from "../guarantee.ts";
import { containerDisk } from "./container-disk.ts";
import { defaultClassRemoved } from "./default-class-removed.ts";
import { emptyDir } from "./empty-dir.ts";
import { hostPath } from "./host-path.ts";
import { needs } from "./needs.ts";
import { nodeDiskVolume } from "./node-disk-volume.ts";
import { notSafeToEvict } from "./not-safe-to-evict.ts";
import type { Rule, Step } from "./rule.ts";
import { runsTwice } from "./runs-twice.ts";
import { storageClassRemoved } from "./storage-class-removed.ts";
import { volumeDeletedWithClaim } from "./volume-deleted-with-claim.ts";
import { volumeNotCopied } from "./volume-not-copied.ts";
import { volumePluginRemoved } from "./volume-plugin-removed.ts";

const RULES: readonly Rule[] = [
  nodeDiskVolume,
  hostPath,
  emptyDir,
  containerDisk,
  notSafeToEvict,
  storageClassRemoved,
  defaultClassRemoved,
  volumePluginRemoved,
  volumeNotCopied,
  volumeDeletedWithClaim,
  runsTwice,
];

/** Nothing that is stored is lost, and whoever stores can go on. */
export const dataDurability: Guarantee = {
  id: "data-durability",
  promise: "nothing that is stored is lost",
  needs,
  causes: RULES.map(({ id, title, hazards }) => ({ id, title, hazards })),
  // Which nodes there are makes no difference to what lies on them, only whether they are replaced and drained.
  reads: (world) => [
    isReplaced(world),
    isReplaced(world) || world.roll !== undefined,
    world.workloads,
    world.storageClassesRemoved,
    world.manifests,
    world.api.minor,
    world.objects,
    world.copy,
  ],
  judge(before, now, context) {
    const same = now.nodes === before.nodes && now.api.minor === before.api.minor;
    if (same && now.roll === undefined && now.storageClassesRemoved.length === 0) return [];
    const step = prepare(before, now, context);
    return RULES.flatMap((rule) => rule.find(step));
  },
};

function isReplaced({ roll, nodes }: World): boolean {
  return roll?.replaced === true || (roll?.to ?? nodes).some(({ generation }) => generation > 0);
}

function prepare(before: World, now: World, context: JudgeContext): Step {
  const isPlatform = objectMatcher(context.profile.source.owned);
  const replaced = isReplaced(now);
  return {
    before,
    now,
    context,
    minor: now.api.minor ?? 0,
    replaced,
    evicted: replaced || now.roll !== undefined,
    workloads: now.workloads.filter(
      (workload) =>
        drainRole(workload) !== "static" &&
        !isPlatform(workload.ref) &&
        (workload.replicas > 0 || workload.pods.length > 0 || workload.ref.kind === "DaemonSet"),
    ),
    isPlatform,
  };
}
