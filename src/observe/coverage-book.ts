import type { CoverageEntry, CoverageStatus } from "../world/coverage.ts";
import type { GroupKind } from "../world/resource.ts";

/** From best to worst. */
const ORDER: readonly CoverageStatus[] = ["read", "partial", "absent", "forbidden", "unreadable"];

/** Gathers reports on kinds (merged, the worse status wins) and on places (kept as they come). */
export class CoverageBook {
  readonly #kinds = new Map<GroupKind, CoverageEntry>();
  readonly #places: CoverageEntry[] = [];

  add(entry: CoverageEntry): void {
    if (!("kind" in entry.subject)) {
      this.#places.push(entry);
      return;
    }
    const { kind } = entry.subject;
    const known = this.#kinds.get(kind);
    this.#kinds.set(kind, known === undefined ? entry : merge(known, entry));
  }

  /**
   * All entries. A kind's count is the number of its objects in the observation where it has any, because
   * several sources may hold the same object.
   */
  entries(objects: ReadonlyMap<GroupKind, number>): CoverageEntry[] {
    const kinds = new Map(this.#kinds);
    for (const [kind, count] of objects) {
      const known = kinds.get(kind);
      kinds.set(
        kind,
        known === undefined ? { subject: { kind }, status: "read", count } : found(known, count),
      );
    }
    return [...[...kinds].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry), ...this.#places];
  }
}

function found(entry: CoverageEntry, count: number): CoverageEntry {
  // `absent` from one source and objects from another: some are known, whether all are is not.
  return { ...entry, count, status: entry.status === "absent" ? "partial" : entry.status };
}

function merge(a: CoverageEntry, b: CoverageEntry): CoverageEntry {
  const worse = ORDER.indexOf(b.status) > ORDER.indexOf(a.status) ? b : a;
  return { ...worse, count: a.count + b.count };
}
