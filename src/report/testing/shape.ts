import type { AssessmentFinding } from "../assessment.ts";

type Subject = AssessmentFinding["subject"];
type Given = Omit<AssessmentFinding, "id" | "guarantee" | "state" | "verdicts" | "docs"> &
  Partial<Pick<AssessmentFinding, "verdicts">>;

/** A finding with what follows from its id and states filled in. */
export function finding(id: string, given: Given): AssessmentFinding {
  return {
    id,
    guarantee: id.slice(0, id.indexOf("/")),
    state: given.states[0] ?? "v1",
    verdicts: Object.fromEntries(given.states.map((state) => [state, given.verdict])),
    docs: `docs/findings/${id}.md`,
    ...given,
  };
}

export function object(apiVersion: string, kind: string, name: string, namespace?: string): Subject {
  return namespace === undefined ? { apiVersion, kind, name } : { apiVersion, kind, namespace, name };
}
