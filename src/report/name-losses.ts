import { lossesOfNames } from "../guarantees/dns-resolution/move.ts";
import { selectsAll } from "../guarantees/dns-resolution/targets.ts";
import type { Profile } from "../platforms/profile.ts";
import { dnsService } from "../world/dns-service.ts";
import { type ObjectRef, refKey } from "../world/resource.ts";
import type { Workload } from "../world/workload.ts";
import type { World } from "../world/world.ts";
import type { ChangeKind } from "./network-section.ts";

/** Workloads whose pods asked the cache of their node for names, and cannot ask CoreDNS. */
export interface NameLoss {
  readonly change: Extract<ChangeKind, "names-lost" | "names-may-be-lost">;
  readonly from: readonly Workload[];
  /** What serves names from now on: workloads, or the Service where none of them was read. */
  readonly to: readonly ObjectRef[];
  readonly protocols: readonly string[];
}

/** What policies take from whom in a state, each workload once, by its worst. */
export function nameLosses(before: World, now: World, profile: Profile): readonly NameLoss[] {
  const worst = new Map<string, { workload: Workload; breaks: boolean; protocols: Set<string> }>();
  for (const { client, verdict, protocols } of lossesOfNames(before, now, profile)) {
    for (const workload of client.workloads) {
      const key = refKey(workload.ref);
      const there = worst.get(key) ?? { workload, breaks: false, protocols: new Set() };
      worst.set(key, there);
      there.breaks ||= verdict === "breaks";
      for (const protocol of protocols) there.protocols.add(protocol);
    }
  }
  const to = resolvers(now);
  const losses = new Map<string, NameLoss & { from: Workload[] }>();
  for (const { workload, breaks, protocols } of worst.values()) {
    const change = breaks ? "names-lost" : "names-may-be-lost";
    const all = [...protocols].sort();
    const key = `${change} ${all.join()}`;
    const there = losses.get(key);
    if (there === undefined) losses.set(key, { change, from: [workload], to, protocols: all });
    else there.from.push(workload);
  }
  return [...losses.values()];
}

function resolvers({ objects, workloads }: World): readonly ObjectRef[] {
  const { ref, selector } = dnsService(objects);
  const found = workloads.filter(
    (workload) => workload.ref.namespace === ref.namespace && selectsAll(selector, workload.template.labels),
  );
  return found.length > 0 ? found.map((workload) => workload.ref) : [ref];
}
