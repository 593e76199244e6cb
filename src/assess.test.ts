import { expect, it } from "vitest";
import { assess } from "./assess.ts";
import { loadProfile } from "./config/profiles.ts";
import type { Guarantee } from "./guarantees/guarantee.ts";
import { createCollector } from "./observe/collector.ts";

function asked(id: string, judge: () => void): Guarantee {
  return {
    id,
    promise: id,
    needs: [],
    causes: [],
    reads: (world) => [world.nodes],
    judge: () => {
      judge();
      return [];
    },
  };
}

it("hears a person's Ctrl-C between two guarantees", async () => {
  const stop = new AbortController();
  const seen: string[] = [];
  const guarantees = [
    asked("first", () => {
      seen.push("first");
      // As a signal handler would: it runs only once the thread is let go.
      setImmediate(() => stop.abort(new Error("interrupted")));
    }),
    asked("second", () => seen.push("second")),
    asked("third", () => seen.push("third")),
  ];
  const collector = createCollector();
  const node = { apiVersion: "v1", kind: "Node", metadata: { name: "worker-1" } };
  collector.add(node, { kind: "snapshot", source: "test" });
  const assessed = assess(collector.finish(["test"], { assumeComplete: true }), {
    profile: await loadProfile("elastx-caas-v2"),
    clusterVersion: "1.25",
    today: "2024-03-05",
    guarantees,
    signal: stop.signal,
  });
  await expect(assessed).rejects.toThrow("interrupted");
  expect(seen).not.toContain("third");
});
