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
  const flags = board.fit(pods);
  let candidates = nodes.filter((node) => flags[node] === 1);
  while (left > 0) {
    const before = left;
    const offered: number[] = [];
    for (const node of emptiestFirst(board, candidates)) {
      if (left === 0) break;
      offered.push(node);
      left -= board.place(pods, node, 1);
    }
    candidates = offered;
    if (left === before) break;
  }
  return count - left;
}

/** Few pods are placed at a time: so many nodes are picked one by one before the rest is worth sorting. */
const PICKED = 8;

/** Nodes by how many classes have pods there at this moment, those with as many in the order they were. */
function* emptiestFirst(board: Board, nodes: readonly number[]): Iterable<number> {
  const sizes = new Int32Array(nodes.length);
  for (let index = 0; index < nodes.length; index++) sizes[index] = board.podsOn(nodes[index] ?? 0).size;
  const size = (index: number): number => sizes[index] ?? 0;
  for (let picked = 0; picked < Math.min(PICKED, nodes.length); picked++) {
    let best = 0;
    for (let index = 1; index < sizes.length; index++) if (size(index) < size(best)) best = index;
    sizes[best] = TAKEN;
    yield nodes[best] ?? 0;
  }
  const rest = nodes.map((_, index) => index).filter((index) => size(index) !== TAKEN);
  for (const index of rest.sort((a, b) => size(a) - size(b))) yield nodes[index] ?? 0;
}

/** More than any node has. */
const TAKEN = 2 ** 31 - 1;
