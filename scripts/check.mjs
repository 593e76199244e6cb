// What CI checks before it runs a test: types, format and lint (with the layers), purity, published schemas.
// Each check prints its own findings; all run, and any that fails fails the whole.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";

const PURE = ["world", "platforms", "network", "entry", "guarantees", "simulate", "decide", "plan"];
const checks = [
  ["types", () => run("npx", ["tsc", "-p", "."])],
  ["format, lint, layers", () => run("npx", ["biome", "check", "--error-on-warnings", "."])],
  ["purity", purity],
  ["folders in docs/architecture.md", folders],
  ["examples' generated parts", () => run("node", ["scripts/examples/helm-releases.mjs", "--check"])],
  ["table of hazards", () => run("node", ["scripts/examples/hazard-table.mjs", "--check"])],
  ["published schemas", () => run("node", ["scripts/schemas.mjs", "--check"])],
];

let failed = 0;
for (const [name, check] of checks) {
  const problems = check();
  console.log(`${problems.length === 0 ? "ok    " : "FAILED"} ${name}`);
  for (const problem of problems) console.log(`  ${problem}`);
  if (problems.length > 0) failed++;
}
process.exitCode = failed === 0 ? 0 : 1;

function run(command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8" });
  return status === 0 ? [] : `${stdout}${stderr}`.trimEnd().split("\n");
}

/** What the linter's rules cannot say: no randomness and no time in pure modules. */
function purity() {
  const forbidden = /\bMath\.random\b|\bnew Date\(\)|\bDate\.now\b|\bimport\.meta\b/;
  return PURE.flatMap((folder) => sources(join("src", folder))).flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .flatMap((line, index) =>
        forbidden.test(line) ? [`${file}:${index + 1}: not pure: ${line.trim()}`] : [],
      ),
  );
}

/** A newcomer's map shows every folder there is, and no folder that is not. */
function folders() {
  const page = readFileSync("docs/architecture.md", "utf8");
  const named = new Set([...page.matchAll(/^### `src\/([a-z-]+)\/`/gm)].map((match) => match[1]));
  const there = readdirSync("src").filter((entry) => statSync(join("src", entry)).isDirectory());
  return [
    ...there.filter((folder) => !named.has(folder)).map((folder) => `src/${folder}/ is not described`),
    ...[...named]
      .filter((folder) => !there.includes(folder))
      .map((folder) => `src/${folder}/ is described but not there`),
  ];
}

function sources(directory) {
  let entries;
  try {
    entries = readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
  return entries.flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name) ? [relative(".", path)] : [];
  });
}
