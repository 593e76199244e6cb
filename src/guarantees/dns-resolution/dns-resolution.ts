import type { Guarantee } from "../guarantee.ts";
import { cacheOnly } from "./cache-only.ts";
import { coreDnsCapacity } from "./coredns-capacity.ts";
import { coreDnsIngress } from "./coredns-ingress.ts";
import { prepareMove } from "./move.ts";
import { needs } from "./needs.ts";
import { policyUnclear } from "./policy-unclear.ts";
import { resolverPinned } from "./resolver-pinned.ts";
import type { Rule } from "./rule.ts";
import { selectorWithoutNamespace } from "./selector-without-namespace.ts";
import { servicePinned } from "./service-pinned.ts";
import { zoneOnlyInCache } from "./zone-only-in-cache.ts";

const RULES: readonly Rule[] = [
  cacheOnly,
  selectorWithoutNamespace,
  coreDnsIngress,
  policyUnclear,
  zoneOnlyInCache,
  resolverPinned,
  servicePinned,
  coreDnsCapacity,
];

/** Every pod that resolved names still does, whichever node it lands on. */
export const dnsResolution: Guarantee = {
  id: "dns-resolution",
  promise: "every pod that resolved names still does, on old and new nodes alike",
  needs,
  causes: RULES.map(({ id, title, hazards }) => ({ id, title, hazards })),
  reads: (world) => [world.nodes, world.roll, world.workloads, world.api.minor, world.objects],
  judge(before, now, context) {
    const move = prepareMove(before, now, context);
    return move === undefined ? [] : RULES.flatMap((rule) => rule.find(move));
  },
};
