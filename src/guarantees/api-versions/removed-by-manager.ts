import { refLabel } from "../../world/resource.ts";
import type { Cause } from "../guarantee.ts";
import { changeTo, served, type Word } from "./words.ts";

export const removedByManager: Cause = {
  id: "removed-by-manager",
  title: "A field manager writes with a removed API version",
  hazards: ["API-1"],
};

/**
 * An applier's entry carries the version of its last apply. An updater's may be years old: whether it still
 * writes so cannot be told from the object.
 */
export const wordManager: Word = ({ first }, removal, moment) => {
  const { speaker, object } = first;
  if (speaker.kind !== "server-side-apply" && speaker.kind !== "manager") return undefined;
  // What the cluster does not serve today nobody writes with today: such an entry is history.
  if (moment.before !== undefined && moment.before >= removal.removedIn) return undefined;
  const { manager, kind } = speaker;
  const wrote = `${manager} ${kind === "manager" ? "wrote" : "last applied"} ${refLabel(object)} as ${removal.apiVersion}, which ${served(removal.removedIn)} no longer serves`;
  return kind === "server-side-apply"
    ? {
        verdict: "breaks",
        message: `${wrote}: the object stays, but its next server-side apply from the same manifest is refused.`,
        remedy: `In what ${manager} applies, ${changeTo(removal, moment)}.`,
      }
    : {
        verdict: "unknown",
        message: `${wrote}: if it still does, it fails from then on; the object does not tell how long ago that was.`,
        remedy: `Make sure that ${manager} runs in a version made for ${served(moment.target)}; where it writes from a manifest, ${changeTo(removal, moment)}.`,
      };
};
