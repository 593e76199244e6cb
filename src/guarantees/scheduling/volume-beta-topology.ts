import { refLabel } from "../../world/resource.ts";
import { cite, listed } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import type { Move } from "./move.ts";
import type { Rule } from "./rule.ts";
import { type Stranded, strandedVolumes } from "./stranded-volumes.ts";

/**
 * Pods whose volume names its zone by a deprecated node label. Whether new nodes bear it depends on the cloud
 * controller; without it the volume cannot be mounted anywhere (gardener#9388).
 */
export const volumeBetaTopology: Rule = {
  id: "volume-beta-topology",
  title: "A volume names its zone by a deprecated label",
  hazards: ["DR-6", "DR-10"],
  find(move: Move) {
    return strandedVolumes(move)
      .filter(({ kind }) => kind === "beta")
      .map(breach);
  },
};

function breach({ pods, volume, demand }: Stranded): Breach {
  return {
    cause: volumeBetaTopology.id,
    verdict: "unknown",
    subject: pods.workload.ref,
    message: `${refLabel(pods.workload.ref)} mounts ${refLabel(volume.volume.ref)}, which asks for nodes with ${demand.key}=${listed(demand.values)}. Whether new nodes have this deprecated label depends on the cloud controller; without it the pod stays pending once it is evicted.`,
    remedy:
      "Ask the provider whether new nodes have failure-domain.beta.kubernetes.io labels; if not, recreate the PersistentVolume (reclaim policy Retain first) with topology.kubernetes.io labels.",
    evidence: [cite(volume.volume, demand.path), cite(volume.claim, ["spec", "volumeName"])],
  };
}
