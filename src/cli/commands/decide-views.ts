import { type Decision, decisionSchema } from "../../report/decision/decision.ts";
import { decisionMarkdown } from "../../report/decision/markdown.ts";
import { decisionText } from "../../report/decision/text.ts";
import type { RenderOptions } from "../../report/format.ts";
import { stringifyJson } from "../../report/json.ts";
import { yamlText } from "../../report/yaml.ts";
import { decisionDot } from "./decide-dot.ts";

export type DecisionFormat = "text" | "json" | "yaml" | "markdown" | "dot";

const VIEWS: Readonly<Record<DecisionFormat, (decision: Decision, options: RenderOptions) => string>> = {
  text: decisionText,
  json: (decision) => stringifyJson(decisionSchema.parse(decision)),
  yaml: (decision) => yamlText(decisionSchema.parse(decision)),
  markdown: decisionMarkdown,
  dot: ({ road }) => decisionDot(road),
};

export function renderDecision(decision: Decision, format: DecisionFormat, options: RenderOptions): string {
  return VIEWS[format](decision, options);
}
