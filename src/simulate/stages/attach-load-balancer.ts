import { PLAIN_ENTRY_PLAN } from "../../platforms/entry-plan.ts";
import { entryTraffic } from "./entry-traffic.ts";
import type { Stage } from "./stage.ts";

/**
 * The load balancer is there, in TCP mode, and nobody's names point at it yet: the controller is not touched before the
 * day on which traffic moves, so that those who come by the nodes' addresses notice nothing.
 */
export const attachLoadBalancer: Stage = (world, { profile, entryPlan }) => ({
  passing: undefined,
  settled: {
    ...world,
    traffic: entryTraffic(
      world,
      profile,
      { ...PLAIN_ENTRY_PLAN, maintainer: entryPlan.maintainer },
      world.traffic.users,
    ),
  },
});
