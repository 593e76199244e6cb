import type { CoverageEntry } from "../world/coverage.ts";
import type { Origin } from "../world/resource.ts";
import type { Observation, ServerInfo } from "./observation.ts";

/** Takes raw objects in any order from any number of readers and merges them into one observation. */
export interface Collector {
  /**
   * Adds one object as parsed (anything: what is no Kubernetes object goes to the coverage as unreadable,
   * lists are taken apart). Redacts it, decodes Helm releases, and keeps what evidence it holds.
   * `observed`: it came from an API server; undefined: tell by its server-set fields (uid, resourceVersion).
   */
  add(value: unknown, origin: Origin, observed?: boolean): void;
  /** Reports on a kind or a place; several reports on one kind are merged, the worse status wins, counts add. */
  cover(entry: CoverageEntry): void;
  server(info: Partial<ServerInfo>): void;
  finish(sources: readonly string[], options: { assumeComplete: boolean }): Observation;
}
