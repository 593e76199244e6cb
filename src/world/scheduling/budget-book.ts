import { type Allowance, type Budget, disruptionsAllowed } from "./disruption-budget.ts";
import type { PodClass } from "./pod-class.ts";

/** A budget with what it demands and the classes it guards. */
export interface GuardedPods {
  readonly budget: Budget;
  readonly allowance: Allowance;
  readonly classes: readonly PodClass[];
}

/** How many evictions each budget allows while pods come and go; every pod that has a node counts as ready. */
export class BudgetBook {
  readonly #guards = new Map<number, GuardedPods>();
  readonly #healthy = new Map<GuardedPods, number>();
  readonly #released = new Set<GuardedPods>();

  constructor(budgets: readonly GuardedPods[]) {
    for (const guarded of budgets) for (const pods of guarded.classes) this.#guards.set(pods.index, guarded);
  }

  /** Counts the pods that have a node at the start. DaemonSet and static pods always have one. */
  start(classes: readonly PodClass[], placed: ReadonlyMap<number, number>): void {
    for (const pods of classes) {
      const guarded = this.#guards.get(pods.index);
      if (guarded === undefined) continue;
      const count = pods.role === "evicted" ? (placed.get(pods.index) ?? 0) : pods.pods.length;
      this.#healthy.set(guarded, (this.#healthy.get(guarded) ?? 0) + count);
    }
    // A budget that is already short of pods when nothing has moved is not what the move breaks.
    for (const guarded of new Set(this.#guards.values())) {
      if (disruptionsAllowed(guarded.allowance, this.#healthy.get(guarded) ?? 0) === 0) this.release(guarded);
    }
  }

  guarding(pods: PodClass): GuardedPods | undefined {
    return this.#guards.get(pods.index);
  }

  allowed(pods: PodClass): number {
    const guarded = this.#guards.get(pods.index);
    if (guarded === undefined || this.#released.has(guarded)) return Number.POSITIVE_INFINITY;
    return disruptionsAllowed(guarded.allowance, this.#healthy.get(guarded) ?? 0);
  }

  lost(pods: PodClass, count: number): void {
    this.#change(pods, -count);
  }

  regained(pods: PodClass, count: number): void {
    this.#change(pods, count);
  }

  #change(pods: PodClass, by: number): void {
    const guarded = this.#guards.get(pods.index);
    if (guarded !== undefined) this.#healthy.set(guarded, (this.#healthy.get(guarded) ?? 0) + by);
  }

  /** Stops counting: the drain is past this budget by force, and the rest of the roll is looked at without it. */
  release(guarded: GuardedPods): void {
    this.#released.add(guarded);
  }

  isReleased(guarded: GuardedPods): boolean {
    return this.#released.has(guarded);
  }
}
