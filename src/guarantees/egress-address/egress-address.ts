import type { Guarantee } from "../guarantee.ts";
import { egressGateway, judgeEgressGateways } from "./egress-gateway.ts";
import { floatingIpNamed, judgeNamedFloatingIps } from "./floating-ip-named.ts";
import { floatingIpRemoved, judgeFloatingIps } from "./floating-ip-removed.ts";
import { ipPoolPinsNodes, judgeIpPools } from "./ip-pool-pins-nodes.ts";
import { EGRESS_NEEDS } from "./needs.ts";
import { judgeNamedNodes, nodeAddressNamed } from "./node-address-named.ts";

export const egressAddress: Guarantee = {
  id: "egress-address",
  promise: "the addresses others know the nodes by go on meaning this cluster, where someone depends on them",
  needs: EGRESS_NEEDS,
  causes: [floatingIpNamed, nodeAddressNamed, egressGateway, ipPoolPinsNodes, floatingIpRemoved],
  reads: (world) => [world.nodes, world.roll, world.objects],
  judge(before, now, context) {
    // The target's nodes may have floating IPs of their own, the same ones by agreement.
    const given = context.profile.target.nodeFloatingIps === "gone";
    return [
      ...(given ? judgeNamedFloatingIps(now, context) : []),
      ...judgeNamedNodes(now, context),
      ...judgeEgressGateways(before, now),
      ...judgeIpPools(before, now),
      ...(given ? judgeFloatingIps(before, now, context) : []),
    ];
  },
};
