import { removedClasses } from "./removed-classes.ts";
import { replacementOf, rollNodes } from "./replacement.ts";
import type { Stage } from "./stage.ts";

/** The API servers go to the new minor first, then every node is replaced by one of that minor. */
export const upgrade: Stage = (world, { profile, spec, minor }) => {
  const upgraded = {
    ...world,
    api: { ...world.api, minor },
    storageClassesRemoved: removedClasses(profile, minor),
  };
  const to = world.nodes.map((node) => replacementOf(node, profile, spec, minor));
  return rollNodes(upgraded, to, profile.target.drain.surge, true);
};
