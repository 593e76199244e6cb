import type { Board } from "./board.ts";
import type { PodClass } from "./pod-class.ts";

/** Classes of which some pods found no node even before anything moved: nothing is claimed of those pods. */
export interface Populated {
  /** Pods of each class that have a place, by class index. */
  readonly placed: ReadonlyMap<number, number>;
  /** False where at least one pod's node was read; true where the places are guessed. */
  readonly guessed: boolean;
}

/**
 * Puts every pod where it is. Pods whose node is known go there without question; the others are spread over
 * the nodes that may take them, as the scheduler's defaults would, hungriest classes first.
 */
export function populate(board: Board, nodes: readonly number[]): Populated {
  const byName = new Map<string, number>();
  for (const node of nodes) {
    const model = board.nodes[node];
    // A replacement holds the pods of the machine it replaced: its Node object is the one they name.
    if (model !== undefined) byName.set(model.resource.ref.name, node);
  }
  const placed = new Map<number, number>();
  let known = false;
  const homeless: { pods: PodClass; count: number }[] = [];
  for (const pods of board.classes) {
    let unknown = 0;
    for (const pod of pods.pods) {
      const node = pod.nodeName === undefined ? undefined : byName.get(pod.nodeName);
      if (node === undefined) {
        unknown++;
        continue;
      }
      known = true;
      board.change(pods, node, 1);
      placed.set(pods.index, (placed.get(pods.index) ?? 0) + 1);
    }
    // A cron job's next pods are not there yet, and gone again soon: they take nobody's place.
    const stays = pods.role === "evicted" && !pods.workload.transient;
    if (unknown > 0 && stays) homeless.push({ pods, count: unknown });
  }
  for (const node of nodes) placeDaemons(board, node);
  homeless.sort((a, b) => weight(board, b.pods) - weight(board, a.pods));
  for (const { pods, count } of homeless) {
    const found = spreadOut(board, pods, nodes, count);
    placed.set(pods.index, (placed.get(pods.index) ?? 0) + found);
  }
  return { placed, guessed: !known };
}

/** Every DaemonSet that may run on the node and has no pod there gets one. */
export function placeDaemons(board: Board, node: number): void {
  for (const pods of board.daemons) {
    if (board.fit(pods)[node] === 1 && !board.podsOn(node).has(pods.index)) board.change(pods, node, 1);
  }
}

/** The largest share of any node's offer one pod of the class takes. */
export function weight(board: Board, pods: PodClass): number {
  const need = board.needs[pods.index];
  const offer = board.offers[0];
  if (need === undefined || offer === undefined) return 0;
  let share = 0;
  for (let index = 0; index < need.length; index++) {
    const whole = offer[index] ?? 0;
    if (whole > 0 && whole !== Number.POSITIVE_INFINITY) share = Math.max(share, (need[index] ?? 0) / whole);
  }
  return share;
}

function spreadOut(board: Board, pods: PodClass, nodes: readonly number[], count: number): number {
  let left = count;
  const candidates = nodes.filter((node) => board.fit(pods)[node] === 1);
  while (left > 0) {
    const before = left;
    candidates.sort((a, b) => board.podsOn(a).size - board.podsOn(b).size);
    for (const node of candidates) if (left > 0) left -= board.place(pods, node, 1);
    if (left === before) break;
  }
  return count - left;
}
