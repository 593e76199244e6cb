import { entryTraffic } from "./entry-traffic.ts";
import type { Stage } from "./stage.ts";

/**
 * The provider sets the controller and the load balancer to the mode agreed on, and names are moved. While the old
 * records live on in caches users come by both addresses, to a controller that already works the new way.
 */
export const switchTraffic: Stage = (world, { profile, spec, entryPlan }) => {
  const moved = (users: "both" | "new") => ({
    ...world,
    traffic: entryTraffic(world, profile, entryPlan, users),
  });
  return { passing: spec.rolling === undefined ? undefined : moved("both"), settled: moved("new") };
};
