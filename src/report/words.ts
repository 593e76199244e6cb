import { refLabel } from "../world/resource.ts";
import type { AssessmentFinding } from "./assessment.ts";

/** Words that every view for people uses. Names stand in them unescaped. */

export const VERDICT_WORD: Readonly<Record<AssessmentFinding["verdict"], string>> = {
  breaks: "BREAKS",
  unknown: "UNKNOWN",
  advice: "ADVICE",
};

const OWNER_KIND: Readonly<Record<string, string>> = {
  helm: "Helm",
  "argo-cd": "Argo CD",
  flux: "Flux",
  kubectl: "kubectl",
  controller: "a controller",
};

/** The subject as findings name it; undefined for the cluster itself, which is nobody's in particular. */
export function subjectOf({ subject }: AssessmentFinding): string | undefined {
  const isCluster = subject.kind === "Cluster" && subject.apiVersion.startsWith("replatform.io/");
  return isCluster ? undefined : refLabel(subject);
}

/** Who will apply the subject again: `Helm: release shop in namespace shop`; undefined when nobody is known. */
export function ownerOf({ owner }: AssessmentFinding): string | undefined {
  if (owner === undefined || owner.kind === "unknown") return undefined;
  return `${OWNER_KIND[owner.kind] ?? owner.kind}: ${owner.name}`;
}

/** `file:line`, or the source alone. */
export function placeOf(evidence: { readonly source: string; readonly line?: number | undefined }): string {
  return evidence.line === undefined ? evidence.source : `${evidence.source}:${evidence.line}`;
}

/** `1 node`, `2 nodes`. */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
