import type { Arrival } from "../../entry/arrival.ts";
import { arrivalsOf } from "../../entry/arrivals.ts";
import { consumersIn } from "../../entry/consumers/address-consumers.ts";
import { controllersOf } from "../../entry/controllers/controllers-of.ts";
import { refKey } from "../../world/resource.ts";
import type { World } from "../../world/world.ts";
import type { Breach, Guarantee, JudgeContext } from "../guarantee.ts";
import { allAlike } from "./all-alike.ts";
import { alreadyHidden } from "./already-hidden.ts";
import { applicationTold } from "./application-told.ts";
import { failsClosed } from "./fails-closed.ts";
import { failsOpen } from "./fails-open.ts";
import { forgeableAddress } from "./forgeable-address.ts";
import { listHoldsBalancer } from "./list-holds-balancer.ts";
import { SOURCE_NEEDS } from "./needs.ts";
import { noGatewayCounterpart } from "./no-gateway-counterpart.ts";
import { notFollowed } from "./not-followed.ts";
import { policyBeforeController } from "./policy-before-controller.ts";
import type { Rule, Site } from "./rule.ts";
import { sourceRangesIgnored } from "./source-ranges-ignored.ts";

const RULES: readonly Rule[] = [
  listHoldsBalancer,
  failsOpen,
  failsClosed,
  allAlike,
  forgeableAddress,
  policyBeforeController,
  notFollowed,
  applicationTold,
  alreadyHidden,
  sourceRangesIgnored,
  noGatewayCounterpart,
];

export const clientSourceAddress: Guarantee = {
  id: "client-source-address",
  promise: "whoever looks at the client's address still sees the client",
  needs: SOURCE_NEEDS,
  causes: RULES.map(({ id, title, hazards }) => ({ id, title, hazards })),
  reads: (world) => [world.objects, world.workloads, world.nodes, world.traffic, world.copy],
  judge(before, now, context) {
    return judgeArrivals(arrivalsOf(before, before, context), arrivalsOf(before, now, context), {
      before,
      now,
      context,
    });
  },
};

interface Worlds {
  readonly before: World;
  readonly now: World;
  readonly context: JudgeContext;
}

/** Judges ways in, however they were found out. */
export function judgeArrivals(
  was: readonly Arrival[],
  is: readonly Arrival[],
  { before, now, context }: Worlds,
): readonly Breach[] {
  const sites = controllersOf(before, context.profile).map((controller): Site => {
    const key = refKey(controller.workload.ref);
    const own = (arrivals: readonly Arrival[]) =>
      arrivals.filter((one) => refKey(one.controller.workload.ref) === key);
    return {
      controller,
      ways: { before: own(was), now: own(is) },
      consumers: consumersIn(before, context.profile).filter(
        (consumer) => refKey(consumer.controller.workload.ref) === key,
      ),
    };
  });
  const judged = { before, now, sites, context };
  return RULES.flatMap((rule) => rule.find(judged));
}
