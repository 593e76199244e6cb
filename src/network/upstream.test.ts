import { describe, expect, it } from "vitest";
import { testWorld } from "../guarantees/testing.ts";
import { answersOf } from "./testing/answers.ts";
import { UPSTREAM } from "./testing/upstream-cases.ts";
import { upstreamObjects } from "./testing/upstream-objects.ts";

/** Upstream's matrix: everything allowed, then each line's change in order. */
function matrix(ids: readonly string[], changes: readonly string[]): string[] {
  const pairs = new Map<string, string>();
  for (const from of ids) for (const to of ids) if (from !== to) pairs.set(`${from} > ${to}`, "allowed");
  for (const change of changes) {
    const [from, to] = change.replace(/^\+/, "").split(" > ") as [string, string];
    for (const pair of pairs.keys()) {
      const [a, b] = pair.split(" > ") as [string, string];
      if (fits(a, from) && fits(b, to)) pairs.set(pair, change.startsWith("+") ? "allowed" : "denied");
    }
  }
  return [...pairs].map(([pair, answer]) => `${pair}: ${answer}`);
}

function fits(id: string, pattern: string): boolean {
  return pattern === "*" || pattern === id || (pattern.endsWith("/*") && id.startsWith(pattern.slice(0, -1)));
}

describe("upstream's end-to-end tests of NetworkPolicy", () => {
  it.each(UPSTREAM.map((one) => [one.title, one] as const))("%s", (_title, one) => {
    const { ask } = answersOf(testWorld(upstreamObjects(one), { nodes: [] }));
    const ids = one.pods.split(" ");
    for (const [port, changes] of Object.entries(one.expected)) {
      const found = ids.flatMap((from) =>
        ids.filter((to) => to !== from).map((to) => `${from} > ${to}: ${ask(from, to, port)}`),
      );
      expect(found, port).toEqual(matrix(ids, changes));
    }
  });
});
