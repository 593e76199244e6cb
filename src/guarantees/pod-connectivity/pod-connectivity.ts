import { canonicalHost } from "../../world/addresses/known-index.ts";
import { hostsLeft } from "../../world/addresses/left.ts";
import type { Guarantee } from "../guarantee.ts";
import { freedAddressStaysAllowed } from "./freed-address-stays-allowed.ts";
import { ingressControllerLabels } from "./ingress-controller-labels.ts";
import { CONNECTIVITY_NEEDS } from "./needs.ts";
import { policyExcludesNodeRange } from "./policy-excludes-node-range.ts";
import { policyNamesNodeRange } from "./policy-names-node-range.ts";
import { policyNamesPodRange } from "./policy-names-pod-range.ts";
import type { Rule } from "./rule.ts";

const RULES: readonly Rule[] = [
  policyNamesNodeRange,
  policyExcludesNodeRange,
  policyNamesPodRange,
  ingressControllerLabels,
  freedAddressStaysAllowed,
];

export const podConnectivity: Guarantee = {
  id: "pod-connectivity",
  promise: "pods that could talk still can, and none that could not",
  needs: CONNECTIVITY_NEEDS,
  causes: RULES.map(({ id, title, hazards }) => ({ id, title, hazards })),
  reads: (world) => [world.nodes, world.roll, world.objects, world.workloads],
  judge(before, now, context) {
    const left = hostsLeft(now);
    // While every machine is still there, everybody's address and labels are.
    if (before.nodes.every(({ name }) => left.has(canonicalHost(name)))) return [];
    return RULES.flatMap((rule) => rule.find(before, now, context));
  },
};
