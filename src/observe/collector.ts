import type { CoverageEntry } from "../world/coverage.ts";
import type { DnsObservation } from "../world/dns-records.ts";
import type { Origin, Resource, UnboundManifest } from "../world/resource.ts";
import { ObjectCollector } from "./objects/object-collector.ts";
import type { Observation, ServerInfo } from "./observation.ts";

/** Takes raw objects in any order from any number of readers and merges them into one observation. */
export interface Collector {
  /**
   * Adds one object as parsed, which from then on belongs to the collector (it redacts in place). Lists are
   * taken apart; what is no Kubernetes object is noted in the coverage. Decodes Helm releases, and keeps what
   * evidence the object holds.
   * `observed`: it came from an API server; undefined: tell by its server-set fields (uid, resourceVersion).
   */
  add(value: unknown, origin: Origin, observed?: boolean): void;
  /** Adds what an earlier observation held, as a snapshot gives it back. */
  restore(resource: Resource): void;
  restoreManifest(manifest: UnboundManifest): void;
  restoreDns(dns: DnsObservation): void;
  /** Reports on a kind or a place; several reports on one kind are merged, the worse status wins, counts add. */
  cover(entry: CoverageEntry): void;
  server(info: Partial<ServerInfo>): void;
  /** Somebody said that the sources hold everything, as with `assumeComplete`: a snapshot remembers it. */
  vouch(): void;
  /** How many objects, and lists that say there are none, were taken so far (the same object twice counts twice). */
  readonly taken: number;
  finish(sources: readonly string[], options: { assumeComplete: boolean }): Observation;
}

export function createCollector(): Collector {
  return new ObjectCollector();
}
