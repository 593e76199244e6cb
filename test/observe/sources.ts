import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createCollector } from "../../src/observe/collector.ts";
import { type ReadOptions, readSources } from "../../src/observe/files/read-sources.ts";
import type { Observation } from "../../src/observe/observation.ts";
import type { CoverageEntry } from "../../src/world/coverage.ts";

/** A directory of its own for a test's files. */
export class Sources {
  readonly path = mkdtempSync(join(tmpdir(), "replatform-sources-"));

  /** Writes a file, with the directories above it, and gives its path. */
  write(name: string, content: string | Uint8Array): string {
    const path = join(this.path, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

export async function observe(sources: readonly string[], options: ReadOptions = {}): Promise<Observation> {
  const collector = createCollector();
  await readSources(sources, collector, options);
  return collector.finish(sources, { assumeComplete: false });
}

export function names({ resources }: Observation): string[] {
  return resources.map(({ ref }) => `${ref.kind} ${ref.namespace ?? ""}/${ref.name}`).sort();
}

/** The entries about places, as `status place: reason`. */
export function places({ coverage }: Observation): string[] {
  return coverage.entries.flatMap((entry) =>
    "place" in entry.subject ? [describeEntry(entry, entry.subject.place)] : [],
  );
}

function describeEntry({ status, reason }: CoverageEntry, place: string): string {
  return `${status} ${place}: ${reason ?? ""}`;
}

export async function* chunks(text: string | Uint8Array, size = 1000): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
