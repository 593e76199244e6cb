import { refLabel } from "../../world/resource.ts";
import { formatMinor } from "../../world/version.ts";
import { replacementAt } from "../api-removals-replacement.ts";
import type { Cause } from "../guarantee.ts";
import { served, type Word } from "./words.ts";

export const kindRemoved: Cause = {
  id: "kind-removed",
  title: "The kind goes away without a successor",
  hazards: ["API-1"],
};

/** An object of a kind that has no version left cannot be converted: it is gone for every client. */
export const wordKind: Word = ({ first }, removal, moment) => {
  if (replacementAt(removal, Math.max(moment.now, removal.removedIn), undefined) !== undefined)
    return undefined;
  const already = moment.before !== undefined && moment.before >= removal.removedIn;
  const { consequence, instead } = KNOWN[removal.kind] ?? {
    consequence: "nothing acts on it any more",
    instead: `Find out what depends on it and do without it (replacement: ${removal.replacement})`,
  };
  return {
    verdict: already ? "advice" : "breaks",
    message: `${served(removal.removedIn)} knows no ${removal.kind} any more: ${refLabel(first.object)} can neither be read nor changed, and ${consequence}.`,
    remedy: `${instead} before the cluster reaches ${formatMinor(removal.removedIn)}.`,
  };
};

/** https://kubernetes.io/docs/tasks/configure-pod-container/migrate-from-psp/ */
const KNOWN: Readonly<Record<string, { consequence: string; instead: string }>> = {
  PodSecurityPolicy: {
    consequence: "pods it kept from running privileged, as root or with host access are admitted",
    instead:
      "Label every namespace with the Pod Security level it needs (pod-security.kubernetes.io/enforce: baseline or restricted), or install an admission policy engine,",
  },
  PodPreset: {
    consequence: "new pods no longer get what it injected",
    instead: "Write what it injects into the workloads' templates, or use a mutating webhook,",
  },
};
