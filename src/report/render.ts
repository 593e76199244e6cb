import type { Format, Render } from "./format.ts";

/** Each view is loaded when it is asked for, so that none costs the others' start-up. */
const renderers: Readonly<Record<Format, () => Promise<Render>>> = {
  text: async () => (await import("./text/text.ts")).renderText,
  json: async () => (await import("./json.ts")).renderJson,
  yaml: async () => (await import("./yaml.ts")).renderYaml,
  markdown: async () => (await import("./markdown/markdown.ts")).renderMarkdown,
  html: async () => (await import("./html/html.ts")).renderHtml,
  sarif: async () => (await import("./sarif/sarif.ts")).renderSarif,
  junit: async () => (await import("./junit/junit.ts")).renderJunit,
};

/** The view for a format. */
export function loadRenderer(format: Format): Promise<Render> {
  return renderers[format]();
}
