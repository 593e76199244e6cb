import { groupKind } from "../world/resource.ts";
import type { Pod, Workload } from "../world/workload.ts";
import type { World } from "../world/world.ts";
import { compareText } from "./names.ts";

export interface Aligned {
  readonly before: World;
  readonly after: World;
  /** Workloads only one of the two has. */
  readonly gone: readonly Workload[];
  readonly added: readonly Workload[];
}

/**
 * Gives pods of two worlds that stand for each other one name, so that their connections compare: workloads by
 * namespace, kind and name, their pods by name where both have it and in order otherwise. A replica the other
 * world has no counterpart of stands for an existing one: more or fewer replicas are no change of connections.
 */
export function alignWorlds(before: World, after: World): Aligned {
  if (before.workloads === after.workloads) return { before, after, gone: [], added: [] };
  const later = new Map(after.workloads.map((workload) => [keyOf(workload), workload]));
  const earlier = new Map(before.workloads.map((workload) => [keyOf(workload), workload]));
  const renamed = new Map<Workload, readonly Pod[]>();
  for (const [key, old] of earlier) {
    const now = later.get(key);
    if (now === undefined || now.pods.length === 0 || old.pods.length === 0) continue;
    const pairs = pairsOf(old.pods, now.pods);
    renamed.set(
      old,
      pairs.map(([pod], index) => ({ ...pod, name: `${pod.name}#${index}` })),
    );
    renamed.set(
      now,
      pairs.map(([was, pod], index) => ({ ...pod, name: `${was.name}#${index}` })),
    );
  }
  // Numbered, since one pod may stand for several.
  const apply = (world: World): World => ({
    ...world,
    workloads: world.workloads.map((one) => ({ ...one, pods: renamed.get(one) ?? [] })),
  });
  return {
    before: apply(before),
    after: apply(after),
    gone: before.workloads.filter((one) => one.pods.length > 0 && !renamed.has(one)),
    added: after.workloads.filter((one) => one.pods.length > 0 && !renamed.has(one)),
  };
}

function keyOf({ ref }: Workload): string {
  return `${groupKind(ref.apiVersion, ref.kind)} ${ref.namespace ?? "default"}/${ref.name}`;
}

function pairsOf(old: readonly Pod[], now: readonly Pod[]): readonly (readonly [Pod, Pod])[] {
  const nowByName = new Map(now.map((pod) => [pod.name, pod]));
  const oldNames = new Set(old.map(({ name }) => name));
  const byName = (a: Pod, b: Pod): number => compareText(a.name, b.name);
  const restOld = old.filter(({ name }) => !nowByName.has(name)).sort(byName);
  const restNow = now.filter(({ name }) => !oldNames.has(name)).sort(byName);
  const pairs = old.flatMap((pod): (readonly [Pod, Pod])[] => {
    const same = nowByName.get(pod.name);
    return same === undefined ? [] : [[pod, same]];
  });
  for (let index = 0; index < Math.max(restOld.length, restNow.length); index++) {
    const a = restOld[index] ?? old[index % old.length];
    const b = restNow[index] ?? now[index % now.length];
    if (a !== undefined && b !== undefined) pairs.push([a, b]);
  }
  return pairs;
}
