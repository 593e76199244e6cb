import { at, stringOf } from "../../world/json.ts";
import { type Resource, refLabel } from "../../world/resource.ts";
import { NODE_NAME, nodeSelectorRules } from "../../world/scheduling/node-affinity.ts";
import { claimNames } from "../../world/scheduling/volumes.ts";
import type { Workload } from "../../world/workload.ts";
import { cite, listed } from "../cite.ts";
import type { Breach, Evidence } from "../guarantee.ts";
import type { Rule, Step } from "./rule.ts";

/** PersistentVolumes that lie on the disk of a node: local, hostPath, or a driver's that is bound to one node. */
export const nodeDiskVolume: Rule = {
  id: "node-disk-volume",
  title: "A PersistentVolume lies on the disk of a node that is replaced",
  hazards: ["DR-5", "DR-6"],
  find(step: Step) {
    if (!step.replaced) return [];
    const disks = step.now.objects.list("PersistentVolume").flatMap((volume) => {
      const evidence = onNodeDisk(volume, step);
      return evidence === undefined ? [] : [{ volume, evidence }];
    });
    return disks.length === 0 ? [] : judge(disks, step);
  },
};

interface Disk {
  readonly volume: Resource;
  readonly evidence: Evidence;
}

/** What shows that a volume is on a node's disk; undefined for all others. */
function onNodeDisk(volume: Resource, step: Step): Evidence | undefined {
  for (const source of ["local", "hostPath"]) {
    if (at(volume.object, "spec", source) !== undefined) return cite(volume, ["spec", source, "path"]);
  }
  const path = ["spec", "nodeAffinity", "required"];
  const names = new Set(step.before.nodes.map(({ name }) => name));
  const rule = nodeSelectorRules(at(volume.object, ...path), path).find(
    ({ key, operator, values }) =>
      operator === "In" &&
      (key === "kubernetes.io/hostname" || key === NODE_NAME || values.some((value) => names.has(value))),
  );
  return rule === undefined ? undefined : cite(volume, rule.path);
}

function judge(disks: readonly Disk[], step: Step): readonly Breach[] {
  const users = usersByClaim(step);
  const byWorkload = new Map<Workload, Disk[]>();
  const alone: Breach[] = [];
  for (const disk of disks) {
    const claim = at(disk.volume.object, "spec", "claimRef");
    const bound = claim ?? claimOf(disk.volume, step);
    const workload = bound === undefined ? undefined : users.get(claimKey(bound));
    if (workload !== undefined) byWorkload.set(workload, [...(byWorkload.get(workload) ?? []), disk]);
    else if (!step.isPlatform(disk.volume.ref)) alone.push(...unmounted(disk, bound !== undefined));
  }
  return [...[...byWorkload].filter(([{ ref }]) => !step.isPlatform(ref)).map(ofWorkload), ...alone];
}

function usersByClaim(step: Step): ReadonlyMap<string, Workload> {
  const users = new Map<string, Workload>();
  for (const workload of step.now.workloads) {
    for (const pod of workload.pods) {
      for (const name of claimNames(workload, pod)) users.set(`${pod.namespace}/${name}`, workload);
    }
  }
  return users;
}

/** A claim that names the volume, where the volume itself does not say who claims it (a manifest). */
function claimOf(volume: Resource, step: Step): unknown {
  const claims = step.now.objects.list("PersistentVolumeClaim");
  const found = claims.find((claim) => at(claim.object, "spec", "volumeName") === volume.ref.name);
  return found === undefined ? undefined : { namespace: found.ref.namespace, name: found.ref.name };
}

function claimKey(claim: unknown): string {
  return `${stringOf(at(claim, "namespace")) ?? "default"}/${stringOf(at(claim, "name")) ?? ""}`;
}

function ofWorkload([workload, disks]: readonly [Workload, readonly Disk[]]): Breach {
  const names = listed(disks.map(({ volume }) => refLabel(volume.ref)));
  const one = disks.length === 1;
  return {
    cause: nodeDiskVolume.id,
    verdict: "breaks",
    subject: workload.ref,
    message: `${refLabel(workload.ref)} keeps data in ${names}, on the ${one ? "disk of a node" : "disks of nodes"}. The ${one ? "node is" : "nodes are"} replaced with ${one ? "its disk" : "their disks"}, and the data is gone.`,
    remedy: REMEDY,
    evidence: disks.slice(0, 5).map(({ evidence }) => evidence),
  };
}

/** A volume nobody mounts now: one that was never claimed holds nothing. */
function unmounted({ volume, evidence }: Disk, claimed: boolean): readonly Breach[] {
  const phase = stringOf(at(volume.object, "status", "phase"));
  const released = phase === "Released" || phase === "Failed";
  if (!claimed && !released) return [];
  const driver = stringOf(at(volume.object, "spec", "csi", "driver"));
  return [
    {
      cause: nodeDiskVolume.id,
      verdict: released ? "unknown" : "breaks",
      subject: volume.ref,
      message: released
        ? `${refLabel(volume.ref)} was released and lies on the disk of a node${driver === undefined ? "" : ` (${driver})`} that is replaced. Whether its data is still needed is not known.`
        : `${refLabel(volume.ref)} lies on the disk of a node${driver === undefined ? "" : ` (${driver})`} that is replaced, and its data is gone. It is claimed, and no pod that was read mounts it.`,
      remedy: REMEDY,
      evidence: [evidence],
    },
  ];
}

const REMEDY =
  "Copy the data to a PersistentVolume of the block storage, and claim that instead, before nodes are replaced; or make sure that the application rebuilds it from its other replicas, one at a time.";
