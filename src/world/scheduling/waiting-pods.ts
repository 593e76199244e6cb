import type { Board } from "./board.ts";
import type { BudgetBook } from "./budget-book.ts";
import type { PodClass } from "./pod-class.ts";

/** Evicted pods on their way to a node. */
export class WaitingPods {
  readonly #board: Board;
  readonly #book: BudgetBook;
  /** Nodes in the order the pods are offered them: the newest first. */
  readonly #offer: number[] = [];
  /** The same without the nodes that do not fit, for classes that fit the same ones. */
  readonly #fitting = new Map<Uint8Array, readonly number[]>();
  #joined = 0;
  /** By class index, pods that some node, now or later, could take. */
  readonly #waiting = new Map<number, number>();
  /** Pods that no node will ever take: why that is so is for others to find. */
  readonly #lost = new Map<number, number>();
  /** How many nodes had joined when a class no rule binds was last offered every node. */
  readonly #offered = new Map<number, number>();

  constructor(board: Board, book: BudgetBook) {
    this.#board = board;
    this.#book = book;
  }

  nodeJoined(node: number): void {
    this.#fitting.clear();
    this.#offer.unshift(node);
    this.#joined++;
  }

  nodeLeft(node: number): void {
    this.#fitting.clear();
    const position = this.#offer.indexOf(node);
    if (position >= 0) this.#offer.splice(position, 1);
  }

  add(pods: PodClass, count: number): void {
    this.#book.lost(pods, count);
    this.#waiting.set(pods.index, (this.#waiting.get(pods.index) ?? 0) + count);
  }

  /** Pods that could be placed if there were room, or if rules between pods allowed it. */
  get counts(): ReadonlyMap<number, number> {
    return this.#waiting;
  }

  countOf(pods: PodClass): number {
    return (this.#waiting.get(pods.index) ?? 0) + (this.#lost.get(pods.index) ?? 0);
  }

  isLost(pods: PodClass): boolean {
    return this.#lost.has(pods.index);
  }

  /** Places whom it can; whether that was anybody. */
  place(): boolean {
    let any = false;
    for (const [index, count] of this.#waiting) {
      const pods = this.#board.classes[index];
      if (pods === undefined || this.#offered.get(index) === this.#joined) continue;
      const left = this.#placeClass(pods, count);
      if (left < count) {
        any = true;
        this.#book.regained(pods, count - left);
      }
      if (left === 0) this.#waiting.delete(index);
      else if (this.#board.hasNode(pods)) this.#waiting.set(index, left);
      else {
        this.#waiting.delete(index);
        this.#lost.set(index, (this.#lost.get(index) ?? 0) + left);
      }
    }
    return any;
  }

  /** How many of the pods still wait. */
  #placeClass(pods: PodClass, count: number): number {
    const offered = this.#offered.get(pods.index);
    // Room on a node never grows before it is drained: what was full for a class stays so, and only news count.
    const nodes = offered === undefined ? this.#nodesFor(pods) : this.#offer.slice(0, this.#joined - offered);
    let left = count;
    for (const node of nodes) {
      if (left === 0) return 0;
      left -= this.#board.place(pods, node, left);
    }
    if (left > 0 && this.#board.isFree(pods)) this.#offered.set(pods.index, this.#joined);
    return left;
  }

  #nodesFor(pods: PodClass): readonly number[] {
    const flags = this.#board.fit(pods);
    const known = this.#fitting.get(flags) ?? this.#offer.filter((node) => flags[node] === 1);
    this.#fitting.set(flags, known);
    return known;
  }
}
