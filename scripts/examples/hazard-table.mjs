/**
 * Writes the table of hazards in docs/examples.md from examples/shop.expected.yaml.
 *
 *   node scripts/examples/hazard-table.mjs           write it
 *   node scripts/examples/hazard-table.mjs --check   fail where it does not say what the list says
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { load } from "js-yaml";

const LIST = fileURLToPath(new URL("../../examples/shop.expected.yaml", import.meta.url));
const PAGE = fileURLToPath(new URL("../../docs/examples.md", import.meta.url));
const START = "<!-- hazards: written by scripts/examples/hazard-table.mjs -->";
const END = "<!-- /hazards -->";

function rowOf({
  hazard,
  subject: { kind, namespace, name },
  file,
  note,
  route,
  mode,
  ingress,
  target,
  finding,
  verdict,
}) {
  const object = `${kind} \`${namespace === undefined ? "" : `${namespace}/`}${name}\``;
  const when = [
    target && `from ${target} on`,
    route && "new cluster only",
    mode && `in mode ${mode}`,
    ingress && "entered by a Gateway",
  ]
    .filter(Boolean)
    .join(", ");
  const where = `[${file}](../examples/shop/${file})`;
  const found = finding === undefined ? "" : `${verdict}: [${finding.split("/")[1]}](findings/${finding}.md)`;
  return `| ${hazard} | ${object} | ${where} | ${note}${when && ` (${when})`} | ${found} |`;
}

function tables({ expected }) {
  const guarantees = [...new Set(expected.map((entry) => entry.guarantee))];
  return guarantees.map((guarantee) => {
    const rows = expected.filter((entry) => entry.guarantee === guarantee).map(rowOf);
    return `### ${guarantee}\n\n| hazard | object | file | what | finding |\n|---|---|---|---|---|\n${rows.join("\n")}\n`;
  });
}

const page = readFileSync(PAGE, "utf8");
const before = page.slice(0, page.indexOf(START) + START.length);
const after = page.slice(page.indexOf(END));
const written = `${before}\n\n${tables(load(readFileSync(LIST, "utf8"))).join("\n")}\n${after}`;
if (!process.argv.includes("--check")) {
  writeFileSync(PAGE, written);
} else if (written !== page) {
  process.stderr.write("docs/examples.md does not list examples/shop.expected.yaml: write its table anew\n");
  process.exitCode = 1;
}
