import { refLabel } from "../../world/resource.ts";
import type { Cause } from "../guarantee.ts";
import { ALREADY, applier, changeTo, changeWhere, served, type Word } from "./words.ts";

export const removedInManifest: Cause = {
  id: "removed-in-manifest",
  title: "A manifest uses a removed API version",
  hazards: ["API-1"],
};

export const wordManifest: Word = ({ first }, removal, moment) => {
  const { object, owner } = first;
  const already = moment.before !== undefined && moment.before >= removal.removedIn;
  const written = `The manifest of ${refLabel(object)} is written as ${removal.apiVersion}, which ${served(removal.removedIn)} no longer serves`;
  return {
    verdict: already ? "advice" : "breaks",
    message: already
      ? `${written}: applying it fails. ${ALREADY}.`
      : `${written}: from then on ${applier(owner, "whoever applies it")} is refused ("no matches for kind ${removal.kind}").`,
    remedy: `${changeWhere(owner, object)}, ${changeTo(removal, moment)}.`,
  };
};
