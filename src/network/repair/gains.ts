import { at } from "../../world/json.ts";
import type { Resource } from "../../world/resource.ts";
import { selects } from "../../world/selector.ts";
import { compareText, workloadName } from "../names.ts";
import type { Network } from "../relation.ts";
import { isProbe } from "./probes.ts";
import type { RepairProof } from "./prove-repair.ts";

/** Who gains DNS by a repair. */
export interface Gains {
  /** Workloads, sorted. */
  readonly names: readonly string[];
  /** Whether pods gain that do not run now: those a policy will select. */
  readonly later: boolean;
}

/** The sources of gained DNS that a policy selects; for a policy on CoreDNS itself, all of them. */
export function gainsOf(network: Network, proof: RepairProof, policy: Resource, everybody: boolean): Gains {
  const namespace = policy.ref.namespace ?? "default";
  const ids = [...new Set(proof.dns.map(({ from }) => from))].filter(
    (id) =>
      everybody ||
      network.classes[id]?.pods.some(
        ({ pod }) =>
          pod.namespace === namespace &&
          selects(at(policy.object, "spec", "podSelector") ?? {}, pod.labels) === true,
      ),
  );
  return workloadsIn(network, ids);
}

export function workloadsIn({ classes }: Network, ids: readonly number[]): Gains {
  const pods = ids.flatMap((id) => classes[id]?.pods ?? []);
  const names = pods.filter(({ pod }) => !isProbe(pod)).map(({ workload }) => workloadName(workload.ref));
  return { names: [...new Set(names)].sort(compareText), later: pods.some(({ pod }) => isProbe(pod)) };
}
