import { at, stringOf } from "../../world/json.ts";
import { refLabel } from "../../world/resource.ts";
import type { Workload } from "../../world/workload.ts";
import { cite, citeTemplate } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import type { Rule, Step } from "./rule.ts";
import { isWithin, type Mount, type PodVolume, podVolumes } from "./volumes.ts";

/** Directories of the node that pods keep files in, and that a new node does not have. */
export const hostPath: Rule = {
  id: "host-path",
  title: "Pods keep data in a directory of their node",
  hazards: ["DR-5"],
  find(step: Step) {
    return step.replaced ? step.workloads.flatMap(ofWorkload) : [];
  },
};

/**
 * What belongs to the machine or to its kubelet, runtime and network: every node has its own, and nobody's data
 * is in it. Cluster API's own warning knows only emptyDir; these follow the paths system agents mount.
 */
const SYSTEM = [
  "/bin",
  "/boot",
  "/dev",
  "/etc",
  "/lib",
  "/lib64",
  "/opt/cni",
  "/proc",
  "/run",
  "/sbin",
  "/sys",
  "/tmp",
  "/usr",
  "/var/cache",
  "/var/lib/calico",
  "/var/lib/cilium",
  "/var/lib/cni",
  "/var/lib/containerd",
  "/var/lib/containers",
  "/var/lib/dbus",
  "/var/lib/docker",
  "/var/lib/etcd",
  "/var/lib/kubelet",
  "/var/lib/node_exporter",
  "/var/log",
  "/var/run",
  "/var/tmp",
];
const NO_FILES = new Set(["Socket", "CharDevice"]);

function ofWorkload(workload: Workload): readonly Breach[] {
  return podVolumes(workload).flatMap((volume) => {
    const path = stringOf(at(volume.volume, "hostPath", "path"));
    const type = stringOf(at(volume.volume, "hostPath", "type")) ?? "";
    if (path === undefined || volume.mounts.length === 0 || NO_FILES.has(type)) return [];
    const writer = volume.mounts.find((mount) => !mount.readOnly);
    if (isWithin(path, SYSTEM) || (path === "/" && writer === undefined)) return [];
    return [breach(workload, volume, path, type, writer)];
  });
}

function breach(
  workload: Workload,
  volume: PodVolume,
  path: string,
  type: string,
  writer: Mount | undefined,
): Breach {
  const who = refLabel(workload.ref);
  const agent = workload.ref.kind === "DaemonSet";
  const [mount] = volume.mounts;
  const must = type === "File" || type === "Directory";
  const message =
    writer === undefined
      ? `${who} reads ${path} of its node, and nothing puts it on the nodes that replace them${must ? ": where it is missing the pod does not start" : ""}. Whether anybody does is not known.`
      : agent
        ? `${who} writes to ${path} of every node. All nodes are replaced, and it starts with an empty directory; whether what was there is needed is not known.`
        : `${who} keeps data in ${path} of its node. The node is replaced with its disk, and the data is gone.`;
  return {
    cause: hostPath.id,
    verdict: writer !== undefined && !agent ? "breaks" : "unknown",
    subject: workload.ref,
    detail: volume.name,
    message,
    remedy:
      writer === undefined
        ? `Ship the files in a ConfigMap, Secret or image, or have a DaemonSet put ${path} on every node.`
        : agent
          ? `Make sure that ${path} may be empty (positions, caches), or keep it in a PersistentVolume or outside the cluster.`
          : `Copy ${path} into a PersistentVolume of the block storage, and mount that instead, before nodes are replaced.`,
    evidence: [
      citeTemplate(workload.template, [...volume.path, "hostPath", "path"]),
      ...(mount === undefined
        ? []
        : [
            cite(workload.template.resource, [
              ...workload.template.path,
              ...(writer ?? mount).path,
              "mountPath",
            ]),
          ]),
    ],
  };
}
