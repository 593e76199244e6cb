import { coverageOf, unreadPlaces } from "../world/coverage.ts";
import type { World } from "../world/world.ts";
import type { Breach, Cause, Guarantee } from "./guarantee.ts";

/** Every guarantee's own gap: it is judged by what could be read, and says what could not. */
export const NOT_READ: Cause = {
  id: "not-read",
  title: "Not everything it is judged by could be read",
  hazards: [],
};

/** What of the evidence a guarantee is judged by is missing; none when everything was read. */
export function notRead(guarantee: Guarantee, world: World, subject: Breach["subject"]): readonly Breach[] {
  const gaps: string[] = [];
  for (const need of guarantee.needs) {
    const { status, reason } = coverageOf(world.coverage, need.kind);
    if (status === "read") continue;
    gaps.push(`${need.kind} (${status}${reason === undefined ? "" : `: ${reason}`}): ${need.why}`);
  }
  for (const entry of unreadPlaces(world.coverage)) {
    const where = "place" in entry.subject ? entry.subject.place : "";
    gaps.push(`${where} (${entry.status}${entry.reason === undefined ? "" : `: ${entry.reason}`})`);
  }
  if (gaps.length === 0) return [];
  const shown = gaps.slice(0, MOST_NAMED);
  const more = gaps.length - shown.length;
  return [
    {
      cause: NOT_READ.id,
      verdict: "unknown",
      subject,
      message: `What could not be read leaves this open. ${shown.join("; ")}${more > 0 ? `; and ${more} more` : ""}.`,
      remedy:
        "Give the missing evidence (see the coverage): read the cluster live or from a snapshot, or mend what is unreadable.",
      evidence: [],
    },
  ];
}

/** A thousand unreadable files are named in the coverage, each; the finding stays a sentence. */
const MOST_NAMED = 8;
