import { at, listOf } from "../../../world/json.ts";
import { groupOf, type Resource } from "../../../world/resource.ts";
import type { Direction } from "../../policy.ts";

export const DIRECTIONS = ["ingress", "egress"] as const;

/**
 * The policy's directions. Calico's own API fills in absent types by the rules there are (networkpolicy.go); written
 * straight to the CRD they stay absent, and then mean both (felix/calc/policy_sorter.go, ExtractPolicyMetadata).
 */
export function typesOf({ object, ref }: Resource): readonly Direction[] {
  const given = listOf(at(object, "spec", "types"));
  if (given.length > 0)
    return DIRECTIONS.filter((one) => given.some((type) => String(type).toLowerCase() === one));
  if (groupOf(ref.apiVersion) === "crd.projectcalico.org") return DIRECTIONS;
  const egress = listOf(at(object, "spec", "egress")).length > 0;
  const ingress = listOf(at(object, "spec", "ingress")).length > 0;
  return egress ? (ingress ? DIRECTIONS : ["egress"]) : ["ingress"];
}
