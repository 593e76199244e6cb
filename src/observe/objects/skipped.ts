import type { CoverageEntry } from "../../world/coverage.ts";
import type { Origin } from "../../world/resource.ts";
import { placeOf } from "../place.ts";

const SHOWN = 5;

/**
 * Documents that were read and understood and are no objects of a cluster: chart values, kustomizations. No
 * evidence is missing, so their status is `read`; they are mentioned because someone may have meant one to count.
 */
export class SkippedDocuments {
  readonly #byReason = new Map<string, { count: number; places: string[] }>();

  add(origin: Origin, reason: string): void {
    const known = this.#byReason.get(reason) ?? { count: 0, places: [] };
    known.count++;
    if (known.places.length < SHOWN) known.places.push(placeOf(origin));
    if (this.#byReason.size < 100) this.#byReason.set(reason, known);
  }

  entries(): CoverageEntry[] {
    return [...this.#byReason].map(([reason, { count, places }]) => ({
      subject: {
        place: places.join(", ") + (count > places.length ? ` and ${count - places.length} more` : ""),
      },
      status: "read",
      count: 0,
      reason: `skipped: ${reason}`,
    }));
  }
}
