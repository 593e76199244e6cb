import { at, stringOf } from "../../world/json.ts";
import { parseQuantity } from "../../world/quantity.ts";
import type { Resource } from "../../world/resource.ts";
import { cite, counted, listed } from "../cite.ts";
import { CLUSTER } from "../cluster-ref.ts";
import type { Rule } from "./rule.ts";

const GIB = 2 ** 30;

/**
 * A copy of the objects brings claims, and with them new, empty volumes. Whether the data is brought over is nothing
 * that objects show, so it is one question for the whole cluster.
 */
export const volumeNotCopied: Rule = {
  id: "volume-not-copied",
  title: "A copy of the objects does not bring what is on the volumes",
  hazards: ["ST-2"],
  find({ now, isPlatform }) {
    if (now.copy === undefined) return [];
    const claims = now.objects
      .list("PersistentVolumeClaim")
      .filter((claim) => isBound(claim) && !isPlatform(claim.ref));
    if (claims.length === 0) return [];
    const sizes = claims.map(sizeOf).filter((size) => size !== undefined);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const much = sizes.length === 0 ? "" : ` of ${Math.ceil(total / GIB)} GiB`;
    const names = listed(claims.map(({ ref }) => `${ref.namespace}/${ref.name}`));
    return [
      {
        cause: volumeNotCopied.id,
        verdict: "unknown",
        subject: CLUSTER,
        message: `${counted(claims.length, "claim is", "claims are")} bound to volumes${much} in the old cluster (${names}). In the new one they get new, empty volumes; whether their data is brought over cannot be read from objects.`,
        remedy:
          "Decide for each volume how its data moves (the application's own replication or backup, a copy between claims, or the volume itself handed over with reclaim policy Retain), and stop writing in the old cluster before the last copy.",
        evidence: claims.slice(0, MOST_SHOWN).map((claim) => cite(claim, ["spec", "volumeName"])),
      },
    ];
  },
};

const MOST_SHOWN = 20;

/** Bound, or asked for by name in files that have no status. */
function isBound({ object }: Resource): boolean {
  const phase = at(object, "status", "phase");
  return (
    phase === "Bound" || (phase === undefined && stringOf(at(object, "spec", "volumeName")) !== undefined)
  );
}

function sizeOf({ object }: Resource): number | undefined {
  const text =
    stringOf(at(object, "status", "capacity", "storage")) ??
    stringOf(at(object, "spec", "resources", "requests", "storage"));
  return text === undefined ? undefined : parseQuantity(text);
}
