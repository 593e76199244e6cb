import type { NodeModel } from "../node.ts";
import type { Labels } from "../selector.ts";
import type { Minor } from "../version.ts";
import type { Roll } from "../world.ts";
import { Board } from "./board.ts";
import { type Impossible, impossible } from "./bounds.ts";
import { BudgetBook, type GuardedPods } from "./budget-book.ts";
import type { PodClass } from "./pod-class.ts";
import { placeDaemons, populate, weight } from "./populate.ts";
import { WaitingPods } from "./waiting-pods.ts";

export interface RollInput {
  readonly roll: Roll;
  readonly classes: readonly PodClass[];
  /** Budgets that do allow an eviction while all their pods are ready, with the classes they guard. */
  readonly budgets: readonly GuardedPods[];
  readonly minor: Minor;
  readonly namespaceLabels: (namespace: string) => Labels;
}

/** A drain that stops: the budget allows no more evictions, because evicted pods found no place. */
export interface Deadlock {
  readonly budget: GuardedPods;
  /** Pods that cannot be evicted, and the node they are on. */
  readonly stuck: PodClass;
  readonly node: NodeModel;
  /** The budget's pods that wait for a node. */
  readonly waiting: PodClass;
  readonly waitingCount: number;
  /** True where the waiting pods never find a node, whatever runs where, for their own rules. */
  readonly certain: boolean;
}

/** Evicted pods that find no node. */
export interface Unplaced {
  readonly pods: PodClass;
  readonly count: number;
  /** The node they were evicted from when it first happened. */
  readonly node: NodeModel;
  /** `room`: no node has enough left; `rules`: their own or other pods' rules keep them out. */
  readonly reason: "room" | "rules";
  /** Set where no arrangement could hold them; else another order might. */
  readonly proof: Impossible | undefined;
  /** False where they find a place once the drained node is back. */
  readonly lasting: boolean;
}

export interface RollOutcome {
  readonly deadlocks: readonly Deadlock[];
  readonly unplaced: readonly Unplaced[];
  /** True where no pod's node was read, so that the first placement is a guess. */
  readonly guessed: boolean;
}

/**
 * Replaces all nodes one by one as Cluster API does: `surge` new nodes join first, an old one is cordoned and
 * drained through the eviction API, then it goes. Evicted pods go to new nodes where they may (old ones bear
 * `node.cluster.x-k8s.io/outdated-revision:PreferNoSchedule`). Control-plane nodes go first.
 *
 * A placement that is found shows that the pods can be placed; one that is not found proves nothing by itself.
 */
export function simulateRoll(input: RollInput): RollOutcome {
  return new Replacement(input).run();
}

class Replacement {
  readonly #input: RollInput;
  readonly #board: Board;
  readonly #book: BudgetBook;
  readonly #waiting: WaitingPods;
  /** Old nodes in the order they go, control-plane nodes first. */
  readonly #order: readonly number[];
  readonly #deadlocks: Omit<Deadlock, "certain">[] = [];
  readonly #unplaced = new Map<number, Unplaced>();
  /** Static pods by the name of their node. */
  readonly #statics = new Map<string, PodClass[]>();
  #joined = 0;

  constructor(input: RollInput) {
    const { from, to } = input.roll;
    this.#input = input;
    this.#board = new Board(input.classes, [...from, ...to], input.minor, input.namespaceLabels);
    this.#book = new BudgetBook(input.budgets);
    this.#waiting = new WaitingPods(this.#board, this.#book);
    for (const pods of input.classes) {
      const node = pods.role === "static" ? pods.pods[0]?.nodeName : undefined;
      if (node !== undefined) this.#statics.set(node, [...(this.#statics.get(node) ?? []), pods]);
    }
    const isControlPlane = (node: number) => from[node]?.role === "control-plane";
    const all = from.map((_, node) => node);
    this.#order = [...all.filter(isControlPlane), ...all.filter((node) => !isControlPlane(node))];
  }

  run(): RollOutcome {
    const { from, surge } = this.#input.roll;
    from.forEach((model, node) => {
      this.#board.join(node, !model.unschedulable);
      this.#waiting.nodeJoined(node);
    });
    const { placed, guessed } = populate(this.#board, this.#order);
    this.#book.start(this.#input.classes, placed);
    this.#order.forEach((node, step) => {
      this.#joinUpTo(step + surge);
      this.#drain(node);
      this.#remove(node);
      if (this.#joined <= step) {
        this.#note(node, false);
        this.#joinUpTo(step + 1);
      }
      this.#waiting.place();
      this.#note(node, true);
    });
    // Pods no node will ever take are others' findings: that they wait now is no matter of room.
    const unplaced = [...this.#unplaced.values()].filter(({ pods }) => !this.#waiting.isLost(pods));
    const deadlocks = this.#deadlocks.map((deadlock) => ({
      ...deadlock,
      certain: this.#waiting.isLost(deadlock.waiting),
    }));
    return { deadlocks, unplaced, guessed };
  }

  #joinUpTo(count: number): void {
    const { from, to } = this.#input.roll;
    for (; this.#joined < Math.min(count, this.#order.length); this.#joined++) {
      const old = this.#order[this.#joined] ?? 0;
      if (to[old] === undefined) continue;
      const node = from.length + old;
      this.#board.join(node);
      // The new machine runs the same static pods: they come from files, not from the API.
      for (const pods of this.#statics.get(from[old]?.resource.ref.name ?? "") ?? []) {
        this.#board.change(pods, node, 1);
      }
      placeDaemons(this.#board, node);
      this.#waiting.nodeJoined(node);
    }
  }

  /** Evicts what the budgets allow, places it, and goes on until the node is empty or nothing moves any more. */
  #drain(node: number): void {
    this.#board.cordon(node);
    const here = this.#evictable(node);
    const left = (pods: PodClass) => this.#board.podsOn(node).get(pods.index) ?? 0;
    for (;;) {
      let moved = this.#waiting.place();
      for (const pods of here) {
        const count = Math.min(left(pods), this.#book.allowed(pods));
        if (count === 0) continue;
        this.#evict(pods, node, count);
        moved = true;
      }
      if (!moved) break;
    }
    for (const pods of here) {
      const count = left(pods);
      if (count === 0) continue;
      this.#deadlock(pods, node);
      this.#evict(pods, node, count);
    }
  }

  /** The node's pods that a drain evicts, hungriest first: the order that leaves the fewest without a place. */
  #evictable(node: number): readonly PodClass[] {
    const here: { pods: PodClass; weight: number }[] = [];
    for (const index of this.#board.podsOn(node).keys()) {
      const pods = this.#input.classes[index];
      if (pods?.role === "evicted") here.push({ pods, weight: weight(this.#board, pods) });
    }
    return here.sort((a, b) => b.weight - a.weight).map(({ pods }) => pods);
  }

  #evict(pods: PodClass, node: number, count: number): void {
    this.#board.change(pods, node, -count);
    this.#waiting.add(pods, count);
  }

  #remove(node: number): void {
    for (const [index, count] of [...this.#board.podsOn(node)]) {
      const pods = this.#input.classes[index];
      if (pods === undefined) continue;
      if (pods.role === "skipped") this.#evict(pods, node, count);
      else this.#board.change(pods, node, -count);
    }
    this.#board.leave(node);
    this.#waiting.nodeLeft(node);
  }

  #deadlock(stuck: PodClass, node: number): void {
    const model = this.#board.nodes[node];
    const budget = this.#book.guarding(stuck);
    if (budget === undefined || model === undefined || this.#book.isReleased(budget)) return;
    // Its arithmetic was satisfied before the drain: pods that wait for a node are what it misses now.
    const waiting = budget.classes.find((pods) => this.#waiting.countOf(pods) > 0);
    this.#book.release(budget);
    if (waiting === undefined) return;
    this.#deadlocks.push({
      budget,
      stuck,
      node: model,
      waiting,
      waitingCount: this.#waiting.countOf(waiting),
    });
  }

  /** Remembers who waits for a node after this one is gone, where an open node could take them. */
  #note(node: number, lasting: boolean): void {
    const model = this.#board.nodes[node];
    const proofOf = impossible(this.#board, this.#waiting.counts);
    for (const [index, count] of this.#waiting.counts) {
      const pods = this.#input.classes[index];
      const known = this.#unplaced.get(index);
      if (pods === undefined || model === undefined) continue;
      if (known !== undefined && (known.lasting || !lasting) && known.count >= count) continue;
      const refusals = new Set(this.#board.nodes.map((_, other) => this.#board.refusal(pods, other)));
      if (!refusals.has("room") && !refusals.has("rules")) continue;
      this.#unplaced.set(index, {
        pods,
        count: Math.max(count, known?.count ?? 0),
        node: known?.node ?? model,
        reason: refusals.has("room") ? "room" : "rules",
        proof: known?.proof ?? proofOf(pods),
        lasting: lasting || (known?.lasting ?? false),
      });
    }
  }
}
