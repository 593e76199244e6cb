import { refLabel } from "../../world/resource.ts";
import { cite, listed } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import type { Move } from "./move.ts";
import type { Rule } from "./rule.ts";
import { type Stranded, strandedVolumes } from "./stranded-volumes.ts";

/** Pods whose volume may only be mounted on a node that is replaced. */
export const volumeNodeBound: Rule = {
  id: "volume-node-bound",
  title: "A volume can only be mounted on a node that is replaced",
  hazards: ["DR-6"],
  find(move: Move) {
    return strandedVolumes(move)
      .filter(({ kind }) => kind === "node")
      .map(breach);
  },
};

function breach({ pods, volume, demand }: Stranded): Breach {
  return {
    cause: volumeNodeBound.id,
    verdict: "breaks",
    subject: pods.workload.ref,
    message: `${refLabel(pods.workload.ref)} mounts ${refLabel(volume.volume.ref)}, which is bound to node ${listed(demand.values)}. That node is replaced by one of another name: the pod stays pending once it is evicted.`,
    remedy:
      "Move the data to a volume that can be mounted from any node (a StorageClass of the block storage) before nodes are replaced.",
    evidence: [cite(volume.volume, demand.path), cite(volume.claim, ["spec", "volumeName"])],
  };
}
