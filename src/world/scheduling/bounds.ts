import type { Board } from "./board.ts";
import type { PodClass } from "./pod-class.ts";
import { shortOf, take } from "./room.ts";

/** Why no arrangement of the pods whatever can hold them: amounts of one resource. */
export interface Impossible {
  readonly kind: "one-pod" | "all-pods";
  readonly resource: string;
  /** What one pod, or all pods that can only run on those nodes, ask for. */
  readonly asked: number;
  /** What one of those nodes, or all of them together, offer besides DaemonSet and static pods. */
  readonly offered: number;
}

/**
 * A proof that pods of a class cannot all be placed on the open nodes, or undefined where there is none. Two
 * bounds: one pod asks for more than any node it may run on offers; all the pods that may run on no other node
 * ask for more than those nodes offer together. `waiting` are the pods without a node, by class index. Asked for
 * many classes at one moment, it does the sums once for classes that fit the same nodes.
 */
export function impossible(
  board: Board,
  waiting: ReadonlyMap<number, number>,
): (pods: PodClass) => Impossible | undefined {
  const byFit = new Map<Uint8Array, { pool: readonly number[]; together: Impossible | undefined }>();
  return (pods) => {
    const flags = board.fit(pods);
    let known = byFit.get(flags);
    if (known === undefined) {
      const pool = board.nodes
        .map((_, node) => node)
        .filter((node) => board.isOpen(node) && flags[node] === 1);
      known = { pool, together: allPods(board, pool, waiting) };
      byFit.set(flags, known);
    }
    return known.pool.length === 0 ? undefined : (onePod(board, pods, known.pool) ?? known.together);
  };
}

function onePod(board: Board, pods: PodClass, pool: readonly number[]): Impossible | undefined {
  const need = board.needs[pods.index];
  if (need === undefined) return undefined;
  let best: Impossible | undefined;
  for (const node of pool) {
    const offer = board.offers[node];
    const short = offer === undefined ? undefined : shortOf(offer, need);
    if (offer === undefined || short === undefined) return undefined;
    const offered = offer[short] ?? 0;
    if (best === undefined || offered > best.offered) {
      best = { kind: "one-pod", resource: board.resources[short] ?? "", asked: need[short] ?? 0, offered };
    }
  }
  return best;
}

function allPods(
  board: Board,
  pool: readonly number[],
  waiting: ReadonlyMap<number, number>,
): Impossible | undefined {
  const inPool = new Uint8Array(board.nodes.length);
  for (const node of pool) inPool[node] = 1;
  const asked = new Float64Array(board.resources.length);
  for (const pods of board.classes) {
    const need = board.needs[pods.index];
    if (need === undefined || pods.role === "daemon" || pods.role === "static") continue;
    let count = waiting.get(pods.index) ?? 0;
    for (const [node, here] of board.nodesOf(pods)) if (inPool[node] === 1) count += here;
    if (count > 0 && confined(board, pods, inPool)) take(asked, need, -count);
  }
  const offered = new Float64Array(board.resources.length);
  for (const node of pool) {
    const offer = board.offers[node];
    if (offer !== undefined) take(offered, offer, -1);
  }
  const index = shortOf(offered, asked);
  if (index === undefined) return undefined;
  return {
    kind: "all-pods",
    resource: board.resources[index] ?? "",
    asked: asked[index] ?? 0,
    offered: offered[index] ?? 0,
  };
}

/** Whether a class may run on open nodes of the pool and on no other open node. */
function confined(board: Board, pods: PodClass, inPool: Uint8Array): boolean {
  const flags = board.fit(pods);
  let any = false;
  for (let node = 0; node < inPool.length; node++) {
    if (flags[node] !== 1 || !board.isOpen(node)) continue;
    if (inPool[node] !== 1) return false;
    any = true;
  }
  return any;
}
