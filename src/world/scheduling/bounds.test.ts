import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { testNode, testWorld } from "../../guarantees/testing.ts";
import type { KubeObject } from "../resource.ts";
import { Board } from "./board.ts";
import { impossible } from "./bounds.ts";
import { podClasses } from "./pod-class.ts";

/** A kind of pod: what it asks for, how many there are, and whether it may only run on nodes of pool `a`. */
interface Kind {
  readonly cpu: number;
  readonly memory: number;
  readonly count: number;
  readonly onlyA: boolean;
}

interface Size {
  readonly cpu: number;
  readonly memory: number;
  readonly inA: boolean;
}

const kind = fc.record({
  cpu: fc.integer({ min: 1, max: 5 }),
  memory: fc.integer({ min: 1, max: 5 }),
  count: fc.integer({ min: 1, max: 3 }),
  onlyA: fc.boolean(),
});
const size = fc.record({
  cpu: fc.integer({ min: 1, max: 6 }),
  memory: fc.integer({ min: 1, max: 6 }),
  inA: fc.boolean(),
});

function boardOf(kinds: readonly Kind[], sizes: readonly Size[]): Board {
  const nodes = sizes.map(({ cpu, memory, inA }, index) =>
    testNode(`worker-${index}`, {
      labels: inA ? { pool: "a" } : {},
      allocatable: { cpu: String(cpu), memory: String(memory), pods: "110" },
    }),
  );
  const objects = kinds.map(({ cpu, memory, count, onlyA }, index): KubeObject => {
    const requests = { cpu: String(cpu), memory: String(memory) };
    const spec = {
      containers: [{ name: "main", resources: { requests } }],
      ...(onlyA ? { nodeSelector: { pool: "a" } } : {}),
    };
    return {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { namespace: "shop", name: `kind-${index}` },
      spec: { replicas: count, template: { metadata: { labels: { app: `kind-${index}` } }, spec } },
    };
  });
  const world = testWorld(objects, { nodes });
  const board = new Board(podClasses(world.workloads, world.objects), nodes, 25, () => ({}));
  nodes.forEach((_, node) => {
    board.join(node);
  });
  return board;
}

function waitingOf(board: Board): Map<number, number> {
  return new Map(board.classes.map((pods) => [pods.index, pods.pods.length]));
}

/** Whether any arrangement holds all pods, by trying every one. */
function anyArrangement(kinds: readonly Kind[], sizes: readonly Size[]): boolean {
  const pods = kinds.flatMap((one) => Array.from({ length: one.count }, () => one));
  const left = sizes.map((one) => ({ ...one }));
  const place = (index: number): boolean => {
    const pod = pods[index];
    if (pod === undefined) return true;
    return left.some((node) => {
      if (pod.cpu > node.cpu || pod.memory > node.memory || (pod.onlyA && !node.inA)) return false;
      node.cpu -= pod.cpu;
      node.memory -= pod.memory;
      const done = place(index + 1);
      node.cpu += pod.cpu;
      node.memory += pod.memory;
      return done;
    });
  };
  return place(0);
}

const kinds = fc.array(kind, { minLength: 1, maxLength: 3 });
const sizes = fc.array(size, { minLength: 1, maxLength: 3 });

describe("impossible", () => {
  it("only claims what trying every arrangement confirms", () => {
    fc.assert(
      fc.property(kinds, sizes, (pods, nodes) => {
        const board = boardOf(pods, nodes);
        const proven = board.classes.some((one) => impossible(board, waitingOf(board))(one) !== undefined);
        if (proven) expect(anyArrangement(pods, nodes)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it("is never made true by one more node", () => {
    fc.assert(
      fc.property(kinds, sizes, size, (pods, nodes, more) => {
        const few = boardOf(pods, nodes);
        const many = boardOf(pods, [...nodes, more]);
        few.classes.forEach((one, index) => {
          const other = many.classes[index];
          const flags = few.fit(one);
          // Pods that fit no node at all are not this bound's to judge.
          if (other === undefined || !flags.includes(1)) return;
          if (impossible(few, waitingOf(few))(one) !== undefined) return;
          // A new node widens the pool, and with it the pods that count: only the class's own bound may not fall.
          const proof = impossible(many, waitingOf(many))(other);
          expect(proof?.kind).not.toBe("one-pod");
          if (proof?.kind === "all-pods") expect(anyArrangement(pods, [...nodes, more])).toBe(false);
        });
      }),
      { numRuns: 500 },
    );
  });
});

it("does not count pods that no node takes against those that have one", () => {
  const stuck = { cpu: 4, memory: 1, count: 3, onlyA: true };
  const board = boardOf(
    [{ cpu: 2, memory: 1, count: 2, onlyA: false }, stuck],
    [{ cpu: 4, memory: 4, inA: false }],
  );
  const prove = impossible(board, waitingOf(board));
  expect(board.classes.map((one) => prove(one))).toEqual([undefined, undefined]);
});

describe("first fit", () => {
  it("places no fewer pods when a node is added behind the others", () => {
    const placeAll = (board: Board) => {
      let placed = 0;
      for (const pods of board.classes) {
        let left = pods.pods.length;
        for (let node = 0; node < board.nodes.length && left > 0; node++)
          left -= board.place(pods, node, left);
        placed += pods.pods.length - left;
      }
      return placed;
    };
    fc.assert(
      fc.property(kinds, sizes, size, (pods, nodes, more) => {
        expect(placeAll(boardOf(pods, [...nodes, more]))).toBeGreaterThanOrEqual(
          placeAll(boardOf(pods, nodes)),
        );
      }),
    );
  });

  it("never puts more on a node than it offers", () => {
    fc.assert(
      fc.property(kinds, sizes, (pods, nodes) => {
        const board = boardOf(pods, nodes);
        for (const one of board.classes)
          for (let node = 0; node < nodes.length; node++) board.place(one, node, 3);
        for (const room of board.room)
          for (const amount of room) expect(amount).toBeGreaterThanOrEqual(-1e-6);
      }),
    );
  });
});
