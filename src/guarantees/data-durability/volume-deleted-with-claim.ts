import { at, stringOf } from "../../world/json.ts";
import { type Resource, refLabel } from "../../world/resource.ts";
import { cite } from "../cite.ts";
import type { Rule } from "./rule.ts";

/**
 * Two clusters that know one volume: the old cluster's claim deletes it when it goes, and a volume that is still
 * attached there cannot be attached here (cloud-provider-openstack, pull request 1343).
 */
export const volumeDeletedWithClaim: Rule = {
  id: "volume-deleted-with-claim",
  title: "A volume that is handed over goes with the old cluster's claim",
  hazards: ["ST-2"],
  find({ now }) {
    if (now.copy === undefined) return [];
    return now.objects
      .list("PersistentVolume")
      .filter(
        ({ object }) => at(object, "spec", "persistentVolumeReclaimPolicy") === "Delete" && isRemote(object),
      )
      .map((volume) => {
        const who = refLabel(volume.ref);
        const claim = claimOf(volume);
        return {
          cause: volumeDeletedWithClaim.id,
          verdict: "advice" as const,
          subject: volume.ref,
          message: `${who}${claim === undefined ? "" : ` of ${claim}`} has reclaim policy Delete. If it is handed over to the new cluster, deleting the claim in the old one, or the old cluster, deletes what is on it; and while it is attached there it cannot be attached in the new one.`,
          remedy: `Where the volume itself is to move: set persistentVolumeReclaimPolicy to Retain in both clusters first, and stop its pods in the old cluster before the new ones start.`,
          evidence: [cite(volume, ["spec", "persistentVolumeReclaimPolicy"])],
        };
      });
  },
};

/** On a disk of the platform's, not of a node's: only such volumes can be handed over. */
function isRemote(object: Resource["object"]): boolean {
  return at(object, "spec", "csi") !== undefined || at(object, "spec", "cinder") !== undefined;
}

function claimOf({ object }: Resource): string | undefined {
  const name = stringOf(at(object, "spec", "claimRef", "name"));
  return name === undefined
    ? undefined
    : `claim ${stringOf(at(object, "spec", "claimRef", "namespace"))}/${name}`;
}
