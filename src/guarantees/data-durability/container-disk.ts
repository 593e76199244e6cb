import { isObject, listOf, stringOf } from "../../world/json.ts";
import { refLabel } from "../../world/resource.ts";
import type { Workload } from "../../world/workload.ts";
import { citeTemplate } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import type { Rule, Step } from "./rule.ts";
import { storeOf } from "./stateful-images.ts";
import { claimedElsewhere } from "./volumes.ts";

/** A database without any volume: what it stores is on its container's own disk, and goes with the pod. */
export const containerDisk: Rule = {
  id: "container-disk",
  title: "A database stores its data in its container",
  hazards: ["DR-5"],
  find(step: Step) {
    return step.evicted ? step.workloads.flatMap(ofWorkload) : [];
  },
};

function ofWorkload(workload: Workload): readonly Breach[] {
  if (workload.ref.kind === "DaemonSet" || workload.transient) return [];
  return listOf(workload.template.spec.containers).flatMap((container, index) => {
    if (!isObject(container)) return [];
    const store = storeOf(container);
    // A command of its own makes it a client, a backup or a shell as likely as a server.
    if (store === undefined || store.oftenCache || container.command !== undefined) return [];
    if (claimedElsewhere(workload, container)) return [];
    return [breach(workload, stringOf(container.image) ?? "", index)];
  });
}

function breach(workload: Workload, image: string, index: number): Breach {
  return {
    cause: containerDisk.id,
    verdict: "unknown",
    subject: workload.ref,
    detail: image,
    message: `${refLabel(workload.ref)} runs ${image} without a volume: what it stores is on the container's own disk and gone when the pod is evicted. Whether it stores anything anybody needs is not known.`,
    remedy:
      "Mount a PersistentVolumeClaim at its data directory and copy the data before nodes are replaced, or say why it may be lost in a suppression.",
    evidence: [citeTemplate(workload.template, ["containers", index, "image"])],
  };
}
