import type { Workload } from "../../world/workload.ts";
import type { Bitset } from "../bitset.ts";
import { compareText, workloadName } from "../names.ts";
import type { Network } from "../relation.ts";

/** A workload with the number of its pods that are members of some classes. */
export interface Member {
  readonly workload: Workload;
  readonly namespace: string;
  readonly pods: number;
  readonly all: number;
}

/** The workloads of a network, to name sets of classes by. Looks at each pod once. */
export class Members {
  /** Every workload that has pods, in the order of their names, with all of its pods. */
  readonly all: readonly Member[];
  /** By namespace, how many workloads it has. */
  readonly namespaces: ReadonlyMap<string, number>;
  readonly #byClass: readonly ReadonlyMap<Workload, number>[];
  readonly #totals = new Map<Workload, Member>();

  constructor({ classes }: Network) {
    const totals = new Map<Workload, number>();
    this.#byClass = classes.map(({ pods }) => {
      const counts = new Map<Workload, number>();
      for (const { workload } of pods) counts.set(workload, (counts.get(workload) ?? 0) + 1);
      for (const [workload, count] of counts) totals.set(workload, (totals.get(workload) ?? 0) + count);
      return counts;
    });
    const sorted = [...totals].sort(([a], [b]) => compareText(workloadName(a.ref), workloadName(b.ref)));
    const namespaces = new Map<string, number>();
    for (const [workload, all] of sorted) {
      const namespace = workload.ref.namespace ?? "default";
      this.#totals.set(workload, { workload, namespace, pods: all, all });
      namespaces.set(namespace, (namespaces.get(namespace) ?? 0) + 1);
    }
    this.all = [...this.#totals.values()];
    this.namespaces = namespaces;
  }

  /** The workloads of some classes, in the order of their names. */
  in(classes: Bitset): readonly Member[] {
    const found = new Map<Workload, number>();
    for (const id of classes) {
      for (const [workload, count] of this.#byClass[id] ?? []) {
        found.set(workload, (found.get(workload) ?? 0) + count);
      }
    }
    const members = [...found].flatMap(([workload, pods]) => {
      const total = this.#totals.get(workload);
      return total === undefined ? [] : [{ ...total, pods }];
    });
    return members.sort((a, b) => compareText(workloadName(a.workload.ref), workloadName(b.workload.ref)));
  }
}
