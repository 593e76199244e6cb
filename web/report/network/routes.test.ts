import { expect, test } from "vitest";
import { networkAssessment } from "../../../test/html/support/network.ts";
import { Anchors } from "./anchors.ts";
import { edgesOf, namedWorkloads } from "./edges.ts";
import { layOut } from "./layout.ts";
import { routesOf } from "./routes.ts";
import { endWords, portsWords, statesWords } from "./words.ts";

function drawn(workloads: number) {
  const { network } = networkAssessment(workloads);
  if (network === undefined) throw new Error("the example has a network");
  const anchors = new Anchors(network);
  const edges = network.comparisons.map((comparison) => edgesOf(comparison, anchors));
  const used = new Set(edges.flat().flatMap(({ from, to }) => [from, to]));
  const layout = layOut(network, namedWorkloads(network.comparisons, anchors), used);
  return { network, anchors, edges, layout };
}

test("the same network is drawn the same, every workload once", () => {
  const one = drawn(300);
  expect(drawn(300).layout).toEqual(one.layout);
  const ids = one.layout.boxes.flatMap(({ chips }) => chips.map(({ id }) => id));
  expect(new Set(ids).size).toBe(300);
  expect(one.layout.width).toBe(880);
  for (const { x, width } of one.layout.boxes) expect(x + width).toBeLessThanOrEqual(880);
});

test("every change is on a line, and every line has a path", () => {
  const { edges, layout, network } = drawn(300);
  edges.forEach((own, index) => {
    const rows = new Set(own.flatMap((edge) => edge.rows));
    expect(rows.size).toBe(network.comparisons[index]?.changes.length);
    const routes = routesOf(own, layout);
    expect(routes).toHaveLength(own.length);
    for (const { path } of routes) expect(path).toMatch(/^M[\d. ]+[LQ][\d. LQ-]+$/);
  });
});

test("many lines are drawn from namespace to namespace", () => {
  const { network, anchors } = drawn(300);
  const [first] = network.comparisons;
  const one = (at: number, index: number) => ({
    type: "workload" as const,
    namespace: network.namespaces[at]?.name ?? "",
    name: `service-${at}-${index}`,
    kind: network.namespaces[at]?.workloads[index]?.kind ?? "",
  });
  if (first === undefined) throw new Error("the example has comparisons");
  const changes = Array.from({ length: 100 }, (_, index) => ({
    change: "lost" as const,
    from: { ends: [one(1 + (index % 4), index % 25)], more: 0 },
    to: { ends: [one(5, index % 25)], more: 0 },
    ports: { TCP: [[index + 1, index + 1] as [number, number]] },
  }));
  const edges = edgesOf({ ...first, changes }, anchors);
  expect(edges.map(({ from, to, rows }) => `${from} ${to} ${rows.length}`).sort()).toEqual([
    "n1 n5 25",
    "n2 n5 25",
    "n3 n5 25",
    "n4 n5 25",
  ]);
});

test.each([
  [{ TCP: [[1, 65535]], UDP: [[1, 65535]], SCTP: [[1, 65535]] }, "all ports"],
  [
    {
      TCP: [
        [80, 80],
        [8000, 8999],
      ],
      UDP: [[53, 53]],
    },
    "TCP 80, 8000-8999; UDP 53",
  ],
  [{ UDP: [[1, 65535]] }, "all UDP"],
] as const)("ports %j: %s", (ports, words) => {
  expect(portsWords(JSON.parse(JSON.stringify(ports)))).toBe(words);
});

test("ends and states in words", () => {
  expect(endWords({ type: "nodes", names: ["a"], more: 0, all: false })).toBe("node a");
  expect(endWords({ type: "nodes", names: ["a", "b"], more: 3, all: false })).toBe("5 nodes");
  const some = {
    type: "workload",
    namespace: "a",
    name: "b",
    kind: "Job",
    pods: { changed: 1, all: 3 },
  } as const;
  expect(endWords(some)).toBe("a/b (1 of 3 pods)");
  const positions = new Map(["a", "b", "c", "d"].map((id, at) => [id, at]));
  expect(statesWords(["a", "b", "c"], positions)).toBe("1 to 3");
  expect(statesWords(["a", "d", "other"], positions)).toBe("1 and 4");
});
