import { refLabel } from "../../world/resource.ts";
import type { Cause } from "../guarantee.ts";
import { ALREADY, applier, changeTo, changeWhere, served, type Word } from "./words.ts";

export const removedInLastApplied: Cause = {
  id: "removed-in-last-applied",
  title: "Last applied with a removed API version",
  hazards: ["API-1"],
};

/** `kubectl apply`, and Argo CD's default sync, keep the manifest they applied in an annotation. */
export const wordLastApplied: Word = ({ first }, removal, moment) => {
  const { object, owner } = first;
  const already = moment.before !== undefined && moment.before >= removal.removedIn;
  const applied = `${refLabel(object)} was last applied as ${removal.apiVersion}, which ${served(removal.removedIn)} no longer serves`;
  return {
    verdict: already ? "advice" : "breaks",
    message: already
      ? `${applied}: applying the same manifest again fails. ${ALREADY}.`
      : `${applied}: the object stays, but the next time ${applier(owner, "kubectl apply")} brings the same manifest, it is refused ("no matches for kind ${removal.kind}").`,
    remedy: `${changeWhere(owner, object)}, ${changeTo(removal, moment)}, and apply it once.`,
  };
};
