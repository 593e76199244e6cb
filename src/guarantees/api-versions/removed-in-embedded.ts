import { refLabel } from "../../world/resource.ts";
import type { Cause } from "../guarantee.ts";
import { ALREADY, changeTo, namesOf, served, type Word } from "./words.ts";

export const removedInEmbedded: Cause = {
  id: "removed-in-embedded",
  title: "An object holds a manifest with a removed API version",
  hazards: ["API-1"],
};

/** Whoever applies what a custom resource or a ConfigMap holds is not known, nor when. */
export const wordEmbedded: Word = (group, removal, moment) => {
  const { subject } = group.first;
  const already = moment.before !== undefined && moment.before >= removal.removedIn;
  const holds = `${refLabel(subject)} holds a manifest of ${namesOf(group)} as ${removal.apiVersion}, which ${served(removal.removedIn)} no longer serves`;
  return {
    verdict: already ? "advice" : "unknown",
    message: already
      ? `${holds}. ${ALREADY}.`
      : `${holds}: if a controller applies it from there, it fails from then on.`,
    remedy: `In ${refLabel(subject)}, ${changeTo(removal, moment)}; leave it if nobody applies it.`,
  };
};
