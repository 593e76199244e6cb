import type { Stage } from "./stage.ts";

/** The old cluster is given back: whoever still comes by its addresses finds nobody. */
export const retireOldCluster: Stage = (world) => ({
  passing: undefined,
  settled: { ...world, copy: "alone" },
});
