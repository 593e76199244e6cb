import { createHash } from "node:crypto";
import { createElement } from "react";
// Of React's server builds the one that needs nothing of its host: the Node build asks for modules by
// `require`, which a bundled ES module has not, and the browser build keeps the process from ending.
import { renderToStaticMarkup } from "react-dom/server.edge";
import { Report } from "../../../web/report/report.tsx";
import { xmlText } from "../escape.ts";
import type { Render } from "../format.ts";
import { SCRIPT, STYLE } from "./assets.generated.ts";

/**
 * One HTML file that needs nothing else: no network, no other file. The policy forbids everything but this very
 * script and style, so that nothing a cluster holds could run or load anything even if it got into the page.
 */
export const renderHtml: Render = (assessment) => {
  const policy = [
    "default-src 'none'",
    `script-src '${digest(SCRIPT)}'`,
    `style-src '${digest(STYLE)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const name = assessment.cluster.name ?? "cluster";
  const title = `${name}: ${assessment.profile.title} – Replatform`;
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    '<meta name="color-scheme" content="light dark">',
    `<meta name="generator" content="${xmlText(`${assessment.generator.name} ${assessment.generator.version}`)}">`,
    `<title>${xmlText(title)}</title>`,
    `<style>${STYLE}</style>`,
    `<script>${SCRIPT}</script>`,
    "</head>",
    `<body>${renderToStaticMarkup(createElement(Report, { assessment }))}</body>`,
    "</html>",
    "",
  ].join("\n");
};

function digest(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
