import { at, stringOf } from "../../world/json.ts";
import { refLabel } from "../../world/resource.ts";
import type { Workload } from "../../world/workload.ts";
import { cite, citeTemplate, counted } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import type { Rule, Step } from "./rule.ts";
import { storeOf } from "./stateful-images.ts";
import { isWithin, type Mount, type PodVolume, podVolumes } from "./volumes.ts";

/**
 * State in an emptyDir: an eviction deletes it. Cluster API's drain evicts such pods with no more than a warning
 * in its log (internal/controllers/machine/drain/filters.go, localStorageFilter).
 */
export const emptyDir: Rule = {
  id: "empty-dir",
  title: "A stateful workload keeps data in an emptyDir",
  hazards: ["DR-5"],
  find(step: Step) {
    return step.evicted ? step.workloads.flatMap(ofWorkload) : [];
  },
};

/** Where software puts what it can make again: sockets, locks, caches, unpacked configuration. */
const SCRATCH = [
  "/cache",
  "/config",
  "/dev/shm",
  "/etc",
  "/opt/bitnami",
  "/plugins",
  "/run",
  "/tmp",
  "/usr",
  "/var/cache",
  "/var/log",
  "/var/run",
  "/var/tmp",
];
const SCRATCH_NAME =
  /(^|-)(tmp|temp|cache|run|socket|sockets|shm|dshm|scratch|logs?|config|conf|etc|plugins|bin|empty-dir|shared)(-|$)/;
const SAFE = "cluster-autoscaler.kubernetes.io/safe-to-evict";

function ofWorkload(workload: Workload): readonly Breach[] {
  const { annotations } = workload.template;
  if (workload.ref.kind === "DaemonSet" || workload.transient || annotations[SAFE] === "true") return [];
  const safe = new Set((annotations[`${SAFE}-local-volumes`] ?? "").split(",").map((name) => name.trim()));
  return podVolumes(workload).flatMap((volume) => {
    const source = volume.volume.emptyDir;
    if (source === undefined || stringOf(at(source, "medium")) === "Memory" || safe.has(volume.name))
      return [];
    const kept = volume.mounts.find((mount) => !mount.readOnly && keepsData(mount));
    if (kept !== undefined) return [breach(workload, volume, kept, true)];
    const mount = volume.mounts.find((one) => !one.readOnly && !isWithin(one.mountPath, SCRATCH));
    // What a StatefulSet writes is taken for state only where it has no volume that lasts to write to.
    const stateful =
      workload.ref.kind === "StatefulSet" && !hasClaims(workload) && !SCRATCH_NAME.test(volume.name);
    return mount !== undefined && stateful ? [breach(workload, volume, mount, false)] : [];
  });
}

/** Whether the mount is, or holds, the data directory of the store that its container runs. */
function keepsData({ container, mountPath }: Mount): boolean {
  const path = mountPath.replace(/\/+$/, "");
  return (storeOf(container)?.directories ?? []).some(
    (directory) => isWithin(path, [directory]) || isWithin(directory, [path]),
  );
}

function hasClaims(workload: Workload): boolean {
  const templates = at(workload.resource?.object, "spec", "volumeClaimTemplates");
  return (
    (Array.isArray(templates) && templates.length > 0) ||
    podVolumes(workload).some(
      ({ volume }) => volume.persistentVolumeClaim !== undefined || volume.ephemeral !== undefined,
    )
  );
}

function breach(workload: Workload, volume: PodVolume, mount: Mount, store: boolean): Breach {
  const who = refLabel(workload.ref);
  const cache = storeOf(mount.container)?.oftenCache === true;
  const sure = store && workload.replicas === 1 && !cache;
  const image = stringOf(mount.container.image) ?? "";
  const rest = cache
    ? "Whether it is no more than a cache is not known."
    : workload.replicas > 1
      ? `Whether its ${counted(workload.replicas, "replica")} restore each other in time, twice, is not known.`
      : "Whether that is data anybody needs is not known.";
  return {
    cause: emptyDir.id,
    verdict: sure ? "breaks" : "unknown",
    subject: workload.ref,
    detail: volume.name,
    message: sure
      ? `${who} runs ${image} with its data in emptyDir ${volume.name}, which is deleted when its one pod is evicted: the data is gone.`
      : `${who} writes to emptyDir ${volume.name} at ${mount.mountPath}, which is deleted when the pod is evicted. ${rest}`,
    remedy: `Replace emptyDir ${volume.name} by a PersistentVolumeClaim (in a StatefulSet: a volumeClaimTemplate); if it may be lost, say so with annotation ${SAFE}-local-volumes: ${volume.name}.`,
    evidence: [
      citeTemplate(workload.template, [...volume.path, "emptyDir"]),
      cite(workload.template.resource, [...workload.template.path, ...mount.path, "mountPath"]),
    ],
  };
}
