import { ENTRY_NEEDS } from "../../entry/needs.ts";
import type { Guarantee } from "../guarantee.ts";
import { authBehindProxy } from "./auth-behind-proxy.ts";
import { BALANCER_RULES } from "./balancer-rules.ts";
import { classWithoutObject } from "./class-without-object.ts";
import { directConnectionsRefused } from "./direct-connections-refused.ts";
import { passthroughBehindProxy } from "./passthrough-behind-proxy.ts";
import { portRemoved } from "./port-removed.ts";
import { recordKept } from "./record-kept.ts";
import type { Rule } from "./rule.ts";
import { servedByNobody } from "./served-by-nobody.ts";
import { snippetRefused } from "./snippet-refused.ts";
import { wayRemoved } from "./way-removed.ts";
import { wayUnclear } from "./way-unclear.ts";

const RULES: readonly Rule[] = [
  wayRemoved,
  directConnectionsRefused,
  portRemoved,
  wayUnclear,
  recordKept,
  passthroughBehindProxy,
  authBehindProxy,
  classWithoutObject,
  servedByNobody,
  snippetRefused,
  ...BALANCER_RULES,
];

export const ingressReachability: Guarantee = {
  id: "ingress-reachability",
  promise: "every host and port reachable from outside stays so, by every address its users may still have",
  needs: ENTRY_NEEDS,
  causes: RULES.map(({ id, title, hazards }) => ({ id, title, hazards })),
  reads: (world) => [
    world.nodes,
    world.roll,
    world.objects,
    world.workloads,
    world.traffic,
    world.copy,
    world.api.minor,
  ],
  judge: (before, now, context) => RULES.flatMap((rule) => rule.find(before, now, context)),
};
