import { readFileSync } from "node:fs";
import { createCollector } from "../../src/observe/collector.ts";
import { readSources } from "../../src/observe/files/read-sources.ts";
import type { Outcome } from "./outcome.ts";

/** Run on its own by the tests: reads the sources given and prints what came of it, and what it took, as JSON. */
async function main(sources: string[]): Promise<void> {
  const started = performance.now();
  const outcome = await observe(sources);
  const polluted = (Object.create({}) as { polluted?: unknown }).polluted;
  const report: Outcome = {
    ...outcome,
    polluted: polluted !== undefined,
    megabytes: peakMegabytes(),
    seconds: (performance.now() - started) / 1000,
  };
  process.stdout.write(JSON.stringify(report));
}

/** getrusage's figure starts at what the process that made this one had. */
function peakMegabytes(): number {
  const status = readFileSync("/proc/self/status", "utf8");
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024;
}

async function observe(sources: string[]): Promise<Pick<Outcome, "error" | "objects" | "places" | "text">> {
  try {
    const collector = createCollector();
    await readSources(sources, collector, { stdin: process.stdin });
    const { resources, coverage } = collector.finish(sources, { assumeComplete: false });
    const places = coverage.entries.flatMap(({ subject, status, reason }) =>
      "place" in subject ? [`${status} ${subject.place}: ${reason}`] : [],
    );
    return { objects: resources.length, places, text: JSON.stringify(resources.slice(0, 3)) };
  } catch (error) {
    const { name, message } = error as Error;
    return { error: `${name}: ${message}`, objects: 0, places: [], text: "" };
  }
}

void main(process.argv.slice(2));
