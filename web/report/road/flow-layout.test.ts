import fc from "fast-check";
import { expect, test } from "vitest";
import { readyRoad, shopRoad } from "../../../src/report/testing/road.ts";
import type { Flow } from "./flow-graph.ts";
import { type FlowBox, layOutFlow } from "./flow-layout.ts";
import { drawnLines } from "./flow-lines.ts";

const layout = layOutFlow(shopRoad.flow);
const boxes = [...layout.boxes.values()];
const lines = drawnLines(layout);

test("every node is drawn once, none on another, all within the drawing", () => {
  expect(boxes).toHaveLength(shopRoad.flow.nodes.length);
  expectApart(boxes);
  for (const { x, y, width, height } of boxes) {
    expect(Math.min(x, y)).toBeGreaterThan(0);
    expect(x + width).toBeLessThanOrEqual(layout.width);
    expect(y + height).toBeLessThanOrEqual(layout.height);
  }
});

test("every answer is on a line, and no line runs behind a node", () => {
  const answers = lines.flatMap((line) => line.answers);
  expect(answers).toHaveLength(shopRoad.flow.edges.length);
  for (const { from, to, points } of lines) {
    const others = boxes.filter(({ node }) => node.id !== from && node.id !== to);
    points.slice(1).forEach(([x2, y2], index) => {
      const [x1, y1] = points[index] ?? [0, 0];
      const hit = others.filter(
        (box) =>
          Math.max(x1, x2) > box.x &&
          Math.min(x1, x2) < box.x + box.width &&
          Math.max(y1, y2) > box.y &&
          Math.min(y1, y2) < box.y + box.height,
      );
      expect(hit.map(({ node }) => `${from} to ${to} behind ${node.id}`)).toEqual([]);
    });
  }
});

test("no label lies on a node or on another label", () => {
  const labels = lines.flatMap(({ label }) => label);
  const taken = [
    ...boxes,
    ...labels.map(({ x, y, text }) => ({ x, y: y - 10, width: text.length * 6, height: 12 })),
  ];
  expectApart(taken);
  expect(labels.filter(({ text }) => text.includes("…"))).toEqual([]);
});

test("the way taken goes from left to right, and in the next tier again", () => {
  for (const road of [shopRoad, readyRoad]) {
    const { boxes: placed } = layOutFlow(road.flow);
    const way = [...road.turns.map(({ node }) => node), road.outcome.id].map((id) => placed.get(id));
    way.slice(1).forEach((box, index) => {
      const before = way[index];
      if (box === undefined || before === undefined) throw new Error("every node of the way is drawn");
      expect(box.tier > before.tier || box.x > before.x).toBe(true);
    });
  }
});

test("where a cluster goes moves nothing", () => {
  const places = (flow: Flow) =>
    [...layOutFlow(flow).boxes.values()].map(({ node, x, y }) => [node.id, x, y]);
  expect(places(readyRoad.flow)).toEqual(places(shopRoad.flow));
});

/** Any flow with an end: answers lead to later nodes alone. */
const anyFlow: fc.Arbitrary<Flow> = fc
  .array(fc.array(fc.nat({ max: 5 }), { maxLength: 3 }), { minLength: 1, maxLength: 14 })
  .map((next) => ({
    nodes: next.map((_, at) => ({
      id: `n${at}`,
      kind: "question" as const,
      title: `Question ${at}`.repeat((at % 3) + 1),
      place: "not-taken" as const,
    })),
    edges: next.flatMap((steps, at) =>
      steps
        .map((step) => at + 1 + step)
        .filter((to) => to < next.length)
        .map((to, answer) => ({
          from: `n${at}`,
          to: `n${to}`,
          value: `${answer}`,
          label: `answer ${answer}`,
          place: "not-taken" as const,
        })),
    ),
  }));

test("any flow is laid out, and no node lies on another", () => {
  fc.assert(
    fc.property(anyFlow, (flow) => {
      const any = layOutFlow(flow);
      expect(any.boxes.size).toBe(flow.nodes.length);
      expectApart([...any.boxes.values()]);
      expect(drawnLines(any)).toHaveLength(any.lines.length);
    }),
    { numRuns: 300 },
  );
});

function expectApart(rects: readonly Pick<FlowBox, "x" | "y" | "width" | "height">[]): void {
  rects.forEach((one, index) => {
    for (const other of rects.slice(index + 1)) {
      const apart =
        one.x + one.width <= other.x ||
        other.x + other.width <= one.x ||
        one.y + one.height <= other.y ||
        other.y + other.height <= one.y;
      if (!apart) throw new Error(`${JSON.stringify(one)} lies on ${JSON.stringify(other)}`);
    }
  });
}
