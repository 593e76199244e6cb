import type { Verdict } from "../../simulate/proof.ts";
import type { Assessment, AssessmentState } from "../assessment.ts";
import { markdownCode, markdownText } from "../escape.ts";
import type { Section } from "../sections.ts";

const CELL: Readonly<Record<Verdict, string>> = { holds: "ok", breaks: "**BREAKS**", unknown: "**?**" };

/** The proof as a table of guarantees and numbered states, and what the numbers stand for. */
export function proof(assessment: Assessment, sections: readonly Section[]): string[] {
  const { states } = assessment;
  const rows = sections.filter((section) => Object.keys(section.verdicts).length > 0);
  const numbers = states.map((_, index) => ` ${index + 1} |`).join("");
  const table = [
    `| Guarantee |${numbers}`,
    `| :--- |${states.map(() => " :-: |").join("")}`,
    ...rows.map(
      (row) =>
        `| ${markdownText(row.id)} |${states.map(({ id }) => ` ${CELL[row.verdicts[id] ?? "unknown"]} |`).join("")}`,
    ),
  ];
  return [
    "### Proof",
    table.join("\n"),
    "`ok` holds, **BREAKS** users lose it, **?** not known: not a pass. The states:",
    states.map((state, index) => `${index + 1}. ${stateText(state)}`).join("\n"),
  ];
}

function stateText(state: AssessmentState): string {
  const actor = state.actor === "nobody" ? "" : ` (${state.actor})`;
  const version = state.version === undefined ? "" : `, Kubernetes ${markdownText(state.version)}`;
  return `${markdownCode(state.id)} ${markdownText(state.title)}${actor}${version}`;
}
