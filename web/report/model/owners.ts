import type { AssessmentFinding } from "../../../src/report/assessment.ts";

const TOOLS: Readonly<Record<string, string>> = {
  helm: "Helm",
  "argo-cd": "Argo CD",
  flux: "Flux",
  kubectl: "kubectl",
  controller: "a controller",
};

/** `Helm: release shop in namespace shop`; undefined where nobody is known to apply the object again. */
export function ownerWords(owner: AssessmentFinding["owner"]): string | undefined {
  if (owner === undefined || owner.kind === "unknown") return undefined;
  const tool = TOOLS[owner.kind] ?? owner.kind;
  return owner.name === "" ? tool : `${tool}: ${owner.name}`;
}
