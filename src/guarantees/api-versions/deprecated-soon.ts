import { formatMinor } from "../../world/version.ts";
import type { Cause } from "../guarantee.ts";
import { changeTo, namesOf, served, type Word } from "./words.ts";

export const deprecatedSoon: Cause = {
  id: "deprecated-soon",
  title: "The API version goes away in a later minor",
  hazards: ["API-1"],
};

/** Nothing is lost on this move; the next upgrade takes it away. */
export const wordDeprecated: Word = (group, removal, moment) => {
  const { speaker } = group.first;
  if (speaker.kind === "manager" || speaker.kind === "embedded" || speaker.kind === "object")
    return undefined;
  const where = speaker.kind === "helm" ? ` in Helm release ${speaker.release.release}` : "";
  return {
    verdict: "advice",
    message: `${namesOf(group)} is written as ${removal.apiVersion}${where}: ${served(moment.target)} serves that, ${formatMinor(removal.removedIn)} no longer does.`,
    remedy: `Before the upgrade to ${formatMinor(removal.removedIn)}, ${changeTo(removal, moment)}.`,
  };
};
