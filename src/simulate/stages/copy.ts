import { entryTraffic } from "./entry-traffic.ts";
import { removedClasses } from "./removed-classes.ts";
import { replacementOf } from "./replacement.ts";
import type { Stage } from "./stage.ts";

/**
 * Everything stands once more in a new cluster at the target's version, on as many nodes of the same size. The old
 * cluster goes on serving. Nothing of the old platform's is in the new one: no address, no API endpoint, no cache.
 */
export const copyToNewCluster: Stage = (world, { profile, spec, minor, entryPlan }) => ({
  passing: undefined,
  settled: {
    ...world,
    copy: "beside",
    api: { minor, endpoints: [], interrupted: false },
    nodes: world.nodes.map((node) => replacementOf(node, profile, spec, minor)),
    roll: undefined,
    storageClassesRemoved: removedClasses(profile, minor),
    traffic: entryTraffic(world, profile, entryPlan, world.traffic.users),
  },
});
