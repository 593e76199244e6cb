import type { Assessment } from "../assessment.ts";
import { markdownText } from "../escape.ts";
import { factsOf } from "../facts.ts";
import { outcomeOf } from "../outcome.ts";
import { readingOf } from "../reading.ts";
import { remarksOf } from "../remarks.ts";
import { sectionsOf } from "../sections.ts";
import { findings } from "./findings.ts";
import { proof } from "./proof.ts";
import { road } from "./road.ts";

/** The view for a pull request or a wiki: GitHub-flavoured Markdown, the findings folded but all there. */
export function renderMarkdown(assessment: Assessment): string {
  const outcome = outcomeOf(assessment);
  const sections = sectionsOf(assessment);
  const parts = [
    `## ${markdownText(outcome.sentence)}`,
    outcome.next.map(markdownText).join(" "),
    factsOf(assessment)
      .map(([label, text]) => `- **${label}:** ${markdownText(text)}`)
      .join("\n"),
    ...(assessment.outcome === "not-affected" ? [] : proof(assessment, sections)),
    ...road(assessment.road),
    ...sections.flatMap((section) => findings(section, assessment)),
    ...reading(assessment),
    ...remarksOf(assessment).flatMap(({ title, items }) => [
      `### ${markdownText(title)}`,
      items.map((item) => `- ${markdownText(item)}`).join("\n"),
    ]),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function reading(assessment: Assessment): string[] {
  const { summary, gaps } = readingOf(assessment);
  if (gaps.length === 0) return [markdownText(summary)];
  return [
    "### What could not be checked",
    gaps
      .map(
        ({ what, why, open }) => `- **${markdownText(what)}**: ${markdownText(why)}; ${markdownText(open)}`,
      )
      .join("\n"),
    markdownText(summary),
  ];
}
