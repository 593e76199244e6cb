import type { Workload } from "../world/workload.ts";
import { behaviours } from "./behaviour.ts";
import { Bitset } from "./bitset.ts";
import { compareText, replicaName, workloadName } from "./names.ts";
import type { Network } from "./relation.ts";
import type { PodSubject } from "./subjects.ts";

/** A workload, replicas of one that differ from the rest, or a single pod: one end of a line. */
export interface Peer {
  /** Its place in the order of names. */
  readonly rank: number;
  readonly name: string;
  readonly namespace: string;
  /** Its workload: traffic within one is not listed. */
  readonly workload: string;
  readonly pods: readonly PodSubject[];
  /** A class all of its pods are like. */
  readonly class: number;
}

export type Granularity = "workload" | "pod";

/** Every peer made of pods, in the order of their names, for these views of a network. */
export function peersOf(
  network: Network,
  granularity: Granularity,
  views: readonly number[] = [0],
): readonly Peer[] {
  const groups = granularity === "pod" ? singlePods(network) : workloadGroups(network, views);
  return groups.sort((a, b) => compareText(a.name, b.name)).map((group, rank) => ({ ...group, rank }));
}

type Group = Omit<Peer, "rank">;

function singlePods({ classes }: Network): Group[] {
  return classes.flatMap((one, id) =>
    one.pods.map((pod) => ({
      name: `${pod.pod.namespace}/${pod.pod.name}[Pod]`,
      namespace: pod.pod.namespace,
      workload: `${pod.pod.namespace}/${pod.pod.name}`,
      pods: [pod],
      class: id,
    })),
  );
}

/** A workload's pods by class. */
interface Members {
  readonly workload: Workload;
  readonly byClass: Map<number, PodSubject[]>;
}

function workloadGroups(network: Network, views: readonly number[]): Group[] {
  const all = new Map<string, Members>();
  network.classes.forEach(({ pods }, id) => {
    for (const pod of pods) {
      const key = workloadName(pod.workload.ref);
      const members: Members = all.get(key) ?? { workload: pod.workload, byClass: new Map() };
      all.set(key, members);
      const there = members.byClass.get(id);
      if (there === undefined) members.byClass.set(id, [pod]);
      else there.push(pod);
    }
  });
  let behaviour: ReturnType<typeof behaviours> | undefined;
  return [...all].flatMap(([key, members]) => {
    if (members.byClass.size > 1) behaviour ??= behaviours(network, views);
    const groups = behaviour === undefined ? byClassAlone(members) : alike(members, network, behaviour);
    const { ref } = members.workload;
    return groups.map((group) => ({
      ...group,
      name:
        groups.length === 1 ? key : replicaName(ref, group.pods.map(({ pod }) => pod.name).sort(compareText)),
      namespace: ref.namespace ?? "default",
      workload: key,
    }));
  });
}

type Alike = Pick<Peer, "pods" | "class">;

function byClassAlone({ byClass }: Members): readonly Alike[] {
  return [...byClass].map(([id, pods]) => ({ pods, class: id }));
}

/** Classes that only tell replicas apart by what makes no difference (an address, a node) are one. */
function alike(
  members: Members,
  { classes }: Network,
  behaviour: ReturnType<typeof behaviours>,
): readonly Alike[] {
  if (members.byClass.size === 1) return byClassAlone(members);
  const own = new Bitset(classes.length);
  for (const [id, pods] of members.byClass) {
    if (classes[id]?.pods.length === pods.length) own.add(id);
  }
  const byBehaviour = new Map<string, { pods: PodSubject[]; class: number }>();
  for (const [id, pods] of members.byClass) {
    const key = behaviour(id, own);
    const there = byBehaviour.get(key);
    if (there === undefined) byBehaviour.set(key, { pods: [...pods], class: id });
    else there.pods.push(...pods);
  }
  return [...byBehaviour.values()];
}
