import type { Assessment, AssessmentFinding } from "../assessment.ts";
import { documentationUrl } from "../documentation.ts";
import { visible } from "../escape.ts";
import { openGuarantees } from "../open.ts";
import { message } from "./message.ts";

export type Level = "error" | "warning" | "note";

export const LEVEL: Readonly<Record<AssessmentFinding["verdict"], Level>> = {
  breaks: "error",
  unknown: "warning",
  advice: "note",
};

/** What GitHub calls the severity of what is no security problem. */
const SEVERITY: Readonly<Record<Level, string>> = {
  error: "error",
  warning: "warning",
  note: "recommendation",
};

export interface Rule {
  readonly id: string;
  readonly [property: string]: unknown;
}

/** The rule under which a guarantee that could not be judged is reported: the cause of docs/findings/not-read.md. */
export function notReadId(guarantee: string): string {
  return `${guarantee}/not-read`;
}

/** A rule for every cause that was found, in the order in which each first appears. */
export function rulesOf(assessment: Assessment): Rule[] {
  const { version } = assessment.generator;
  const promises = new Map(assessment.guarantees.map(({ id, promise }) => [id, promise]));
  const rules = new Map<string, Rule>();
  for (const verdict of ["breaks", "unknown", "advice"] as const) {
    for (const finding of assessment.findings) {
      if (finding.verdict !== verdict || rules.has(finding.id)) continue;
      const promise = promises.get(finding.guarantee) ?? finding.guarantee;
      const page = documentationUrl(finding.docs, version);
      const help = { text: `Run "replatform explain ${finding.id}", or read ${page}`, page };
      rules.set(
        finding.id,
        rule(finding.id, finding.title, promise, finding.guarantee, LEVEL[verdict], help),
      );
    }
  }
  const page = documentationUrl("docs/findings/not-read.md", version);
  for (const { id, promise } of openGuarantees(assessment)) {
    const title = "Not all that it is judged by could be read";
    const help = { text: `What was not read, and why, is in the run's notifications. See ${page}`, page };
    rules.set(notReadId(id), rule(notReadId(id), title, promise, id, "warning", help));
  }
  return [...rules.values()];
}

function rule(
  id: string,
  title: string,
  promise: string,
  guarantee: string,
  level: Level,
  help: { readonly text: string; readonly page: string },
): Rule {
  return {
    id: visible(id),
    name: pascalCase(id),
    shortDescription: message(title),
    fullDescription: message(`${title}. The guarantee at stake: ${promise}.`),
    help: message(help.text),
    helpUri: help.page,
    defaultConfiguration: { level },
    properties: { tags: ["replatform", visible(guarantee)], "problem.severity": SEVERITY[level] },
  };
}

/** `SchedulingDrainBlocked`: the form SARIF asks of names. */
function pascalCase(id: string): string {
  const words = id.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("") || "Unnamed";
}
