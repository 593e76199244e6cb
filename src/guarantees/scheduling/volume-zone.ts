import { refLabel } from "../../world/resource.ts";
import { cite, listed } from "../cite.ts";
import type { Breach } from "../guarantee.ts";
import type { Move } from "./move.ts";
import type { Rule } from "./rule.ts";
import { type Stranded, strandedVolumes } from "./stranded-volumes.ts";

/** Pods whose volume is in a zone, or another place, in which no new node may run them. */
export const volumeZone: Rule = {
  id: "volume-zone",
  title: "A volume is in a zone without a node for its pod",
  hazards: ["DR-7"],
  find(move: Move) {
    return strandedVolumes(move)
      .filter(({ kind }) => kind === "place")
      .map((stranded) => breach(stranded, move));
  },
};

function breach({ pods, volume, demand, ranBefore }: Stranded, move: Move): Breach {
  const zones = [
    ...new Set(move.newNodes.map(({ zone }) => zone).filter((zone) => zone !== undefined)),
  ].sort();
  const who = refLabel(pods.workload.ref);
  const where = `${demand.key}=${listed(demand.values)}`;
  // A driver's own label comes with the driver, whose values for machines to come are not known.
  const sure =
    ranBefore &&
    (/zone$|region$/.test(demand.key) || move.newNodes.some((node) => demand.key in node.labels));
  const nodes = zones.length === 0 ? "" : ` (zones with nodes: ${listed(zones)})`;
  return {
    cause: volumeZone.id,
    verdict: sure ? "breaks" : "unknown",
    subject: pods.workload.ref,
    message: ranBefore
      ? `${who} mounts ${refLabel(volume.volume.ref)}, which asks for nodes with ${where}, and no new node that may run the pod has it${nodes}: the pod stays pending once it is evicted.`
      : `${who} mounts ${refLabel(volume.volume.ref)}, which asks for nodes with ${where}. No node has it today either${nodes}: its pod cannot be placed, unless it runs on terms that were not read.`,
    remedy: `Have the provider add a worker in ${listed(demand.values)}, or copy the data to a volume in a zone that has nodes.`,
    evidence: [cite(volume.volume, demand.path), cite(volume.claim, ["spec", "volumeName"])],
  };
}
