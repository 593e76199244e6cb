import { GUARANTEES } from "../guarantees/registry.ts";
import { createCollector } from "../observe/collector.ts";
import type { Observation } from "../observe/observation.ts";
import type { CommandContext } from "./context.ts";
import { Interrupt } from "./interrupt.ts";
import { progress } from "./progress.ts";

/** The options of every command that reads a cluster. */
export interface SourceOptions {
  readonly context?: string;
  readonly kubeconfig?: string;
  readonly namespaces?: string;
  readonly assumeComplete?: boolean;
}

/** Reads the sources, or the live cluster when there are none (or a context or kubeconfig is named). */
export async function observe(
  sources: readonly string[],
  options: SourceOptions,
  { signal }: CommandContext,
): Promise<Observation> {
  const collector = createCollector();
  const bar = progress();
  const named = [...sources];
  // A read that waits for a slow writer would otherwise hold the process until the writer ends.
  const stopReading = (): void => void process.stdin.destroy(new Interrupt("interrupted"));
  signal.addEventListener("abort", stopReading, { once: true });
  try {
    const live = sources.length === 0 || options.context !== undefined || options.kubeconfig !== undefined;
    if (live) {
      const { readCluster } = await import("../observe/live/read-cluster.ts");
      const needs = GUARANTEES.flatMap((guarantee) => guarantee.needs.map((need) => need.kind));
      named.unshift(
        await readCluster({
          ...(options.context === undefined ? {} : { context: options.context }),
          ...(options.kubeconfig === undefined ? {} : { kubeconfig: options.kubeconfig }),
          ...(options.namespaces === undefined ? {} : { namespaces: options.namespaces.split(",") }),
          collector,
          needs,
          signal,
          onProgress: bar.update,
        }),
      );
    }
    if (sources.length > 0) {
      const { readSources } = await import("../observe/files/read-sources.ts");
      await readSources(sources, collector, {
        stdin: process.stdin,
        signal,
        onProgress: ({ source, bytes }) =>
          bar.update(`reading ${source}: ${Math.round(bytes / 2 ** 20)} MiB`),
      });
    }
  } finally {
    signal.removeEventListener("abort", stopReading);
    bar.clear();
  }
  return collector.finish(named, { assumeComplete: options.assumeComplete ?? false });
}
