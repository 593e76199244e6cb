import type { Collector } from "../../src/observe/collector.ts";
import type { ServerInfo } from "../../src/observe/observation.ts";
import type { CoverageEntry } from "../../src/world/coverage.ts";
import type { KubeObject, Origin } from "../../src/world/resource.ts";

/** Keeps what a reader hands over as it is: these tests are about the reader. */
export interface RecordingCollector extends Collector {
  readonly objects: KubeObject[];
  readonly origins: Set<string>;
  readonly covered: CoverageEntry[];
  readonly info: { gitVersion?: string | undefined; hosts?: readonly string[] };
  entry(subject: string): CoverageEntry | undefined;
  /** `Namespace/name` of the objects of a kind, sorted. */
  names(kind: string): string[];
}

export function recordingCollector(): RecordingCollector {
  const objects: KubeObject[] = [];
  const origins = new Set<string>();
  const covered: CoverageEntry[] = [];
  const info: RecordingCollector["info"] = {};
  return {
    objects,
    origins,
    covered,
    info,
    add(value: unknown, origin: Origin) {
      objects.push(value as KubeObject);
      origins.add(`${origin.kind} ${origin.source}`);
    },
    restore: notOfThisTest,
    restoreManifest: notOfThisTest,
    restoreDns: notOfThisTest,
    get taken() {
      return objects.length;
    },
    cover: (entry) => void covered.push(entry),
    server: (more: Partial<ServerInfo>) => void Object.assign(info, more),
    vouch: notOfThisTest,
    finish: notOfThisTest,
    entry: (subject) =>
      covered.find((entry) =>
        "kind" in entry.subject ? entry.subject.kind === subject : entry.subject.place === subject,
      ),
    names: (kind) =>
      objects
        .filter((object) => object.kind === kind)
        .map(({ metadata }) => `${metadata.namespace ?? ""}/${metadata.name}`)
        .sort(),
  };
}

function notOfThisTest(): never {
  throw new Error("a live reader does not use this");
}
