// Writes src/report/html/assets.generated.ts: the report's script and style as text, ready to stand in the page.
// They are checked in, so that tests and tools see them without a build; test/html/assets.test.ts fails when they
// are not what this makes of web/report/client and web/report/styles. Run it after changing those:
//   node web/report/generate.mjs
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";

const here = new URL(".", import.meta.url);
/** Browsers of the last two years: light-dark(), subgrid and container queries. */
const target = ["chrome123", "firefox121", "safari17.5"];

export async function generateAssets() {
  const text = [
    "// Made by web/report/generate.mjs from web/report/client and web/report/styles; do not edit.",
    declare("SCRIPT", await script()),
    declare("STYLE", await style()),
  ];
  return `${text.join("\n\n")}\n`;
}

async function script() {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("client/main.ts", here))],
    bundle: true,
    format: "iife",
    charset: "ascii",
    legalComments: "none",
    minify: true,
    target,
    write: false,
  });
  return outputFiles[0].text.trim();
}

async function style() {
  const directory = new URL("styles/", here);
  const names = readdirSync(directory).sort();
  const css = names.map((name) => readFileSync(new URL(name, directory), "utf8")).join("\n");
  // `target` would write light-dark() and nesting out at several times the size.
  const { code } = await transform(css, { loader: "css", charset: "ascii", minify: true });
  return code.trim();
}

function declare(name, text) {
  // A template literal: the formatter would choose other quotes for a string.
  return `export const ${name} = \`${text.replace(/[\\`]|\$\{/g, "\\$&")}\`;`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = new URL("../../src/report/html/assets.generated.ts", here);
  writeFileSync(file, await generateAssets());
}
